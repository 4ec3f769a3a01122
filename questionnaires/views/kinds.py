"""The kinds of blocks as their authors know them: a name, and what each is good for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Kind:
    """A kind: its word in files, its name, what it is good for."""

    kind: str
    name: Any
    says: Any


def block(kind: str, name: Any, says: Any) -> Kind:
    """A kind on a shelf."""
    return Kind(kind, name, says)


SHELVES: tuple[tuple[Any, tuple[Kind, ...]], ...] = (
    (
        _("Words and numbers"),
        (
            block("text", pgettext_lazy("block", "short text"), _("One line: a name, a place.")),
            block("long_text", pgettext_lazy("block", "long text"), _("Paragraphs, with a count of characters.")),
            block("lines", pgettext_lazy("block", "list"), _("Short texts, one in each line.")),
            block("number", pgettext_lazy("block", "number"), _("How many, within limits.")),
            block("money", pgettext_lazy("block", "amount"), _("Money, to the last hundredth.")),
            block("date", pgettext_lazy("block", "date"), _("A day, within limits.")),
        ),
    ),
    (
        _("Choices"),
        (
            block("choice", pgettext_lazy("block", "one of several"), _("One answer to choose.")),
            block("multiple_choice", pgettext_lazy("block", "any of several"), _("As many answers as fit.")),
            block("checkbox", pgettext_lazy("block", "statement"), _("A sentence to tick.")),
            block("consent", pgettext_lazy("block", "consent"), _("The words of a clause to read and tick; kept with their number.")),
        ),
    ),
    (
        _("Tables"),
        (
            block("costs", pgettext_lazy("block", "cost estimate"), _("Costs by category and source, with totals.")),
            block("schedule", pgettext_lazy("block", "schedule"), _("What happens from when to when, and who does it.")),
            block("people", pgettext_lazy("block", "list of people"), _("Names, age, roles, contacts.")),
            block("table", pgettext_lazy("block", "table"), _("Rows with columns of your own.")),
            block("file", pgettext_lazy("block", "files"), _("Pictures, PDFs, office documents.")),
        ),
    ),
    (
        _("To read, not to answer"),
        (
            block("page", pgettext_lazy("block", "new page"), _("What follows stands on a page of its own.")),
            block("heading", pgettext_lazy("block", "heading"), _("Starts a section of a page.")),
            block("note", pgettext_lazy("block", "note"), _("Something to know before one goes on.")),
        ),
    ),
)  # fmt: skip
NAMES = {one.kind: one.name for _shelf, kinds in SHELVES for one in kinds}


def name_of(kind: str) -> str:
    """What a kind is called."""
    return str(NAMES[kind])
