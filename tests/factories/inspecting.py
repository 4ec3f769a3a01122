"""Checks of grants for tests, brought to a state by the real moves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from grants.actions.inspecting import announce_inspection, send_protocol, write_protocol
from grants.documents.inspecting import protocol_papers
from grants.models import Agreement, Inspection, Recommendation
from tests.factories.grants import staff_of
from tests.factories.grants_later import make_agreement
from workflows import clock

WRONG = "Brakuje dwóch ławek."


def in_days(days: int) -> date:
    """A day that lies so many days ahead."""
    return clock.today() + timedelta(days=days)


def announce(agreement: Agreement, **fields: Any) -> Inspection:
    """Announce a check in ten days."""
    staff = staff_of(agreement.call)
    given = {
        "kind": "visit",
        "day": in_days(10),
        "lead": staff,
        "scope": "Ławki i tabliczka.",
        "by": staff,
    }
    return announce_inspection(agreement=agreement, **{**given, **fields})


def found(inspection: Inspection, *, wrong: str = "") -> list[dict[str, str]]:
    """Everything in order, but the first item where `wrong` says what it is."""
    rows = [{"result": "in_order", "note": ""} for _mark in inspection.marks]
    if wrong:
        rows[0] = {"result": "not_in_order", "note": wrong}
    return rows


def write(inspection: Inspection, *, wrong: str = WRONG, wanted: Any = None, **fields: Any) -> None:
    """Write a whole protocol with one recommendation."""
    given = {
        "found": found(inspection, wrong=wrong),
        "conclusion": "Uzupełnijcie ławki.",
        "wanted": [("Dostawcie dwie ławki.", in_days(20))] if wanted is None else wanted,
        "by": staff_of(inspection.agreement.call),
        "seen": inspection.version,
    }
    write_protocol(inspection=inspection, **{**given, **fields})


def send(inspection: Inspection) -> None:
    """Send the protocol as it is written."""
    send_protocol(
        inspection=inspection,
        papers=protocol_papers(inspection),
        by=staff_of(inspection.agreement.call),
    )


def make_inspection(
    state: str = "announced", *, agreement: Agreement | None = None, wanted: Any = None
) -> Inspection:
    """A check of a paid grant in one of its states; ten days pass until the day of the check."""
    inspection = announce(agreement or make_agreement("paid"))
    staff, author = (
        staff_of(inspection.agreement.call),
        inspection.agreement.application.author,
    )
    if state == "cancelled":
        inspection.cancel(by=staff, note="Pada.")
    if state in {"announced", "cancelled"}:
        return inspection
    inspection.hold(by=staff, held_on=clock.today())
    if state == "held":
        return inspection
    write(inspection, wanted=wanted)
    send(inspection)
    if state in {"signed", "closed"}:
        inspection.sign(by=author)
    elif state == "objected":
        inspection.object_to(by=author, objection="Ławek jest pięć.")
    elif state == "standing":
        inspection.object_to(by=author, objection="Ławek jest pięć.")
        inspection.keep(by=staff, answer="Policzyliśmy jeszcze raz: trzy.")
    if state == "closed":
        for one in inspection.recommendations.all():
            one.confirm(by=staff, note="Widzieliśmy.")
    return Inspection.objects.get(pk=inspection.pk)


def make_recommendation(state: str = "open") -> Recommendation:
    """The recommendation of a signed protocol."""
    inspection = make_inspection("signed")
    one = inspection.recommendations.get()
    if state == "told":
        one.tell_done(by=inspection.agreement.application.author, answer="Ławki stoją.")
    return one
