"""What follows from an assessment, and what calls one off."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from grants.models import Application, Assessment, Call, Score
from grants.rules import assessment as rules
from grants.rules.scoring import COMMENT_LENGTH
from workflows.consequences import follows
from workflows.door import faster
from workflows.errors import NotFromHere, NotYours
from workflows.moves import SYSTEM
from workflows.turns import refresh_turns

POINTS_LENGTH = 20


def save_sheet(*, assessment: Assessment, typed: dict[str, Any], seen: int, by: Any) -> None:
    """Keep a sheet as typed, readable or not, so that nothing typed is lost.

    Raises NotYours for anyone but its assessor, NotFromHere once it was handed in, SomeoneWasFaster when another
    window saved meanwhile.
    """
    if not rules.is_assessor(by, assessment):
        raise NotYours(rules.is_assessor.why_not(by, assessment))
    if assessment.state != Assessment.States.IN_PROGRESS:
        raise NotFromHere(
            [_("This assessment was handed in or called off; it does not change any more.")]
        )
    if assessment.version != seen:
        raise faster(assessment)
    keys = [criterion.key for criterion in assessment.application.call.criteria.all()]
    assessment.sheet = {key: _cut(typed.get(key)) for key in keys}
    assessment.save_draft(seen=seen, fields=["sheet"])


def _cut(entry: Any) -> dict[str, str]:
    given = entry if isinstance(entry, dict) else {}
    return {
        "points": str(given.get("points", ""))[:POINTS_LENGTH],
        "comment": str(given.get("comment", ""))[:COMMENT_LENGTH],
    }


@follows(Assessment.submit)
def keep_scores(assessment: Assessment, entry: Any) -> None:
    """The points that count stand in rows of their own, written once."""
    points = assessment.points()
    for criterion in assessment.application.call.criteria.all():
        Score.objects.create(
            assessment=assessment,
            criterion=criterion,
            round=assessment.round,
            points=points[criterion.key],
            comment=assessment.sheet[criterion.key]["comment"].strip(),
        )


@follows(
    Assessment.submit,
    Assessment.recuse,
    Assessment.decline,
    Assessment.cancel,
    Assessment.reopen,
    Assessment.set_aside,
)
def pass_the_turn(assessment: Assessment, entry: Any) -> None:
    """The call's next move goes to the chair when everything is assessed, to the staff when someone lacks."""
    refresh_turns([Call.objects.get(pk=assessment.application.call_id)])


@follows(Application.withdraw)
def call_off_assessments(application: Application, entry: Any) -> None:
    """Nobody assesses what was withdrawn."""
    _call_off(application, _("The application was withdrawn."))
    refresh_turns([Call.objects.get(pk=application.call_id)])


@follows(Call.cancel)
def call_off_every_assessment(call: Call, entry: Any) -> None:
    """Nobody assesses in a cancelled call."""
    for application in call.applications.filter(assessments__isnull=False).distinct():
        _call_off(application, _("The call was cancelled."))


@follows(Call.decide)
def call_off_what_is_left(call: Call, entry: Any) -> None:
    """A sheet handed back that needed no replacement ends with the decision."""
    for one in Assessment.objects.in_call(call).in_state("recused", "declined"):
        one.cancel(by=SYSTEM, note=_("The call was decided."))


def _call_off(application: Application, why: str) -> None:
    for one in Assessment.objects.of_application(application).in_state(
        "assigned", "in_progress", "recused", "declined"
    ):
        one.cancel(by=SYSTEM, note=why)
