"""Local initiatives for tests: residents ask for things, the city gives them, no money changes hands."""

from __future__ import annotations

from typing import Any

from grants.actions.handover import confirm_handover, draw_up_handover
from grants.documents.handover import handover_papers
from grants.models import Agreement, Handover
from tests.factories.grants import staff_of
from tests.factories.grants_later import make_agreement, write_report
from workflows import clock


def make_initiative(state: str = "carried", **fields: Any) -> Agreement:
    """The agreement of a local initiative worth 5 000 PLN."""
    begun = "prepared" if state == "prepared" else "signed"
    agreement = make_agreement(begun, kind="local_initiative", **fields)
    if state in {"reported", "settled"}:
        hand_in(agreement)
    return Agreement.objects.get(pk=agreement.pk)


def hand_in(agreement: Agreement) -> None:
    """Write the report and hand it in; there are no documents."""
    fresh = Agreement.objects.get(pk=agreement.pk)
    write_report(fresh)
    fresh.hand_in_report(by=fresh.application.author)


def thing(name: str = "Deski", *, value: str = "1200.00", lent: bool = False) -> dict[str, Any]:
    """One thing of a protocol."""
    return {
        "name": name,
        "quantity": "20 szt.",
        "condition": "nowe",
        "value": value,
        "for_good": not lent,
    }


def draw_up(agreement: Agreement, *items: dict[str, Any], **fields: Any) -> Handover:
    """A protocol drawn up today."""
    given = {"way": "out", "day": clock.today(), "by": staff_of(agreement.call)}
    return draw_up_handover(agreement=agreement, items=items or [thing()], **{**given, **fields})


def confirm(handover: Handover) -> Handover:
    """Confirm it as the residents' representative."""
    confirm_handover(
        handover=handover,
        papers=handover_papers(handover),
        by=handover.agreement.application.author,
    )
    return handover
