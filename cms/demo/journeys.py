"""Who has their journey to a study visit paid back: the demo's travel costs, in every state."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from activities.actions import CostLine, keep_travel_rate, write_claim
from activities.models import Registration, StudyVisit, TravelClaim
from activities.rules import WAS_THERE
from cms.demo.cast import Cast
from cms.demo.papers import paper
from people.models import User
from programmes import roles
from workflows import clock
from workflows.actions import attach_file
from workflows.roles import holders

SOURCE = "Rozporządzenie Ministra Infrastruktury z 25 marca 2002 r., § 2"
CLAIM_DAYS, CAP, POOL = 14, Decimal(400), Decimal(2500)

#: An account of the bank with which examples of IBAN are made; nobody's.
ACCOUNT = "61109010140000071219812874"

#: How far each has come, in the order of the list, beginning with the demo's mentee.
STATIONS = ("returned", "paid", "approved", "checked", "submitted", "paid", "withdrawn")
#: On a visit that is settled nothing waits any more.
STATIONS_OF_SETTLED = ("paid", "paid", "paid")
MISSING = "Brakuje biletu powrotnego. Dołącz jego zdjęcie albo usuń ten koszt."


def play(visit: StudyVisit, staff: User, cast: Cast, *, all_paid: bool) -> None:
    """Those who were there send their costs; two of the team check and approve them."""
    keep_travel_rate(
        vehicle="car", since=date(2023, 1, 17), per_km=Decimal("1.15"), source=SOURCE, by=cast.admin
    )
    held = holders(roles.FINANCE, visit.programme)
    second = held[0] if held else cast.finance
    came = visit.registrations.in_state(*WAS_THERE).exclude(person__user=None).order_by("pk")
    stations = STATIONS_OF_SETTLED if all_paid else STATIONS
    for traveller, station in zip(came.select_related("person__user"), stations, strict=False):
        _Journey(traveller, staff, second).go(station)


class _Journey:
    """One person's costs from the first ticket on."""

    def __init__(self, traveller: Registration, staff: User, second: User) -> None:
        self.traveller, self.staff, self.second = traveller, staff, second
        self.person = traveller.person.user
        self.end = traveller.subject.ends_at

    def go(self, station: str) -> None:
        """As far as `station`."""
        claim = self._write()
        if station == "withdrawn":
            self._at(4, claim.withdraw, by=self.person)
            return
        self._at(6, claim.submit, by=self.person)
        if station == "paid":
            self._at(9, claim.check_first, by=self.staff)
            self._at(12, claim.approve, by=self.second)
            transfer = claim.payments.get()
            self._at(15, transfer.confirm, by=self.second)
            return
        self._correct(claim, station)

    def _correct(self, claim: TravelClaim, station: str) -> None:
        """Sent back once: what became of it lies in the last days."""
        now = clock.now()
        steps = {
            "returned": (),
            "submitted": ("submit",),
            "checked": ("submit", "check_first"),
            "approved": ("submit", "check_first", "approve"),
        }[station]
        who = {"submit": self.person, "check_first": self.staff, "approve": self.second}
        with clock.at(now - timedelta(days=9)):
            claim.send_back(by=self.staff, note=MISSING)
        for number, step in enumerate(steps):
            with clock.at(now - timedelta(days=6 - 2 * number)):
                getattr(claim, step)(by=who[step])

    def _at(self, days: int, move: object, *, by: object) -> None:
        with clock.at(self.end + timedelta(days=days)):
            move(by=by)  # type: ignore[operator]  # a move of a lifecycle

    def _write(self) -> TravelClaim:
        with clock.at(self.end + timedelta(days=3)):
            claim = write_claim(
                registration=self.traveller, account=ACCOUNT, costs=self._costs(), by=self.person
            )
            attach_file(obj=claim, upload=paper("bilety.pdf", "Bilety"), by=self.person)
        return claim

    def _costs(self) -> list[CostLine]:
        first, *_rest, last = self._days()
        there = CostLine(
            "ticket",
            first,
            f"Pociąg: {self.traveller.subject.place}",
            amount=Decimal("86.00"),
            leg="there",
        )
        if self.traveller.pk % 3 == 0:
            return [
                CostLine(
                    "vehicle",
                    first,
                    "Samochodem tam i z powrotem",
                    vehicle="car",
                    km=Decimal("212.0"),
                    leg="both",
                ),
                CostLine("care", first, "Opieka nad dzieckiem, dwa dni", amount=Decimal("180.00")),
            ]
        return [
            there,
            CostLine("ticket", last, "Pociąg powrotny", amount=Decimal("86.00"), leg="back"),
        ]

    def _days(self) -> list[date]:
        return self.traveller.subject.days
