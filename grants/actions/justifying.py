"""What an applicant will read about the result: gathered from the sheets, edited by staff, without anybody's name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.models import Application, Assessment, Call, Criterion, DecisionRow, Justification
from grants.rules import call as rules
from grants.rules.letters import original_of, words_held
from grants.rules.merit import rounded
from grants.rules.ranking import Row
from grants.rules.unnamed import sentences_naming
from people.models import User
from workflows.errors import GuardsFailed, NotFromHere, NotYours, SomeoneWasFaster

from .ranking import comments_on, standing_of

Texts = dict[int, dict[int, Justification]]


@dataclass(frozen=True)
class Passage:
    """What the letter says on one criterion: `original` by the assessors, `text` by staff (empty: the original)."""

    criterion: Criterion
    original: list[str]
    text: str

    @property
    def lines(self) -> list[str]:
        """What the applicant reads."""
        return [self.text] if self.text else self.original


def texts_of(call: Call, only: Collection[int] | None = None) -> Texts:
    """The newest words of staff, by the key of the application and of the criterion; `only` about some (keys)."""
    found: Texts = {}
    rows = Justification.objects.filter(application__call=call).order_by("pk")
    for one in rows if only is None else rows.filter(application__in=only):
        found.setdefault(one.application_id, {})[one.criterion_id] = one
    return found


def passages_of(
    sheets: Collection[Assessment],
    criteria: Iterable[Criterion],
    held: Mapping[int, Justification],
) -> list[Passage]:
    """The letter's passages about one application with its `sheets`, in the order of the criteria.

    `held` are the newest words of staff about it, by the criterion's key.
    """
    found = []
    for criterion in criteria:
        original = comments_on(criterion, sheets)
        text = words_held(original, held.get(criterion.pk))
        found.append(Passage(criterion, original, text))
    return found


def passages_decided(
    line: DecisionRow, criteria: Iterable[Criterion], texts: Texts
) -> list[Passage]:
    """The same once the call was decided: what the assessors wrote stands in the `line` of the decision."""
    details, held = {one["key"]: one for one in line.details}, texts.get(line.application_id, {})
    found = []
    for criterion in (one for one in criteria if one.key in details):
        original = original_of(details[criterion.key])
        found.append(Passage(criterion, original, words_held(original, held.get(criterion.pk))))
    return found


def details_of(row: Row, passages: Iterable[Passage]) -> list[dict[str, Any]]:
    """Per criterion: the mean, the most there was, and what the applicant reads; the original where staff edited."""
    return [
        {
            "key": one.criterion.key,
            "mean": str(rounded(row.means[one.criterion.key])),
            "most": str(one.criterion.maximum),
            "comments": one.lines,
            **({"original": one.original} if one.text else {}),
        }
        for one in passages
    ]


@transaction.atomic
def edit_justification(
    *, application: Application, typed: Mapping[int, str], seen: int, by: User, at: datetime
) -> None:
    """Put the letter's words on each criterion (by key) as `typed`; empty goes back to the assessors' own.

    `seen` is `newest_of` the application when the page was drawn. Raises NotYours, NotFromHere once the letter has
    gone, SomeoneWasFaster, and GuardsFailed for a text that names an assessor or a member of the committee.
    """
    call = Call.objects.select_for_update(of=("self",)).get(pk=application.call_id)
    if not rules.is_staff(by, call):
        raise NotYours(rules.is_staff.why_not(by, call))
    passages = _passages_now(call, application)
    if passages is None:
        raise NotFromHere(
            [_("The words of a letter change after every sheet is in and before the letter goes.")]
        )
    refuse_if_reworded(application, seen)
    if against := sentences_naming(call, "\n".join(typed.values())):
        raise GuardsFailed(against)
    for passage in passages:
        text = typed.get(passage.criterion.pk, "").strip()
        if text != passage.text:
            Justification.objects.create(
                application=application,
                criterion=passage.criterion,
                text=text,
                original=passage.original,
                written_by=by,
                written_at=at,
            )


def _passages_now(call: Call, application: Application) -> list[Passage] | None:
    """What the letter says now; None where there is none yet, or where it has gone."""
    criteria, texts = list(call.criteria.all()), texts_of(call, [application.pk])
    if call.state == Call.States.ASSESSMENT:
        standing = standing_of(call)
        mine = [row for row in standing.rows if row.candidate.key == application.pk]
        sheets = standing.sheets_of(mine)[application.pk]
        held = texts.get(application.pk, {})
        return passages_of(sheets, criteria, held) if mine else None
    line = application.decision_rows.first()
    if line is None or not call.letters_left().filter(pk=application.pk).exists():
        return None
    return passages_decided(line, criteria, texts)


def refuse_if_reworded(application: Application, seen: int) -> None:
    """Raise SomeoneWasFaster where the words changed since `newest_of` them was `seen`."""
    if newest_of(application) != seen:
        raise SomeoneWasFaster(
            [_("Somebody has changed this text since you opened it. See what it says now.")]
        )


def newest_of(application: Application) -> int:
    """The key of the last words of staff about `application`, 0 where there are none."""
    last = Justification.objects.filter(application=application).order_by("-pk").first()
    return last.pk if last else 0
