"""Filling a DOCX that staff wrote: fields by name from a fixed list, never template code.

A template is judged by its text, in which the tags of the format do not count, so that a field that Word
split into several runs is read as people see it. Beyond `{{ field }}` nothing in braces passes, and what
passes is filled in by a sandbox.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

PLACE = re.compile(r"\{\{ ?([a-z_]+) ?\}\}")
BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
TAG = re.compile(r"<[^>]*>")
UNPACKED_AT_MOST = (
    40 * 1024 * 1024
)  # bytes; a DOCX of a few kilobytes may claim to unpack to gigabytes


class BadTemplate(ValueError):
    """A template that is not filled in; `sentences` say what is wrong with it."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


def sentences_against(file: IO[bytes], fields: Iterable[str]) -> list[str]:
    """Why this DOCX is no template with `fields`, for the page; empty when it is one."""
    try:
        parts = list(_texts(file))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return [_("This is no DOCX document. Save it again in Word as .docx.")]
    known = set(fields)
    unknown = sorted({name for text in parts for name in PLACE.findall(text)} - known)
    sentences = []
    if unknown:
        names = ", ".join(f"{{{{ {name} }}}}" for name in unknown)
        sentences.append(
            _("There is no field called %(names)s. Use those from the list.") % {"names": names}
        )
    if any(BRACES.search(PLACE.sub("", text)) for text in parts):
        sentences.append(
            _("Write fields exactly as {{ name }}; nothing else goes in double braces.")
        )
    return sentences


def _texts(file: IO[bytes]) -> Iterator[str]:
    """The text of each part that is filled in, without tags; then what stands inside its tags."""
    file.seek(0)
    with zipfile.ZipFile(file) as package:
        if sum(each.file_size for each in package.infolist()) > UNPACKED_AT_MOST:
            raise ValueError("too large")
        names = package.namelist()
        if "word/document.xml" not in names:
            raise ValueError("no document")
        for name in names:
            if name.startswith(("word/", "docProps/")) and name.endswith(".xml"):
                xml = package.read(name).decode("utf-8", "replace")
                yield html.unescape(TAG.sub("", xml)).replace("\N{NO-BREAK SPACE}", " ")
                yield html.unescape(" ".join(TAG.findall(xml)))


def merged(file: IO[bytes], values: Mapping[str, str]) -> bytes:
    """The DOCX with its fields filled in; a line break in a value becomes one in the document.

    Raises BadTemplate when it is no template with the fields of `values`.
    """
    if sentences := sentences_against(file, values):
        raise BadTemplate(sentences)
    file.seek(0)
    sandbox = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    template = DocxTemplate(io.BytesIO(file.read()))
    try:
        template.render(dict(values), sandbox, autoescape=True)
    except TemplateError as error:
        raise BadTemplate(
            [_("This document cannot be filled in. Save it again in Word.")]
        ) from error
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()
