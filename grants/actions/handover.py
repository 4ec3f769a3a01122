"""Things change hands in a local initiative: the protocol is drawn up and confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.actions.signing import keep_papers
from grants.models import Agreement, Handover, Paper
from grants.rules import agreement as agreement_rules
from grants.rules import in_kind as rules
from workflows import clock
from workflows.actors import account_of
from workflows.errors import GuardsFailed, NotYours


@transaction.atomic
def draw_up_handover(
    *,
    agreement: Agreement,
    way: str,
    day: date,
    items: Sequence[dict[str, Any]],
    by: Any,
    place: str = "",
) -> Handover:
    """Draw up the protocol of `items` (see `Handover`) that changed hands on `day`; the grantee confirms it.

    Raises NotYours for anybody but the staff, GuardsFailed where money is given, where the agreement does not run,
    for a day to come, without things, or when something comes back that was not lent.
    """
    if not agreement_rules.may_run(by, agreement):
        raise NotYours(agreement_rules.may_run.why_not(by, agreement))
    if against := list(_against(agreement, way, day, items)):
        raise GuardsFailed(against)
    return Handover.objects.begin(
        by=by, agreement=agreement, way=way, day=day, place=place.strip(), items=list(items)
    )


def _against(
    agreement: Agreement, way: str, day: date, items: Sequence[dict[str, Any]]
) -> Iterable[str]:
    if agreement.call.gives_money:
        yield _("In this call money is given, not things.")
    elif agreement.state not in rules.states_for(way):
        yield _("Things change hands once the agreement is signed and until it is settled.")
    if day > clock.today():
        yield _("That day has not come yet.")
    if not items:
        yield _("Write at least one thing.")
    if way == rules.Way.BACK:
        lent = [name.casefold() for name in rules.still_lent(agreement.handovers.all())]
        for one in items:
            if one["name"].strip().casefold() not in lent:
                yield _("“%(name)s” was not lent, or is back already.") % {"name": one["name"]}


@transaction.atomic
def confirm_handover(
    *,
    handover: Handover,
    papers: Iterable[tuple[str, bytes]],
    by: Any,
    seen: int | None = None,
    at: datetime | None = None,
) -> None:
    """The grantee confirms it; `papers` (name and bytes) are kept with the agreement.

    Raises what `Handover.confirm` raises.
    """
    handover.confirm(by=by, seen=seen, at=at or clock.now())
    keep_papers(
        agreement=handover.agreement, papers=papers, kind=Paper.Kind.HANDOVER, by=account_of(by)
    )
