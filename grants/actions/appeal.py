"""Appeals: filed within their window, and what follows when one is upheld."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.guards.application import instant_shown
from grants.models import Appeal, Application, Call, Decision, DecisionRow
from grants.rules import appeal as rules
from grants.rules.appealed import APPEAL_FORMAT, Appealed, appealed, latest_part
from grants.rules.application import is_author
from grants.rules.aside import shifts
from grants.rules.merit import rounded
from grants.rules.ranking import Outcome, Row
from grants.rules.record import write_row, write_terms
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM

from .aside import Line, lines_of

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def file_appeal(*, application: Application, grounds: str, by: User, at: datetime) -> Appeal:
    """File the appeal that the state of `application` admits; `at` is when the request arrived.

    Raises NotYours for anybody but the author, GuardsFailed without grounds, outside the window, or a second time.
    """
    if not is_author(by, application):
        raise NotYours(is_author.why_not(by, application))
    fresh = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    kind = rules.kind_open_to(fresh)
    if against := _against(fresh, kind, grounds, at):
        raise GuardsFailed(against)
    return Appeal.objects.begin(
        by=by,
        application=fresh,
        kind=kind,
        grounds=grounds.strip(),
        filed_at=at,
        answer_due_at=rules.answer_due(fresh, kind, at),
    )


def _against(application: Application, kind: str, grounds: str, at: datetime) -> list[str]:
    until = rules.appeal_until(application)
    if until is None:
        return [_("This application cannot be appealed now.")]
    if at > until:
        return [_("The time to appeal ended on %(when)s.") % {"when": instant_shown(until)}]
    if application.appeals.filter(kind=kind).exists():
        return [_("You have already appealed; there is one appeal of a kind.")]
    if not grounds.strip():
        return [_("Write what you disagree with, and why.")]
    return []


@follows(Appeal.uphold)
def give_effect(appeal: Appeal, entry: Any) -> None:
    """An upheld appeal about the form leads back to the check; one about the points changes the decision."""
    application = Application.objects.get(pk=appeal.application_id)
    if appeal.is_formal:
        application.readmit(by=SYSTEM)
        return
    _change_decision(appeal, application, entry)


def change_on(appeal: Appeal, call: Call) -> Appealed | None:
    """What the new points of `appeal` change in the ranking as it holds; None where no record can say."""
    records = call.decisions.order_by("pk").values_list("record", flat=True)
    part = latest_part(records, appeal.application_id)
    given = {key: Decimal(points) for key, points in appeal.new_points.items()}
    return appealed(part, appeal.application_id, given) if part else None


def ranking_on(appeal: Appeal) -> list[Line]:
    """The ranking before an upheld appeal beside the one after it; empty where its record does not hold them."""
    changed = Decision.objects.changed_by(appeal).first()
    if changed is None or not changed.record.get("lists"):
        return []
    earlier = changed.call.decisions.filter(pk__lt=changed.pk).order_by("pk")
    part = latest_part(earlier.values_list("record", flat=True), appeal.application_id)
    if part is None:
        return []
    given = {key: Decimal(points) for key, points in changed.record["points"].items()}
    moved = appealed(part, appeal.application_id, given)
    outcome, granted = Outcome(changed.record["outcome"]), Decimal(changed.record["granted"])
    rows = shifts(moved.before, moved.awarded(outcome, granted))
    every = changed.call.applications.select_related("organisation")
    return lines_of({one.pk: one for one in every}, rows, appeal.application_id)


def _outcome(amount: Decimal | None, changed: Appealed | None) -> DecisionRow.Outcome:
    if amount:
        return DecisionRow.Outcome.FUNDED
    if changed is not None and changed.new.failed:
        return DecisionRow.Outcome.BELOW_THRESHOLD
    return DecisionRow.Outcome.RESERVE


def _list_after(call: Call, changed: Appealed) -> dict[str, Any]:
    """The list after the appeal as the arithmetic gives it, so that it computes again."""
    track = call.applications.get(pk=changed.key).track
    keys = [row.candidate.key for row in changed.after]
    numbers = dict(call.applications.filter(pk__in=keys).values_list("pk", "number"))
    return {
        "track": track.key if track else "",
        **write_terms(changed.terms),
        "rows": [write_row(row, number=numbers[row.candidate.key]) for row in changed.after],
    }


def _keep_lines(decision: Decision, changed: Appealed | None, outcome: DecisionRow.Outcome) -> None:
    """A line for the application that appealed, and one for each that has another place after it.

    The others keep what the decision gave them; no two stand in one place of a published list.
    """
    granted = Decimal(decision.record["granted"])
    newest = {one.application_id: one for one in _lines_before(decision)}
    if changed is None:
        return
    for row in changed.after:
        old, mine = newest.get(row.candidate.key), row.candidate.key == changed.key
        if old is None or (old.place == row.place and not mine):
            continue
        DecisionRow.objects.create(
            decision=decision,
            application_id=row.candidate.key,
            track=old.track,
            place=row.place,
            points=row.points,
            requested=old.requested,
            granted=granted if mine else old.granted,
            outcome=outcome if mine else old.outcome,
            details=_with_points(old.details, row) if mine else old.details,
        )


def _lines_before(decision: Decision) -> Any:
    rows = DecisionRow.objects.filter(decision__call=decision.call_id, decision__lt=decision.pk)
    return rows.order_by("pk")


def _with_points(details: list[dict[str, Any]], row: Row) -> list[dict[str, Any]]:
    """What the letter says on each criterion, with the points of now."""
    return [{**one, "mean": str(rounded(row.means[one["key"]]))} for one in details]


def _change_decision(appeal: Appeal, application: Application, entry: Any) -> None:
    """Keep the changed line as a decision of its own that names the old one, then make the move."""
    amount = appeal.granted
    call = Call.objects.select_for_update().get(pk=application.call_id)
    changed = change_on(appeal, call)
    outcome = _outcome(amount, changed)
    record = {
        "format": APPEAL_FORMAT,
        "appeal": appeal.pk,
        "application": application.number,
        "outcome": str(outcome),
        "granted": str(amount or Decimal(0)),
        "reason": appeal.answer,
        "points": appeal.new_points,
        "lists": [_list_after(call, changed)] if changed else [],
    }
    last = call.decisions.order_by("-pk").first()
    decision = Decision.objects.create(
        call=call,
        corrects=last,
        decided_by=entry.by,
        decided_at=entry.at,
        note=appeal.answer,
        pool=call.pool,
        granted_total=call.granted_so_far() + (amount or Decimal(0)),
        record=record,
        digest=Decision.digest_of(record),
    )
    _keep_lines(decision, changed, outcome)
    if amount:
        application.fund(by=SYSTEM, amount=amount)
    elif outcome == DecisionRow.Outcome.RESERVE and application.state != outcome:
        application.put_on_reserve(by=SYSTEM)
