"""The file as a package: packed while it is sent, so that a large attachment is never in memory as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC
from pathlib import PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from people.names import slug
from workflows.filetypes import clean_name
from workflows.models import StoredFile
from workflows.models.file import HeldBack

from .collecting import Dossier

PIECE = 256 * 1024  # bytes read of an attachment at a time
READABLE = 0o644 << 16
SUMS = "SHA256SUMS.txt"


class _Passing:
    """A file that is only written to: what was written is taken away at once."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing behind."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        data, self._pieces = b"".join(self._pieces), []
        return data


def packed(dossier: Dossier) -> Iterator[bytes]:
    """The package, piece by piece: the paper, what was sent, every attachment, and the digests of all of them.

    What it holds is gathered at once; only the bytes of attachments are read as they go. The same state gives the
    same bytes: instants inside are those of the files, never of the asking.
    """
    whole = [(f"{dossier.number}.pdf", dossier.paper()), *dossier.frozen()]
    return _pieces(whole, named(dossier.files()))


def named(files: list[StoredFile]) -> list[tuple[str, StoredFile]]:
    """Each file with its path in the package: a folder for what it belongs to, a number that keeps names apart."""
    found = []
    for number, file in enumerate(files, start=1):
        kind = file.about_type.model_class()
        folder = slug(str(kind._meta.verbose_name)) if kind else str(file.about_type_id)
        found.append((f"{folder}/{number:03d}-{clean_name(file.name)}", file))
    return found


def _pieces(whole: list[tuple[str, bytes]], files: list[tuple[str, StoredFile]]) -> Iterator[bytes]:
    out, sums = _Passing(), []
    with ZipFile(out, "w") as package:  # type: ignore[call-overload]  # it asks for write and flush alone
        for name, content in whole:
            package.writestr(_entry(name), content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}")
            yield out.taken()
        for name, file in files:
            try:
                source: IO[bytes] = file.open()
            except HeldBack as held:
                sums.append(f"# {name}: {held}")
                continue
            except FileNotFoundError:
                sums.append(_("# not kept any more: %(name)s") % {"name": name})
                continue
            sums.append(f"{file.sha256}  {name}")
            with source, package.open(_entry(name, file), "w", force_zip64=True) as inside:
                while piece := source.read(PIECE):
                    inside.write(piece)
                    yield out.taken()
        package.writestr(_entry(SUMS), "\n".join([*sums, ""]))
    yield out.taken()


def _entry(name: str, file: StoredFile | None = None) -> ZipInfo:
    """The line of the package about one file; what Tandem made bears no time, an attachment the one it came at."""
    entry = ZipInfo(str(PurePosixPath(name)))
    entry.create_system, entry.external_attr = 3, READABLE  # the same on every system
    entry.compress_type = ZIP_DEFLATED
    if file is not None:  # most attachments are packed already
        entry.compress_type = ZIP_STORED
        entry.date_time = file.uploaded_at.astimezone(UTC).timetuple()[:6]
    return entry
