"""Attached files for eyes that must not learn who applies: a neutral name, and nothing about the author inside.

PDF by pypdf, DOCX by python-docx, pictures by Pillow. Whatever cannot be cleaned for sure is not handed out.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath
from typing import IO

from django.urls import reverse
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter

from grants.models import Assessment
from grants.rules.blind import nameless
from questionnaires.summary.reading import Part
from workflows.models import StoredFile
from workflows.models.file import HeldBack
from workflows.previews import File

QUALITY = 90  # of a JPEG written again: a reader sees no difference
TEXTS = ("author", "last_modified_by", "comments", "keywords", "title", "subject", "category")


class UncleanFile(Exception):
    """The file may tell who applies, so it is not handed out; the message is a sentence for the page."""


def nameless_content(assessment: Assessment) -> list[Part]:
    """The application as submitted last, without who applies; files stand under neutral names and addresses."""
    number, parts = 0, []
    for part in nameless(assessment.application.content()):
        lines = []
        for line in part.lines:
            files = []
            for file in line.files:
                number += 1
                files.append(_neutral(assessment, file, number))
            held_back = [] if all(file.url for file in files) else [_held_back()]
            lines.append(replace(line, files=tuple(files), details=(*line.details, *held_back)))
        parts.append(replace(part, lines=lines))
    return parts


def nameless_file(assessment: Assessment, number: int) -> tuple[str, bytes] | None:
    """Neutral name and cleaned bytes of the file that the content lists as `number`; None where there is none.

    Raises UncleanFile with a sentence where it cannot be cleaned for sure.
    """
    parts = nameless(assessment.application.content())
    files = [file for part in parts for line in part.lines for file in line.files]
    if not 1 <= number <= len(files):
        return None
    key = PurePath(files[number - 1].url).name
    stored = StoredFile.objects.present().filter(key=key).first()
    if stored is None:
        return None
    try:
        with stored.open() as file:
            clean = without_metadata(stored.name, file)
    except HeldBack as held:
        raise UncleanFile(str(held)) from held
    if clean is None:
        raise UncleanFile(_held_back())
    return _name(stored.name, number), clean


def without_metadata(name: str, file: IO[bytes]) -> bytes | None:
    """The bytes of a PDF, DOCX or picture without author, tool, place and remarks of their authors; None otherwise."""
    cleaner = CLEANERS.get(PurePath(name).suffix.lower())
    if cleaner is None:
        return None
    try:
        return cleaner(file)
    except Exception:  # noqa: BLE001 -- three libraries fail in their own ways on a broken file; none gets out
        return None


def is_cleaned(name: str) -> bool:
    """Whether files of that kind can be cleaned at all."""
    return PurePath(name).suffix.lower() in CLEANERS


def _held_back() -> str:
    return _(
        "A file of a kind that may carry its author's name is not shown here. Ask the staff if you need it to judge."
    )


def _neutral(assessment: Assessment, file: File, number: int) -> File:
    known = is_cleaned(file.name)
    address = reverse("grants:assessment-file", args=[assessment.pk, number]) if known else ""
    return File(_name(file.name, number), file.size, address)


def _name(name: str, number: int) -> str:
    return _("attachment-%(number)d%(ending)s") % {
        "number": number,
        "ending": PurePath(name).suffix.lower(),
    }


def _pdf(file: IO[bytes]) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for page in PdfReader(file).pages:
        page.pop("/Annots", None)  # remarks carry their authors' names
        writer.add_page(page)
    writer.metadata = None
    writer.write(out)
    return out.getvalue()


def _docx(file: IO[bytes]) -> bytes:
    document, out = Document(file), io.BytesIO()
    for name in TEXTS:
        setattr(document.core_properties, name, "")
    relations = document.part.package.rels
    for key, relation in list(relations.items()):
        if relation.reltype.endswith(("/extended-properties", "/custom-properties")):
            del relations[key]
    for element in document.element.iter():
        for name in (qn("w:author"), qn("w:initials")):
            if name in element.attrib:
                element.set(name, "")
    document.save(out)
    return out.getvalue()


def _picture(kind: str) -> Callable[[IO[bytes]], bytes]:
    def clean(file: IO[bytes]) -> bytes:
        out = io.BytesIO()
        with Image.open(file, formats=[kind]) as picture:
            plain = ImageOps.exif_transpose(picture)
            bare = Image.new(plain.mode, plain.size)
            bare.paste(plain)
            if plain.mode == "P" and (palette := plain.getpalette()):
                bare.putpalette(palette)
            bare.save(out, format=kind, quality=QUALITY)
        return out.getvalue()

    return clean


CLEANERS: dict[str, Callable[[IO[bytes]], bytes]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".jpg": _picture("JPEG"),
    ".jpeg": _picture("JPEG"),
    ".png": _picture("PNG"),
}
