"""Which answers of one form fit into another: what is taken over, what stands there already, what cannot go and why.

Only a question with the same key and of the same kind is the same question. What is agreed to or declared is never
taken over: it is said for one application, on one day. Files stay with the application they were attached to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import singledispatch
from typing import Any

from django.utils.translation import gettext as _

from questionnaires.blocks import (
    Block,
    Checkbox,
    Choice,
    Column,
    ConsentBlock,
    Day,
    Files,
    MultipleChoice,
    Question,
    Rows,
    is_asked,
    questions,
)
from questionnaires.summary import typed_text

Inside = Callable[[str], bool]


@dataclass(frozen=True)
class Fit:
    """A question for which there is an answer: the typed `value`, as `text`, and what stands there `now`.

    `note` says what of the answer is left behind.
    """

    key: str
    label: str
    value: Any
    text: str
    now: str = ""
    note: str = ""


@dataclass(frozen=True)
class Misfit:
    """An answer that cannot be taken over, and why."""

    label: str
    reason: str


@dataclass
class Offer:
    """What of one source fits: into empty places (`fills`), beside other words (`differs`), not at all (`stays`)."""

    fills: list[Fit] = field(default_factory=list)
    differs: list[Fit] = field(default_factory=list)
    stays: list[Misfit] = field(default_factory=list)
    same: int = 0

    def values(self, keys: set[str]) -> dict[str, Any]:
        """The typed values by key of those fits that are among `keys`."""
        return {one.key: one.value for one in (*self.fills, *self.differs) if one.key in keys}


class Unfit(Exception):
    """The answer cannot be taken over; the message is for the page."""


def offer_of(
    blocks: Sequence[Block],
    typed: Mapping[str, Any],
    *,
    from_blocks: Sequence[Block],
    from_typed: Mapping[str, Any],
    inside: Inside,
) -> Offer:
    """What of `from_typed`, answers to `from_blocks`, fits `blocks`, where `typed` stands already.

    `inside` says of a day, in ISO writing, whether it lies in the time of the projects.
    """
    offer, by_key = Offer(), {block.key: block for block in from_blocks}
    here = {block.key: block for block in questions(blocks)}
    for block in questions(from_blocks):
        value = from_typed.get(block.key)
        if not value or not is_asked(block, by_key, from_typed):
            continue
        try:
            asked = _same_question(block, here.get(block.key))
            value, note = _fitting(asked, block, value, inside)
        except Unfit as misfit:
            offer.stays.append(Misfit(block.title, str(misfit)))
            continue
        _place(
            offer,
            Fit(asked.key, asked.title, value, typed_text(asked, value), note=note),
            asked,
            typed,
        )
    return offer


def _place(offer: Offer, fit: Fit, asked: Question, typed: Mapping[str, Any]) -> None:
    now = typed_text(asked, typed.get(fit.key))
    if not now:
        offer.fills.append(fit)
    elif now == fit.text:
        offer.same += 1
    else:
        offer.differs.append(replace(fit, now=now))


def _same_question(block: Question, here: Question | None) -> Question:
    if isinstance(block, ConsentBlock | Checkbox):
        raise Unfit(_("is said anew for each application"))
    if isinstance(block, Files):
        raise Unfit(_("attach the files again; here they belong to another application"))
    if here is None:
        raise Unfit(_("this call does not ask it"))
    if here.kind != block.kind:
        raise Unfit(_("this call asks for it in another way"))
    return here


@singledispatch
def _fitting(asked: Question, block: Question, value: Any, inside: Inside) -> tuple[Any, str]:
    """The part of `value` that `asked` takes, and a note on what is left behind; raises Unfit for nothing."""
    return value, ""


@_fitting.register
def _choice(asked: Choice, block: Choice, value: Any, inside: Inside) -> tuple[Any, str]:
    if value not in _options_in_common(asked, block):
        raise Unfit(_("this answer is not among those of this call"))
    return value, ""


@_fitting.register
def _choices(
    asked: MultipleChoice, block: MultipleChoice, value: Any, inside: Inside
) -> tuple[Any, str]:
    kept = [one for one in value if one in _options_in_common(asked, block)]
    if not kept:
        raise Unfit(_("these answers are not among those of this call"))
    unknown = [_("answers that this call does not know")] if len(kept) < len(value) else []
    return kept, _left_behind(unknown)


@_fitting.register
def _day(asked: Day, block: Day, value: Any, inside: Inside) -> tuple[Any, str]:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return value, ""
    early = asked.earliest is not None and day < asked.earliest
    if early or (asked.latest is not None and day > asked.latest):
        raise Unfit(_("the day lies outside of the time of this call"))
    return value, ""


@_fitting.register
def _rows(asked: Rows, block: Rows, value: Any, inside: Inside) -> tuple[Any, str]:
    """Row by row: columns that are asked here, words that may be chosen here, days of this call."""
    before = {column.key: column for column in block.columns()}
    pairs = [(column, before.get(column.key)) for column in asked.columns()]
    lost: list[str] = []
    rows = [
        {column.key: _cell(column, was, row, inside, lost) for column, was in pairs}
        for row in value
    ]
    here = {column.key for column, _was in pairs}
    lost += [str(column) for key, column in before.items() if key not in here and _any(value, key)]
    rows = [row for row in rows if any(row.values())]
    if not rows:
        raise Unfit(_("this call asks for it in another way"))
    return rows, _left_behind(lost)


def _cell(
    column: Column, was: Column | None, row: Mapping[str, Any], inside: Inside, lost: list[str]
) -> str:
    cell = str(row.get(column.key) or "")
    if not cell or was is None:
        return ""
    fits = was.kind == column.kind and (was.counted or not column.counted)
    if column.kind == "choice":
        fits = fits and cell in _options_in_common(column, was)
    if column.kind == "date":
        fits = fits and inside(cell)
    if fits:
        return cell
    lost.append(str(column))
    return ""


def _any(rows: Sequence[Mapping[str, Any]], key: str) -> bool:
    return any(row.get(key) for row in rows)


def _options_in_common(asked: Any, block: Any) -> set[str]:
    """Keys that mean the same in both: a key alone may name another track, another category."""
    before = {option.key: str(option) for option in block.options}
    return {option.key for option in asked.options if before.get(option.key) == str(option)}


def _left_behind(names: Sequence[str]) -> str:
    if not names:
        return ""
    return _("Left out: %(names)s.") % {"names": ", ".join(dict.fromkeys(names))}
