"""Money before the demo's journeys: tickets bought by the organiser, advances in several states, limits."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from activities.actions import buy_ticket, limit_travel, propose_advance
from activities.models import Registration, StudyVisit
from people.models import User
from programmes import roles
from workflows import clock
from workflows.roles import holders

#: An account of the bank with which examples of IBAN are made; nobody's.
ACCOUNT = "61109010140000071219812874"
LIMIT = Decimal(12000)
LIMIT_OF_ALL, LIMIT_OF_ONE = Decimal(40000), Decimal(900)


def play(visit: StudyVisit, staff: User, admin: User) -> None:
    """One has a ticket there and back, one an advance that was paid, one that waits for the second person."""
    held = holders(roles.FINANCE, visit.programme)
    second = held[0] if held else admin
    limit_travel(of=visit.activity, amount=LIMIT, by=admin)
    limit_travel(of=visit.programme, amount=LIMIT_OF_ALL, per_person=LIMIT_OF_ONE, by=admin)
    group = list(visit.going())
    moment = min(visit.starts_at - timedelta(days=11), clock.now() - timedelta(hours=26))
    with clock.at(moment):
        buy_ticket(
            registration=group[-1],
            leg="both",
            what=f"Pociąg Warszawa–{visit.place}",
            amount=Decimal("164.00"),
            by=staff,
        )
    for registration, amount, station in zip(
        group[:2], (Decimal(150), Decimal(120)), ("paid", "proposed"), strict=False
    ):
        _advance(registration, amount, station, (staff, second), moment)


def _advance(
    registration: Registration,
    amount: Decimal,
    station: str,
    team: tuple[User, User],
    moment: datetime,
) -> None:
    staff, second = team
    with clock.at(moment):
        advance = propose_advance(
            registration=registration, amount=amount, account=ACCOUNT, by=staff
        )
    if station == "paid":
        with clock.at(advance.visit.starts_at - timedelta(days=10)):
            advance.approve(by=second)
            advance.payments.get().confirm(by=second)
