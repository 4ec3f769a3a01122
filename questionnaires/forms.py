"""Makes the form of any list of blocks, in one place; what it reads and shows is the same everywhere."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from .blocks import Block, Heading, MultipleChoice, Question, questions
from .fields import field_for, one_newline
from .widgets import RowsWidget

LONGEST_NUMBER = 9  # digits: what a version column holds
LONGEST_TOKEN = 20


@dataclass(frozen=True)
class Missing:
    """One thing to do before the form is complete; `anchor` is the id to jump to."""

    key: str
    label: str
    sentence: str
    anchor: str


@dataclass(frozen=True)
class Section:
    """A heading (None before the first one) with the fields under it."""

    heading: Heading | None
    fields: list[forms.BoundField]


def is_asked(block: Block, blocks: Mapping[str, Block], answers: Mapping[str, Any]) -> bool:
    """Whether `block` is asked of somebody who gave `answers`: its condition holds, and that question is asked too."""
    condition = block.only_if if isinstance(block, Question) else None
    if condition is None:
        return True
    asked_for = blocks.get(condition.key)
    return condition.holds(answers) and (asked_for is None or is_asked(asked_for, blocks, answers))


class AnswersForm(forms.Form):
    """Asks `blocks`. `values` are typed answers by key: shown when the form is only shown, judged when `check`."""

    use_required_attribute = False

    def __init__(
        self,
        blocks: Sequence[Block],
        values: Mapping[str, Any] | None = None,
        *,
        check: bool = False,
    ) -> None:
        self.blocks = list(blocks)
        self.by_key = {block.key: block for block in self.blocks}
        self.typed = dict(values or {})
        super().__init__(
            data=posted(self.blocks, self.typed) if check else None, initial=self.typed
        )
        for block in questions(self.blocks):
            self.fields[block.key] = field_for(block)
            self._mark(block)

    def _mark(self, block: Question) -> None:
        field = self.fields[block.key]
        if not is_asked(block, self.by_key, self.typed):
            field.required = False
        if not block.required:
            field.widget.attrs.pop("required", None)

    def clean(self) -> dict[str, Any]:
        """Forget what was not asked, and the mistakes in it."""
        for key in self.unasked():
            self.errors.pop(key, None)
            self.cleaned_data[key] = None
        return self.cleaned_data

    def unasked(self) -> list[str]:
        """Keys of the questions whose condition does not hold."""
        return [
            block.key
            for block in questions(self.blocks)
            if not is_asked(block, self.by_key, self.typed)
        ]

    def sections(self) -> list[Section]:
        """The fields under their headings, in order."""
        found = [Section(None, [])]
        for block in self.blocks:
            if isinstance(block, Heading):
                found.append(Section(block, []))
            else:
                found[-1].fields.append(self[block.key])
        return [section for section in found if section.fields]

    def missing(self) -> list[Missing]:
        """What stands between these answers and a complete form, one sentence a field, in the form's order."""
        return list(self._missing())

    def _missing(self) -> Iterator[Missing]:
        for block in questions(self.blocks):
            bound = self[block.key]
            if bound.errors:
                anchor = bound.id_for_label or str(bound.auto_id)
                yield Missing(
                    block.key, block.title, " ".join(str(error) for error in bound.errors), anchor
                )


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


def typed(blocks: Iterable[Block], data: QueryDict | MultiValueDict[str, Any]) -> dict[str, Any]:
    """What somebody typed, by key, as JSON can hold it, of `data` posted from the whole form."""
    form = {block.key: field_for(block).widget for block in questions(blocks)}
    return {key: _plain(widget.value_from_datadict(data, {}, key)) for key, widget in form.items()}


def touched(blocks: Iterable[Block], names: Iterable[str]) -> set[str]:
    """The keys to which input `names` belong: a cell of a table is `key-row-column`."""
    keys = {block.key for block in questions(blocks)}
    return {name.split("-", 1)[0] for name in names} & keys


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return one_newline(value).replace("\x00", "")
    if isinstance(value, bool | list):
        return value
    return ""


def posted(blocks: Iterable[Block], values: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """The data a browser would post for typed `values`; the other way round of `typed`."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for block in questions(blocks):
        value = values.get(block.key)
        if isinstance(block, MultipleChoice):
            data.setlist(block.key, value if isinstance(value, list) else [])
        elif isinstance(field_for(block).widget, RowsWidget):
            for place, row in enumerate(value if isinstance(value, list) else []):
                for column, cell in row.items():
                    data[f"{block.key}-{place}-{column}"] = cell
        elif value:
            data[block.key] = "on" if value is True else value
    return data
