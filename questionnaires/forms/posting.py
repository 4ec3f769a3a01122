"""What a browser posts from a form of blocks, and the other way round."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from questionnaires.blocks import Block, Files, MultipleChoice, Rows, questions
from questionnaires.fields import field_for, one_newline
from questionnaires.widgets import ATTACH, DETACH, MORE_ROWS, REMOVE_ROW

LONGEST_NUMBER = 9  # digits: what a version column holds
LONGEST_TOKEN = 20


@dataclass(frozen=True)
class Page:
    """An open form: the version of the answers it was drawn with, and a word that tells it from other open ones."""

    seen: int
    token: str

    @classmethod
    def drawn(cls, seen: int) -> Page:
        """A page that is being drawn now."""
        return cls(seen, secrets.token_urlsafe(9))

    @classmethod
    def posted(cls, data: Mapping[str, Any]) -> Page:
        """The page from which `data` came; one that does not say what it showed counts as the oldest."""
        version = str(data.get("version", ""))
        known = version.isascii() and version.isdecimal() and len(version) <= LONGEST_NUMBER
        return cls(int(version) if known else 0, str(data.get("page", ""))[:LONGEST_TOKEN])


def part_of(request: HttpRequest) -> int:
    """The page of the form that the address asks for (`?part=2`), 1 when it does not say; the form bounds it."""
    part = request.GET.get("part", "")
    known = part.isascii() and part.isdecimal() and len(part) <= LONGEST_NUMBER
    return int(part) if known else 1


@dataclass(frozen=True)
class Buttons:
    """Which button inside the form was pressed, if any: more rows, a row or a file away, a file to attach.

    `anchor` is where the page comes back to; `detached` is the key of the question and of the file, or empty.
    """

    anchor: str = ""
    detached: tuple[str, str] = ("", "")

    def __bool__(self) -> bool:
        return bool(self.anchor)


def buttons_of(blocks: Iterable[Block], data: Mapping[str, Any]) -> Buttons:
    """The button of `data` that belongs to one of `blocks`."""
    keys = {block.key for block in questions(blocks)}
    more, row = str(data.get(MORE_ROWS, "")), str(data.get(REMOVE_ROW, "")).rsplit("-", 1)[0]
    attached = str(data.get(ATTACH, ""))
    question, _colon, file = str(data.get(DETACH, "")).partition(":")
    for key in (more, row, attached):
        if key in keys:
            return Buttons(f"question-{key}")
    if question in keys and file:
        return Buttons(f"question-{question}", (question, file))
    return Buttons()


def typed(blocks: Iterable[Block], data: QueryDict | MultiValueDict[str, Any]) -> dict[str, Any]:
    """What somebody typed, by key, as JSON can hold it, of `data` posted from a form that asks `blocks`.

    Files are attached, never typed: their records do not come from a browser.
    """
    form = {
        block.key: field_for(block).widget
        for block in questions(blocks)
        if not isinstance(block, Files)
    }
    return {key: _plain(widget.value_from_datadict(data, {}, key)) for key, widget in form.items()}


def uploads(
    blocks: Iterable[Block], files: MultiValueDict[str, Any]
) -> dict[str, list[UploadedFile[bytes]]]:
    """The files that came for each question for files of `blocks`."""
    asked = [block.key for block in questions(blocks) if isinstance(block, Files)]
    return {key: files.getlist(key) for key in asked if files.getlist(key)}


def touched(blocks: Iterable[Block], names: Iterable[str]) -> set[str]:
    """The keys to which input `names` belong: a cell of a table is `key-row-column`."""
    keys = {block.key for block in questions(blocks)}
    return {name.split("-", 1)[0] for name in names} & keys


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return _without_zero(one_newline(value))
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value if isinstance(value, bool) else ""


def _without_zero(text: str) -> str:
    """No zero byte and no half of a pair: databases take neither."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def posted(blocks: Iterable[Block], values: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """The data a browser would post for typed `values`; the other way round of `typed`."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for block in questions(blocks):
        value = values.get(block.key)
        if isinstance(block, MultipleChoice | Files):
            data.setlist(block.key, value if isinstance(value, list) else [])
        elif isinstance(block, Rows):
            for place, row in enumerate(value if isinstance(value, list) else []):
                for column, cell in row.items():
                    if cell != "":
                        data[f"{block.key}-{place}-{column}"] = cell
        elif value:
            data[block.key] = "on" if value is True else value
    return data
