"""What a group thinks of its visit, as counts: shown once nobody can be told from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import StudyVisit
from activities.rules import WAS_THERE
from questionnaires.blocks import Checkbox, Choice, MultipleChoice, Question, is_asked, questions
from questionnaires.summary import line_of
from questionnaires.summary.reading import yes_or_no
from workflows import clock

#: Answers of these kinds are shown as counts, all others as they were written.
COUNTED = (Choice, MultipleChoice, Checkbox)


@dataclass(frozen=True)
class Counted:
    """One question: how many gave each answer, or, where people wrote, their words by the alphabet."""

    title: str
    answers: Sequence[tuple[str, int]]
    words: Sequence[str]
    given: int


@dataclass(frozen=True)
class Standing:
    """How far the evaluation is: who answered of how many, the result or the sentence why there is none yet."""

    answered: int
    asked: int
    result: Sequence[Counted]
    why_not: str


def standing_of(visit: StudyVisit) -> Standing | None:
    """The evaluation of a visit; None where it has none.

    Nothing is shown before the asking is over, since a result that grows by one tells who was the last; nor with
    fewer answers than the visit asks for.
    """
    if visit.evaluation is None:
        return None
    answered = visit.evaluations.count()
    asked = visit.registrations.in_state(*WAS_THERE).count()
    why_not = _why_not(visit, answered)
    return Standing(answered, asked, [] if why_not else _counted(visit), why_not)


def _why_not(visit: StudyVisit, answered: int) -> str:
    closes = visit.evaluation_until
    if visit.state == StudyVisit.States.HELD and clock.now() <= closes:
        moment = date_format(localtime(closes), "j E Y, H:i")
        return _("The result is shown when the evaluation closes: %(moment)s.") % {"moment": moment}
    if visit.state not in ("held", "reported", "settled"):
        return _("The evaluation opens when the visit took place.")
    if answered < visit.evaluation_floor:
        sentence = ngettext(
            "With fewer than %(floor)d answer nothing is shown, so that nobody is recognised.",
            "With fewer than %(floor)d answers nothing is shown, so that nobody is recognised.",
            visit.evaluation_floor,
        )
        return sentence % {"floor": visit.evaluation_floor}
    return ""


def _counted(visit: StudyVisit) -> list[Counted]:
    version: Any = visit.evaluation
    blocks = version.read()
    by_key = {block.key: block for block in blocks}
    given = list(visit.evaluations.values_list("answers__values", flat=True))
    return [
        _question(block, [one.get(block.key) for one in given if is_asked(block, by_key, one)])
        for block in questions(blocks)
    ]


def _question(block: Question, values: list[Any]) -> Counted:
    given = [value for value in values if value not in (None, "", [])]
    if isinstance(block, Choice | MultipleChoice):
        chosen = Counter(key for value in given for key in _keys(value))
        answers = [(str(option), chosen[option.key]) for option in block.options]
        return Counted(block.title, answers, (), len(given))
    if isinstance(block, Checkbox):
        ticked = sum(bool(value) for value in given)
        answers = [(yes_or_no(True), ticked), (yes_or_no(False), len(given) - ticked)]  # noqa: FBT003
        return Counted(block.title, answers, (), len(given))
    words = sorted(line_of(block, value).text for value in given)
    return Counted(block.title, (), words, len(given))


def _keys(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
