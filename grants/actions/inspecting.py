"""Checks of running grants: announced, written up, sent, closed when nothing recommended is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.actions.signing import keep_papers
from grants.models import Agreement, Inspection, Paper, Recommendation
from grants.rules import agreement as agreement_rules
from grants.rules import inspecting as rules
from workflows import clock
from workflows.actions import attach_file
from workflows.actors import account_of
from workflows.consequences import follows, timed
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM

EVIDENCE = "recommendation-evidence"


@transaction.atomic
def announce_inspection(
    *, agreement: Agreement, kind: str, day: date, lead: Any, scope: str, by: Any, where: str = ""
) -> Inspection:
    """Announce a check of `agreement` on `day` by letter; its checklist is copied from the call.

    Raises NotYours for anybody but staff who are not tied to the grantee, GuardsFailed where the grant does not
    run, the day comes without the notice that the call promises, or `lead` is tied to the grantee.
    """
    if not agreement_rules.may_judge(by, agreement):
        raise NotYours(agreement_rules.may_judge.why_not(by, agreement))
    if agreement.state not in rules.WHILE:
        raise GuardsFailed([_("A grant is checked from its signing on, unless it ended early.")])
    if against := [str(one) for one in rules.against_day(agreement, day, clock.today())]:
        raise GuardsFailed(against)
    if lead not in rules.may_lead(agreement):
        raise GuardsFailed([_("Somebody who is tied to the grantee does not check them.")])
    return Inspection.objects.begin(
        by=by,
        agreement=agreement,
        kind=kind,
        day=day,
        where=where.strip(),
        lead=lead,
        scope=scope.strip(),
        marks=rules.items_for(agreement, kind),
    )


@transaction.atomic
def write_protocol(
    *,
    inspection: Inspection,
    found: Sequence[Mapping[str, str]],
    conclusion: str,
    wanted: Iterable[tuple[str, date]],
    by: Any,
    seen: int,
) -> None:
    """Keep what was found: `found` is result and note of each item in its order, `wanted` text and day.

    Raises NotYours, GuardsFailed once the protocol is out, SomeoneWasFaster.
    """
    if not rules.may_inspect(by, inspection):
        raise NotYours(rules.may_inspect.why_not(by, inspection))
    if inspection.state != Inspection.States.HELD:
        raise GuardsFailed([_("The protocol is written after the check and before it is sent.")])
    inspection.marks = [
        mark | {"result": one["result"], "note": one["note"].strip()}
        for mark, one in zip(inspection.marks, found, strict=True)
    ]
    inspection.conclusion = conclusion.strip()
    inspection.wanted = [{"text": text, "due_on": day.isoformat()} for text, day in wanted]
    inspection.save_draft(seen=seen, fields=["marks", "conclusion", "wanted"])


@transaction.atomic
def send_protocol(
    *,
    inspection: Inspection,
    papers: Iterable[tuple[str, bytes]],
    by: Any,
    seen: int | None = None,
    at: datetime | None = None,
) -> None:
    """Send the protocol; `papers` (name and bytes) are kept with the agreement as they went.

    Raises what `Inspection.send_protocol` raises.
    """
    inspection.send_protocol(by=by, seen=seen, at=at or clock.now())
    keep_papers(agreement=inspection.agreement, papers=papers, kind=Paper.Kind.INSPECTION, by=by)


@transaction.atomic
def tell_done(
    *,
    recommendation: Recommendation,
    answer: str,
    by: Any,
    seen: int | None = None,
    evidence: Any = None,
    at: datetime | None = None,
) -> None:
    """The grantee says how a recommendation was carried out; `evidence` is a photo or a scan.

    Raises what `Recommendation.tell_done` raises.
    """
    recommendation.tell_done(by=by, seen=seen, answer=answer, at=at or clock.now())
    if evidence:
        attach_file(obj=recommendation, upload=evidence, by=account_of(by), purpose=EVIDENCE)


@timed(Inspection.let_stand)
def unanswered_protocols(now: datetime) -> Any:
    """Protocols that were neither signed nor objected to in time."""
    return Inspection.objects.unanswered_at(now)


@follows(Inspection.sign, Inspection.keep, Inspection.let_stand)
def give_recommendations(inspection: Inspection, entry: Any) -> None:
    """From now on each recommendation runs by itself; where there is none, the check is over."""
    for text, due_on in inspection.recommended():
        Recommendation.objects.begin(
            by=SYSTEM,
            inspection=inspection,
            agreement=inspection.agreement,
            text=text,
            due_on=due_on,
        )
    if not inspection.wanted:
        inspection.close(by=SYSTEM)


@follows(Recommendation.confirm, Recommendation.drop)
def close_when_nothing_is_left(recommendation: Recommendation, entry: Any) -> None:
    """The last recommendation closes the check."""
    inspection = Inspection.objects.get(pk=recommendation.inspection_id)
    if not inspection.recommendations.open().exists():
        inspection.close(by=SYSTEM)


@follows(Agreement.terminate, Agreement.call_off, Agreement.end_early)
def call_off_what_was_announced(agreement: Agreement, entry: Any) -> None:
    """Nobody visits a project that has ended."""
    for inspection in agreement.inspections.in_state("announced"):
        inspection.cancel(by=SYSTEM, note=_("The agreement was terminated."))
