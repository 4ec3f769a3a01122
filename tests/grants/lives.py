"""Random lives of applications: a walker that makes any move somebody could make, until nobody has one left to make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from random import Random

from django.db import transaction

from grants.actions.appeal import file_appeal
from grants.actions.letters import send_letter
from grants.actions.reserve import move_up
from grants.actions.settlement import account_of_settlement, take_refund
from grants.models import Agreement, Appeal, Application, Assessment, Call
from people.models import User
from tests.factories.grants import (
    chair_of,
    check,
    close,
    fresh,
    hand_in,
    make_application,
    make_call,
    staff_of,
)
from tests.factories.grants_later import (
    ask,
    decide_only,
    hand_in_report,
    hand_in_sheet,
    make_assessor,
    pay,
    send_all,
    sign,
)
from workflows import clock
from workflows.errors import MoveRefused

Act = Callable[[], object]
ENDS = {
    Application: {"formally_rejected", "not_funded", "withdrawn", "unsent", "funded"},
    Agreement: {"settled", "resigned", "terminated"},
    Appeal: {"upheld", "dismissed"},
}
LONGEST = 120  # steps in one call; a walk that takes more goes round in circles
# How long a move holds back while others are possible: what ends a life early longest, what ends the call's stage less.
PATIENCE = {
    "close": 1,
    "finish": 1,
    "withdraw": 2,
    "reject": 2,
    "return": 2,
    "cancel": 2,
    "resign": 2,
    "terminate": 2,
    "call off": 2,
}
SHY = 0.95
POINTS = ("0", "2", "5", "7,5", "9", "10")


class Walk:
    """`lives` applications in one call, walked by `seed`: the same seed walks the same way."""

    def __init__(self, seed: int, lives: int) -> None:
        self.random = Random(seed)  # noqa: S311 -- a walk that can be walked again, no secret
        self.trace: list[str] = []
        self.call = make_call(
            max_grant=Decimal(5000),
            pool=Decimal(self.random.choice([5000, 7000, 12000, 50000])),
            assessments_needed=1,
            keeps_reserve=True,
            formal_appeal_days=3,
            merit_appeal_days=3,
            eligible_from=clock.today() - timedelta(days=2),
        )
        self.drafts = [
            make_application(
                self.call, requested=Decimal(self.random.choice([1000, 2500, 4999, 5000]))
            )
            for _ in range(lives)
        ]
        self.assessor = make_assessor(self.call)

    def run(self) -> None:
        """Walk until every life has ended. AssertionError with the way taken when there is a dead end."""
        for _step in range(LONGEST):
            if self.is_over():
                return
            acts = sorted(self.acts(), key=self.haste)
            made = next((name for name, act in acts if self.tried(act)), None)
            assert made is not None, f"Nobody can go on: {self.standing()}, after {self.trace}"
            self.trace.append(made)
        raise AssertionError(f"No end in sight: {self.standing()}, after {self.trace}")

    def haste(self, named: tuple[str, Act]) -> float:
        """A random place in the queue; what ends a life early mostly waits until nothing else is possible."""
        patience = PATIENCE.get(named[0], PATIENCE.get(named[0].rpartition(" ")[0], 0))
        return self.random.random() + (patience if self.random.random() < SHY else 0)

    def tried(self, act: Act) -> bool:
        """Make a move; a refusal undoes it."""
        try:
            with transaction.atomic():
                act()
        except MoveRefused:
            return False
        return True

    def rows(self) -> Iterator[Application | Agreement | Appeal]:
        """Every object of these lives as it is now."""
        yield from self.call.applications.order_by("pk")
        yield from Agreement.objects.filter(call=self.call).order_by("pk")
        yield from Appeal.objects.filter(application__call=self.call).order_by("pk")

    def is_over(self) -> bool:
        """Whether each of them is at an end."""
        return all(row.state in ENDS[type(row)] for row in self.rows())

    def standing(self) -> list[str]:
        return [f"{type(row).__name__} {row.pk}: {row.state}" for row in self.rows()]

    def acts(self) -> Iterator[tuple[str, Act]]:
        """What anybody may try now, with its name."""
        self.call = Call.objects.get(pk=self.call.pk)
        yield from self.acts_on_call()
        for row in self.rows():
            chosen = {
                Application: self.acts_on_application,
                Agreement: self.acts_on_agreement,
                Appeal: self.acts_on_appeal,
            }[type(row)]
            for name, act in chosen(row):
                yield f"{name} {row.pk}", act

    def acts_on_call(self) -> Iterator[tuple[str, Act]]:
        call, staff = self.call, staff_of(self.call)
        written = call.applications.in_state("draft").exists()
        if call.state == "open" and not written:
            yield "close", partial(close, call)
        if call.state == "closed":
            yield "begin to assess", partial(call.start_assessment, by=staff)
        if call.state in {"closed", "assessment"}:
            yield "cancel", partial(call.cancel, by=staff, note="Brak środków.")
        if call.state == "assessment":
            yield "decide", partial(decide_only, call)
        if call.state == "decided":
            yield "send letters", partial(send_all, call)
            yield "move up", partial(move_up, call=call, reason="Ktoś zrezygnował.", by=staff)
            if not call.results_published_at:
                yield "publish", partial(call.publish_results, by=staff)
            yield "finish", partial(call.finish, by=staff)

    def acts_on_application(self, one: Application) -> Iterator[tuple[str, Act]]:
        staff, author = staff_of(self.call), one.author
        if one.state in {"draft", "returned"}:
            yield "hand in", partial(hand_in, fresh(one))
        if one.state in {"draft", "submitted", "returned", "admitted"}:
            yield "withdraw", partial(one.withdraw, by=author)
        if one.state == "submitted":
            yield "admit", partial(self.check_and, one, "admit", passed=True, by=staff)
            grounds = {"by": staff, "grounds": "Poza okresem naboru."}
            yield "reject", partial(self.check_and, one, "reject_formally", passed=False, **grounds)
            due = clock.now() + timedelta(days=7)
            reasons = {"by": staff, "reasons": "Popraw kosztorys.", "due_at": due}
            yield "return", partial(one.return_for_correction, **reasons)
        if one.state == "admitted" and self.call.state == "assessment":
            yield "assess", partial(self.assess, one)
        if one.state == "admitted" and self.call.state == "decided":
            yield "send letter", partial(send_letter, application=one, by=staff, seen=0)
        if one.state in {"formally_rejected", "not_funded", "reserve"}:
            given = {"application": one, "grounds": "Ocena przeczy treści.", "by": author}
            yield "appeal", partial(file_appeal, **given, at=clock.now())

    def check_and(self, one: Application, move: str, *, passed: bool, **given: object) -> None:
        """Fill the card with one answer throughout, then decide on the form."""
        check(one, passed=passed)
        getattr(Application.objects.get(pk=one.pk), move)(**given)

    def assess(self, one: Application) -> None:
        """The assessor does all of it: is asked, declares, gives points."""
        if Assessment.objects.filter(application=one, state="submitted").exists():
            raise MoveRefused(["It is assessed."])
        sheet = ask(one, self.assessor)
        sheet.declare_no_conflict(by=self.assessor, confirmed=True)
        points = (self.random.choice(POINTS), self.random.choice(POINTS[:3]))
        hand_in_sheet(sheet, points)

    def acts_on_appeal(self, one: Appeal) -> Iterator[tuple[str, Act]]:
        judge = staff_of(self.call) if one.is_formal else chair_of(self.call)
        yield "uphold", partial(one.uphold, by=judge, answer="Masz rację.")
        yield "dismiss", partial(one.dismiss, by=judge, answer="Punkty zgadzają się z opisem.")

    def acts_on_agreement(self, one: Agreement) -> Iterator[tuple[str, Act]]:
        staff, grantee = staff_of(self.call), one.application.author
        if one.state == "prepared":
            yield "sign", partial(sign, one)
            yield "resign", partial(one.resign, by=grantee, note="Rezygnujemy.")
        if one.state == "signed":
            yield "pay", partial(pay, one)
        if one.state in {"paid", "returned"}:
            spent = str(one.amount - self.random.choice([0, 1, 250]))
            again = one.state == "returned"
            yield "report", partial(hand_in_report, one, spent=None if again else spent)
        if one.state == "reported":
            due = clock.now().replace(year=2099)
            reasons = {"by": staff, "reasons": "Dołącz zdjęcie.", "due_at": due}
            yield "return report", partial(one.return_report, **reasons)
            yield "settle", partial(one.settle, by=staff, accepted=one.amount)
            less = one.amount - Decimal(self.random.choice([1, 250]))
            yield "ask for refund", partial(one.ask_for_refund, by=staff, accepted=less)
        if one.state in {"refund_due", "recovery"}:
            given = {"agreement": one, "refunded_on": clock.today(), "by": staff}
            due = account_of_settlement(one, on=clock.today()).due
            yield "refund", partial(take_refund, **given, amount=due, seen=one.version)
        yield from self.acts_that_end(one, staff)

    def acts_that_end(self, one: Agreement, staff: User) -> Iterator[tuple[str, Act]]:
        why = {"by": staff, "grounds": "not_carried_out", "note": "Wydano na co innego."}
        if one.state in {"prepared", "signed"}:
            yield "terminate", partial(one.terminate, **why)
        if one.state in {"paid", "returned", "reported"}:
            nothing = {"accepted": Decimal(0), "misused": Decimal(0)}
            yield "call off", partial(one.call_off, **why, **nothing)


def broken(call: Call) -> Iterator[str]:
    """What does not add up in `call`."""
    call = Call.objects.get(pk=call.pk)
    if call.granted_so_far() > call.pool:
        yield f"{call.granted_so_far()} is granted of a pool of {call.pool}"
    for decision in call.decisions.first_ones():
        total = sum((row.granted for row in decision.rows.all()), Decimal(0))
        if total != decision.granted_total:
            yield f"the lines of the decision add up to {total}, not {decision.granted_total}"
        if total > decision.pool:
            yield f"the ranking grants {total} of {decision.pool}"
    for agreement in Agreement.objects.filter(call=call):
        parts = sum((one.amount for one in agreement.tranches.all()), Decimal(0))
        if parts and parts != agreement.amount:
            yield f"{agreement}: tranches of {parts} for {agreement.amount}"
