"""Makes the form of any list of blocks, in one place; what it reads and shows is the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from questionnaires.blocks import (
    Block,
    Heading,
    Leaf,
    Note,
    PageBreak,
    is_asked,
    pages_of,
    questions,
)
from questionnaires.fields import field_for

from .posting import posted


@dataclass(frozen=True)
class Missing:
    """One thing to do before the form is complete; `anchor` is the id to jump to on the page `part`.

    What is done elsewhere names the page in `address` instead.
    """

    key: str
    label: str
    sentence: str
    anchor: str
    part: int = 1
    address: str = ""


@dataclass(frozen=True)
class Section:
    """A heading (None before the first one) with what stands under it: fields and notes, in order."""

    heading: Heading | None
    items: list[forms.BoundField | Note]

    @property
    def fields(self) -> list[forms.BoundField]:
        """The fields alone."""
        return [one for one in self.items if isinstance(one, forms.BoundField)]


@dataclass(frozen=True)
class Step:
    """A page as the stepper draws it."""

    label: str
    url: str
    done: bool
    current: bool


class AnswersForm(forms.Form):
    """Asks `blocks`. `values` are typed answers by key: shown when the form is only shown, judged when `check`.

    `part` is the page that is drawn (1 is the first); the answers of all pages are judged together. `readers`
    says by key who reads an answer: it stands below the question, after its help.
    """

    use_required_attribute = False

    def __init__(
        self,
        blocks: Sequence[Block],
        values: Mapping[str, Any] | None = None,
        *,
        check: bool = False,
        part: int = 1,
        readers: Mapping[str, Any] | None = None,
    ) -> None:
        self.readers = dict(readers or {})
        self.blocks = list(blocks)
        self.by_key = {block.key: block for block in self.blocks}
        self.pages = pages_of(self.blocks)
        self.part = min(max(part, 1), len(self.pages))
        self.typed = dict(values or {})
        super().__init__(
            data=posted(self.blocks, self.typed) if check else None, initial=self.typed
        )
        for block in questions(self.blocks):
            field = self.fields[block.key] = field_for(block)
            field.help_text = f"{field.help_text} {self.readers.get(block.key, '')}".strip()

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

    @property
    def page(self) -> Leaf:
        """The page that is drawn."""
        return self.pages[self.part - 1]

    @property
    def is_last(self) -> bool:
        """Whether the page that is drawn is the last one."""
        return self.part == len(self.pages)

    def sections(self) -> list[Section]:
        """What stands on the page under its headings, in order."""
        found = [Section(None, [])]
        for block in self.page.blocks:
            if isinstance(block, Heading):
                found.append(Section(block, []))
            elif isinstance(block, Note):
                found[-1].items.append(block)
            elif not isinstance(block, PageBreak):
                found[-1].items.append(self[block.key])
        return [section for section in found if section.items]

    def missing(self) -> list[Missing]:
        """What stands between these answers and a complete form, one sentence a field, in the form's order."""
        return list(self._missing())

    def _missing(self) -> Iterator[Missing]:
        for page in self.pages:
            for block in page.questions:
                bound = self[block.key]
                if bound.errors:
                    anchor = bound.id_for_label or str(bound.auto_id)
                    said = " ".join(str(error) for error in bound.errors)
                    yield Missing(block.key, block.title, said, anchor, page.number)

    def steps(self, *, address: str, missing: Sequence[Missing], seen: bool) -> list[Step]:
        """The pages for the stepper: `address` takes `?part=`; done is a page without anything missing.

        Before anything was answered (`seen` is false) no page counts as done, though it may ask nothing it needs.
        """
        open_parts = {one.part for one in missing}
        return [
            Step(
                label=page.title,
                url=f"{address}?part={page.number}",
                done=seen and page.number not in open_parts,
                current=page.number == self.part,
            )
            for page in self.pages
        ]
