"""Which files come in: told by what they hold, not by what they say."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import IO, Any

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from .macros import OLE, has_macros

PIXELS = 60_000_000
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"


def _starts(*signatures: bytes) -> Callable[[IO[bytes]], bool]:
    return lambda file: file.read(16).startswith(signatures)


def _picture(kind: str) -> Callable[[IO[bytes]], bool]:
    def holds(file: IO[bytes]) -> bool:
        try:
            with Image.open(file, formats=[kind]) as picture:
                width, height = picture.size
        except (
            UnidentifiedImageError,
            OSError,
            ValueError,
            SyntaxError,
            Image.DecompressionBombError,
        ):
            return False
        return width * height <= PIXELS

    return holds


def _package(member: str) -> Callable[[IO[bytes]], bool]:
    """An Office file: a zip that holds `member`."""
    return lambda file: member in _members(file)


def _open_document(kind: str) -> Callable[[IO[bytes]], bool]:
    def holds(file: IO[bytes]) -> bool:
        if "content.xml" not in _members(file):
            return False
        file.seek(0)
        return f"{OPEN}.{kind}".encode() in file.read(200)

    return holds


def _members(file: IO[bytes]) -> list[str]:
    try:
        with zipfile.ZipFile(file) as package:
            return package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


def _signed_xml(file: IO[bytes]) -> bool:
    """XAdES: XML that holds a signature."""
    head = file.read(1024 * 1024)
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"Signature" in head


def _signed_package(file: IO[bytes]) -> bool:
    """ASiC: a zip with signatures beside what they sign."""
    return any(
        name.startswith("META-INF/") and "signature" in name.lower() for name in _members(file)
    )


def _text(file: IO[bytes]) -> bool:
    head = file.read(64 * 1024)
    return b"\0" not in head and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


TYPES: dict[str, tuple[str, Callable[[IO[bytes]], bool]]] = {
    "pdf": ("application/pdf", _starts(b"%PDF-")),
    "jpg": ("image/jpeg", _picture("JPEG")),
    "jpeg": ("image/jpeg", _picture("JPEG")),
    "png": ("image/png", _picture("PNG")),
    "webp": ("image/webp", _picture("WEBP")),
    "docx": (f"{OFFICE}.wordprocessingml.document", _package("word/document.xml")),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", _package("xl/workbook.xml")),
    "pptx": (f"{OFFICE}.presentationml.presentation", _package("ppt/presentation.xml")),
    "odt": (f"{OPEN}.text", _open_document("text")),
    "ods": (f"{OPEN}.spreadsheet", _open_document("spreadsheet")),
    "odp": (f"{OPEN}.presentation", _open_document("presentation")),
    "doc": ("application/msword", _starts(OLE)),
    "xls": ("application/vnd.ms-excel", _starts(OLE)),
    "rtf": ("application/rtf", _starts(b"{\\rtf")),
    "txt": ("text/plain", _text),
    "p7m": ("application/pkcs7-mime", _starts(b"\x30\x80", b"\x30\x82", b"\x30\x83")),
    "p7s": ("application/pkcs7-signature", _starts(b"\x30\x80", b"\x30\x82", b"\x30\x83")),
    "xades": ("application/xml", _signed_xml),
    "asice": ("application/vnd.etsi.asic-e+zip", _signed_package),
    "csv": ("text/csv", _text),
}
ACCEPT = ",".join(f".{ending}" for ending in TYPES)


def ending_of(name: str) -> str:
    """The ending of a file's name, lower-cased, without its dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def content_type_of(name: str, file: Any) -> str | None:
    """The content type of `file` if both its ending and its content are on the list, else None."""
    known = TYPES.get(ending_of(name))
    if known is None:
        return None
    content_type, holds = known
    file.seek(0)
    fits = holds(file)
    file.seek(0)
    return content_type if fits else None


def clean_name(name: str) -> str:
    """The name to show and to save under: no path, no control characters, at most 150 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(letter for letter in last if letter.isprintable()).strip(" .") or "file"
    path = PurePath(plain)
    return f"{path.stem[:150]}{path.suffix[:12]}"


def sentences_against(name: str, size: int, file: Any, *, limit: int) -> list[str]:
    """Why this upload is not taken, for the page; empty when it is. Sizes in bytes."""
    if size == 0:
        return [_("“%(name)s” is empty.") % {"name": clean_name(name)}]
    if size > limit:
        megabytes = limit // (1024 * 1024)
        return [
            _("“%(name)s” is too large: a file may have up to %(limit)d MB.")
            % {"name": clean_name(name), "limit": megabytes}
        ]
    if ending_of(name) not in TYPES:
        return [
            _(
                "“%(name)s” is of a kind we do not take. Send a PDF, a picture or an office document without macros."
            )
            % {"name": clean_name(name)}
        ]
    if content_type_of(name, file) is None:
        return [says_something_else(name)]
    if has_macros(file):
        return [holds_macros(name)]
    return []


def holds_macros(name: str) -> str:
    """The sentence for an office file with macros."""
    return _(
        "“%(name)s” holds macros: small programs that run on the computer of whoever opens it. Save it without macros, or as a PDF, and send that."
    ) % {"name": clean_name(name)}


def says_something_else(name: str) -> str:
    """The sentence for a file whose content is not what its name says, or is broken."""
    return _(
        "“%(name)s” does not hold what its name says. Save it again in the right format and send that."
    ) % {"name": clean_name(name)}
