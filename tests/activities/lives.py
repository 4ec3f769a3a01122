"""Random lives on a study visit: whatever people do, in whatever order, everybody comes to an end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from django.core.files.uploadedfile import SimpleUploadedFile

from activities.actions import (
    CostLine,
    apply_for_place,
    buy_ticket,
    propose_advance,
    take_attendance,
    write_claim,
    write_takeaway,
)
from activities.actions.presence import mark_present
from activities.models import (
    Advance,
    BoughtTicket,
    Registration,
    StudyVisit,
    Takeaway,
    TravelClaim,
)
from finance.models import PaymentOrder
from tests.factories.activities import make_staff, make_visit
from tests.factories.people import make_user
from tests.factories.travel import ACCOUNT, PDF
from tests.walker import Act, Walker
from workflows import clock
from workflows.actions import attach_file
from workflows.errors import MoveRefused
from workflows.models import Message

WORDS = "Zrobimy spacer badawczy po osiedlu razem ze szkołą. " * 3


class Walk(Walker):
    """One visit with a few people, walked by `seed`."""

    ends: ClassVar[Any] = {
        StudyVisit: {"settled", "cancelled"},
        Registration: {"attended", "reimbursed", "absent", "cancelled", "declined"},
        TravelClaim: {"paid", "refused", "withdrawn"},
        Takeaway: {"written", "dropped"},
        Advance: {"settled", "returned", "dropped"},
        PaymentOrder: {"paid", "cancelled"},
    }
    patience: ClassVar[Any] = {
        "days": 0.7,
        "cancel": 3,
        "decline": 1,
        "refuse": 1,
        "withdraw": 2,
        "send_back": 1,
        "write_anew": 2,
        "settle": 1,
    }

    def __init__(self, seed: int, lives: int = 3) -> None:
        """The rules of the visit are drawn as well: few places, little money, costs paid back or not."""
        super().__init__(seed)
        pick = self.random.choice
        self.visit = make_visit(
            capacity=pick([1, 2, lives]),
            claim_days=pick([14, 14, None]),
            travel_cap=pick([None, Decimal(150)]),
            travel_pool=pick([None, Decimal(300)]),
        )
        self.users = [make_user() for _ in range(lives)]
        programme = self.visit.programme
        self.staff = [make_staff(programme), make_staff(programme)]
        self.team = [*self.staff, make_staff(programme, "finance")]

    def rows(self) -> Iterator[Any]:
        """Every object of this visit as it is now."""
        self.visit = StudyVisit.objects.get(pk=self.visit.pk)
        yield self.visit
        yield from Registration.objects.filter(visit=self.visit).order_by("pk")
        for model in (TravelClaim, Takeaway, Advance):
            yield from model.objects.filter(registration__visit=self.visit).order_by("pk")
        yield from self.visit.programme.payments.order_by("pk")

    def people_of(self, row: Any) -> list[Any]:
        """Whose it is, and the team."""
        place = row if isinstance(row, Registration) else getattr(row, "registration", None)
        return [*([place.person.user] if place else []), *self.team]

    def acts_that_are_no_moves(self) -> Iterator[tuple[str, Act]]:
        """People apply, come, claim and write; staff keep the lists."""
        visit, staff = self.visit, self.staff[0]
        for user in self.users:
            yield "apply", partial(self.apply, user)
        yield "take attendance", self.attend
        yield "report", self.write_report
        for place in Registration.objects.filter(visit=visit).order_by("pk"):
            yield "scan", partial(mark_present, registration=place, by=staff)
            yield "claim", partial(self.claim, place)
            money = Decimal(self.random.choice([40, 90, 150]))
            yield (
                "advance",
                partial(
                    propose_advance, registration=place, amount=money, account=ACCOUNT, by=staff
                ),
            )
            if not place.bought_tickets.exists():
                yield (
                    "ticket",
                    partial(
                        buy_ticket,
                        registration=place,
                        leg="there",
                        what="K",
                        amount=money,
                        by=staff,
                    ),
                )
        for takeaway in Takeaway.objects.filter(registration__visit=visit, state="asked"):
            yield "write", partial(self.write, takeaway)

    def apply(self, user: Any) -> None:
        apply_for_place(
            subject=self.visit,
            person=user.person,
            by=user,
            at=clock.now(),
            answers={"motivation": "Chcę zobaczyć."},
        )

    def attend(self) -> None:
        keys = list(self.visit.registrations.values_list("pk", flat=True))
        there = {key for key in keys if self.random.random() < 0.7}
        day = self.random.choice(self.visit.days)
        take_attendance(subject=self.visit, day=day, present=there, by=self.staff[1])

    def write_report(self) -> None:
        """The words of the report; with them a second time there is nothing to do."""
        if self.visit.report or self.visit.state != "held":
            raise MoveRefused(["It is written."])
        self.visit.report = WORDS
        self.visit.save(update_fields=["report"])

    def claim(self, place: Registration) -> None:
        """Costs of the way back, with a scan, so that they can be sent; once."""
        user = place.person.user
        if TravelClaim.objects.filter(registration=place).exists() or place.state != "attended":
            raise MoveRefused(["There are costs, or there was no journey."])
        amount = Decimal(self.random.choice([30, 90, 200]))
        cost = CostLine("ticket", self.visit.days[-1], "Pociąg", amount=amount, leg="back")
        claim = write_claim(registration=place, account=ACCOUNT, costs=[cost], by=user)
        scan = SimpleUploadedFile("bilet.pdf", PDF, "application/pdf")
        attach_file(obj=claim, upload=scan, by=user)

    def write(self, takeaway: Takeaway) -> None:
        user = takeaway.registration.person.user
        write_takeaway(takeaway=takeaway, words=WORDS, seen=takeaway.version, by=user)


def paid_out(row: Any) -> Decimal:
    """What went out about `row`."""
    return sum((order.amount for order in row.payments.in_state("paid")), Decimal(0))


def broken(visit: StudyVisit, now: datetime) -> Iterator[str]:
    """What does not add up once a visit is over."""
    places = Registration.objects.filter(visit=visit)
    if places.taking_a_place().count() > visit.capacity:
        yield "more people than places"
    claims = TravelClaim.objects.filter(registration__visit=visit, state="paid").for_pages()
    accepted = sum((claim.accepted_amount for claim in claims), Decimal(0))
    if visit.travel_pool is not None and accepted > visit.travel_pool:
        yield f"{accepted} is paid back of {visit.travel_pool}"
    for claim in claims:
        place = claim.registration
        tickets = BoughtTicket.objects.filter(registration=place).sum()
        if visit.travel_cap is not None and claim.accepted_amount > visit.travel_cap:
            yield f"{place} got {claim.accepted_amount} and tickets of {tickets}"
        advance = Advance.objects.filter(registration=place).exclude(state="dropped").first()
        kept = advance.amount - (advance.due_back or 0) if advance else Decimal(0)
        if paid_out(claim) + kept != claim.accepted_amount:
            yield f"{place} keeps {paid_out(claim) + kept}, not {claim.accepted_amount}"
        warned = Message.objects.filter(template="activities/paid_to_absent").exists()
        if place.state != "reimbursed" and not (place.state == "absent" and warned):
            yield f"{place} was paid, is {place.state} and nobody was told"
    for advance in Advance.objects.filter(registration__visit=visit):
        unpaid = not claims.filter(registration=advance.registration).exists()
        if unpaid and paid_out(advance) and advance.due_back != advance.amount:
            yield f"{advance} was kept without costs"
