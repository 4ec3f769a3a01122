"""Lives on a study visit: chosen or on the reserve list, there or not, with costs and advances, until it is settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from tests.lives import Lives, Step
from tests.soundness import Head
from workflows import clock
from workflows.actions import attach_file
from workflows.errors import MoveRefused
from workflows.models import Message

WORDS = "Zrobimy spacer badawczy po osiedlu razem ze szkołą. " * 3
ENDS: dict[type[Any], set[str]] = {
    StudyVisit: {"settled", "cancelled"},
    Registration: {"attended", "reimbursed", "absent", "cancelled", "declined"},
    TravelClaim: {"paid", "refused", "withdrawn"},
    Takeaway: {"written", "dropped"},
    Advance: {"settled", "returned", "dropped"},
    PaymentOrder: {"paid", "cancelled"},
}
FAMILY = tuple(ENDS)
TEAM = ("staff", "second staff", "finance")


class VisitLives(Lives):
    """One visit with up to three people."""

    ends: ClassVar[Any] = ENDS
    family: ClassVar[Any] = FAMILY
    bushy_at: ClassVar[int] = 30
    eagerness: ClassVar[Any] = {
        "StudyVisit.cancel": 0.02,
        "Registration.cancel": 0.05,
        "Registration.decline": 0.1,
        "Registration.put_on_reserve": 0.4,
        "TravelClaim.refuse": 0.1,
        "TravelClaim.withdraw": 0.1,
        "TravelClaim.send_back": 0.3,
        "Advance.refuse": 0.2,
        "Takeaway.write_anew": 0.1,
        "PaymentOrder.cancel": 0.1,
        "passes": 0.5,
    }

    # --- the beginning -----------------------------------------------------------------------------

    def begin(self) -> None:
        """The rules of the visit are drawn as well: few places, little money, costs paid back or not."""
        pick = self.random.choice
        people = pick([1, 2, 3])
        self.visit = make_visit(
            capacity=pick([1, 2, people]),
            claim_days=pick([14, 14, None]),
            travel_cap=pick([None, Decimal(150)]),
            travel_pool=pick([None, Decimal(300)]),
        )
        programme = self.visit.programme
        self.guests = [f"guest {number}" for number in range(1, people + 1)]
        self.cast = {name: make_user() for name in self.guests}
        for name in TEAM:
            self.cast[name] = make_staff(programme, "finance" if name == "finance" else "staff")

    # --- what there is -----------------------------------------------------------------------------

    def tag(self, row: Any) -> str:
        """Whose it is."""
        about = row.about if isinstance(row, PaymentOrder) else row
        place = about if isinstance(about, Registration) else getattr(about, "registration", None)
        of = place.person.user_id if place else None
        return next((name for name in self.guests if self.cast[name].pk == of), "")

    def people_of(self, head: Head) -> Iterable[str]:
        """Whose it is, and the team."""
        return (*([head.tag] if head.tag else []), *TEAM)

    def keen(self, name: str) -> float:
        """Before anybody has applied, nobody calls the visit off and nobody waits until it is too late."""
        early = name in {"passes", "StudyVisit.cancel"} and not self.these(Registration)
        return 0.005 if early else super().keen(name)

    def standing(self) -> list[str]:
        """What is not at an end; the visit was announced before the walk began to look."""
        return super().standing() if self.these(StudyVisit) else ["the visit"]

    def later(self) -> Iterator[datetime]:
        """The days on which something becomes possible, or no longer is."""
        visit = StudyVisit.objects.get(pk=self.visit.pk)
        yield from (visit.closes_at, visit.starts_at, visit.ends_at, visit.evaluation_until)
        if visit.claims_until is not None:
            yield visit.claims_until

    # --- what people do ------------------------------------------------------------------------------

    def acts(self) -> Iterator[Step]:
        """People apply, come, claim and write; staff keep the lists."""
        visit = self.these(StudyVisit)[0]
        applied = {head.tag for head in self.these(Registration)}
        if visit.state == "recruiting":
            for name in self.guests:
                if name not in applied:
                    yield Step(name, "applies", partial(self.apply, name), 10)
        if visit.state in {"confirmed", "held"}:
            for day in (0, 1):
                attend = partial(self.attend, day)
                yield Step("second staff", f"takes the attendance of day {day + 1}", attend)
        if visit.state == "held":
            yield Step("staff", "writes the report", self.write_report)
        for head in self.these(Registration):
            yield from self.acts_about(head)
        for head in self.these(Takeaway, "asked"):
            yield Step(head.tag, "writes what they will apply", partial(self.write, head))

    def acts_about(self, head: Head) -> Iterator[Step]:
        """What may be tried with the place of somebody."""
        of = head.tag
        if head.state in {"accepted", "confirmed", "attended"}:
            yield Step("staff", f"scans the code of {of}", partial(self.scan, head), 0.3)
            yield Step("staff", f"buys a ticket for {of}", partial(self.buy, head), 0.15)
            yield Step("staff", f"proposes an advance for {of}", partial(self.lend, head), 0.3)
        if head.state == "attended":
            yield Step(of, "writes the costs", partial(self.claim, head), 2)
        if any(claim.tag == of for claim in self.these(TravelClaim, "approved")):
            absent = partial(self.put_right, head)
            yield Step("second staff", f"puts right that {of} was not there", absent, 0.5)

    def apply(self, name: str) -> None:
        user = self.cast[name]
        apply_for_place(
            subject=StudyVisit.objects.get(pk=self.visit.pk),
            person=user.person,
            by=user,
            at=clock.now(),
            answers={"motivation": "Chcę zobaczyć."},
        )

    def attend(self, number: int) -> None:
        visit = StudyVisit.objects.get(pk=self.visit.pk)
        keys = visit.registrations.order_by("pk").values_list("pk", flat=True)
        there = {key for key in keys if self.random.random() < 0.8}
        by = self.cast["second staff"]
        take_attendance(subject=visit, day=visit.days[number], present=there, by=by)

    def put_right(self, head: Head) -> None:
        """Somebody was ticked by mistake."""
        visit = StudyVisit.objects.get(pk=self.visit.pk)
        others = visit.registrations.exclude(pk=head.pk).order_by("pk")
        for day in visit.days:
            there = others.filter(attendances__day=day, attendances__present=True)
            keys = set(there.values_list("pk", flat=True))
            take_attendance(subject=visit, day=day, present=keys, by=self.cast["second staff"])

    def write_report(self) -> None:
        """The words of the report; with them a second time there is nothing to do."""
        visit = StudyVisit.objects.get(pk=self.visit.pk)
        if visit.report:
            raise MoveRefused(["It is written."])
        visit.report = WORDS
        visit.save(update_fields=["report"])

    def scan(self, head: Head) -> None:
        mark_present(registration=self.row_of(head), by=self.cast["staff"])

    def buy(self, head: Head) -> None:
        place = self.row_of(head)
        if place.bought_tickets.exists():
            raise MoveRefused(["There is one."])
        price, by = Decimal(self.random.choice([40, 90, 150])), self.cast["staff"]
        buy_ticket(registration=place, leg="there", what="K", amount=price, by=by)

    def lend(self, head: Head) -> None:
        money, by = Decimal(self.random.choice([40, 90, 150])), self.cast["staff"]
        propose_advance(registration=self.row_of(head), amount=money, account=ACCOUNT, by=by)

    def claim(self, head: Head) -> None:
        """Costs of the way back, with a scan, so that they can be sent; once."""
        place, user = self.row_of(head), self.cast[head.tag]
        if TravelClaim.objects.filter(registration=place).exists():
            raise MoveRefused(["There are costs."])
        amount = Decimal(self.random.choice([30, 90, 200]))
        cost = CostLine("ticket", self.visit.days[-1], "Pociąg", amount=amount, leg="back")
        claim = write_claim(registration=place, account=ACCOUNT, costs=[cost], by=user)
        scan = SimpleUploadedFile("bilet.pdf", PDF, "application/pdf")
        attach_file(obj=claim, upload=scan, by=user)

    def write(self, head: Head) -> None:
        takeaway = self.row_of(head)
        user = self.cast[head.tag]
        write_takeaway(takeaway=takeaway, words=WORDS, seen=takeaway.version, by=user)

    # --- what adds up ------------------------------------------------------------------------------

    def ended(self, way: tuple[str, ...]) -> bool:
        """The money adds up once the visit is over."""
        wrong = [*broken(StudyVisit.objects.get(pk=self.visit.pk))]
        assert wrong == [], self.told("; ".join(wrong), way)
        return super().ended(way)


def paid_out(row: Any) -> Decimal:
    """What went out about `row`."""
    return sum((order.amount for order in row.payments.in_state("paid")), Decimal(0))


def broken(visit: StudyVisit) -> Iterator[str]:
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
