"""What an applicant will read about the result: gathered from the sheets, edited by staff, without anybody's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from grants.models import Application, Assessment, Call, Criterion, Justification
from grants.rules import call as rules
from grants.rules.merit import rounded
from grants.rules.named import names_in
from grants.rules.ranking import Row
from workflows.errors import GuardsFailed, NotFromHere, NotYours, SomeoneWasFaster
from workflows.models import Message
from workflows.models.link import type_of
from workflows.roles import holders

from .ranking import Standing, comments_on, standing_of

if TYPE_CHECKING:
    from people.models import User

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


def texts_of(call: Call) -> Texts:
    """The newest words of staff, by the key of the application and of the criterion."""
    found: Texts = {}
    for one in Justification.objects.filter(application__call=call).order_by("pk"):
        found.setdefault(one.application_id, {})[one.criterion_id] = one
    return found


def passages_of(
    standing: Standing, key: int, criteria: Iterable[Criterion], texts: Texts
) -> list[Passage]:
    """The letter's passages about one application, in the order of the criteria."""
    found = []
    for criterion in criteria:
        original = comments_on(criterion, standing.sheets[key])
        held = texts.get(key, {}).get(criterion.pk)
        text = held.text if held and held.original == original else ""
        found.append(Passage(criterion, original, text))
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


def people_behind(call: Call) -> list[str]:
    """The names that no applicant learns from a letter: of the assessors and of the committee."""
    judges = Assessment.objects.filter(application__call=call).select_related("assessor__person")
    people = {one.assessor_id: one.assessor for one in judges}
    for role in rules.COMMITTEE:
        people |= {one.pk: one for one in holders(role, call)}
    return [str(one) for one in people.values()]


def names_by_application(call: Call, standing: Standing) -> dict[int, list[str]]:
    """Whose names stand in the letter of which application (key); those without any are left out."""
    people, criteria = people_behind(call), list(call.criteria.all())
    texts = texts_of(call)
    found = {}
    for row in standing.rows:
        key = row.candidate.key
        lines = [
            line
            for passage in passages_of(standing, key, criteria, texts)
            for line in passage.lines
        ]
        if names := names_in("\n".join(lines), people):
            found[key] = names
    return found


def sentences_naming_people(call: Call, standing: Standing) -> list[str]:
    """A sentence for each letter that names an assessor or a member of the committee."""
    return [
        _("The letter about %(number)s names: %(names)s. Staff put it in other words first.")
        % {"number": standing.numbers[key], "names": ", ".join(names)}
        for key, names in names_by_application(call, standing).items()
    ]


def letters_by_status(call: Call) -> dict[str, int]:
    """How many letters about the result of `call` wait, went, failed, or were never to be sent; by status."""
    rows = Message.objects.filter(
        template__startswith="grants/decision_",
        entry__about_type=type_of(Application),
        entry__about_id__in=call.applications.values("pk"),
    )
    counted = rows.order_by().values("status").annotate(number=Count("pk"))
    return {one["status"]: one["number"] for one in counted}


@transaction.atomic
def edit_justification(
    *, application: Application, typed: Mapping[int, str], seen: int, by: User, at: datetime
) -> None:
    """Put the letter's words on each criterion (by key) as `typed`; empty goes back to the assessors' own.

    `seen` is `newest_of` the application when the page was drawn. Raises NotYours, NotFromHere once the call is
    decided, SomeoneWasFaster, and GuardsFailed for a text that names an assessor or a member of the committee.
    """
    call = Call.objects.select_for_update(of=("self",)).get(pk=application.call_id)
    if not rules.is_staff(by, call):
        raise NotYours(rules.is_staff.why_not(by, call))
    standing = standing_of(call)
    if call.state != Call.States.ASSESSMENT or application.pk not in standing.numbers:
        raise NotFromHere(
            [_("The words of a letter change after every sheet is in and before the decision.")]
        )
    if newest_of(application) != seen:
        raise SomeoneWasFaster(
            [_("Somebody has changed this text since you opened it. See what it says now.")]
        )
    if names := names_in("\n".join(typed.values()), people_behind(call)):
        raise GuardsFailed(
            [_("The text names: %(names)s. Take the names out.") % {"names": ", ".join(names)}]
        )
    criteria = list(call.criteria.all())
    for passage in passages_of(standing, application.pk, criteria, texts_of(call)):
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


def newest_of(application: Application) -> int:
    """The key of the last words of staff about `application`, 0 where there are none."""
    last = Justification.objects.filter(application=application).order_by("-pk").first()
    return last.pk if last else 0
