"""Lives of applications: from a call in preparation to the last grosz, an appeal, or a letter that says no."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from finance.models import InterestRate, PaymentOrder
from grants.models import (
    Agreement,
    Annex,
    Appeal,
    Application,
    Assessment,
    BankAccount,
    BudgetChange,
    Call,
    CallQuestion,
    CoAuthor,
    DeMinimisAid,
    Handover,
    Inspection,
    InterimReport,
    Meeting,
    Minutes,
    Patronage,
    Recommendation,
    RegisterEntry,
    ReserveOffer,
    VolunteerWork,
)
from grants.rules.appeal import appeal_until
from grants.rules.application import GRACE
from tests.factories.grants import chair_of, make_application, make_call, staff_of
from tests.factories.grants_later import make_assessor, make_member
from tests.factories.people import make_user
from tests.factories.questions import WORDS
from tests.grants.lives_after import After
from tests.grants.lives_before import Before, in_days
from tests.lives import Step
from tests.soundness import Head
from workflows import clock
from workflows.moves import Move
from workflows.roles import give_role

ENDS: dict[type[Any], set[str]] = {
    Application: {"formally_rejected", "not_funded", "withdrawn", "unsent", "funded"},
    CoAuthor: {"joined", "declined", "left", "taken_off", "lapsed"},
    Patronage: {"confirmed", "declined", "called_off", "lapsed"},
    CallQuestion: {"published", "answered", "declined"},
    Assessment: {"submitted", "set_aside", "replaced", "cancelled"},
    Meeting: {"closed", "cancelled"},
    Minutes: {"signed"},
    Appeal: {"upheld", "dismissed"},
    ReserveOffer: {"accepted", "declined", "lapsed"},
    Agreement: {"settled", "resigned", "terminated"},
    BankAccount: {"confirmed", "rejected", "replaced"},
    PaymentOrder: {"paid", "cancelled"},
    # a document of a grant that was called off stays as it was entered: nobody owes anything about it
    RegisterEntry: {"entered", "accepted", "cut", "removed"},
    VolunteerWork: {"entered", "confirmed", "removed"},
    BudgetChange: {"noted", "approved", "returned", "withdrawn"},
    Annex: {"signed", "dropped"},
    InterimReport: {"accepted", "dropped"},
    Inspection: {"closed", "cancelled"},
    Recommendation: {"done", "dropped"},
    Handover: {"confirmed", "disputed"},
    DeMinimisAid: {"granted", "cancelled"},
}
FAMILY: tuple[type[Any], ...] = (Call, *ENDS)
MONEY = {
    "Call",
    "Application",
    "ReserveOffer",
    "Agreement",
    "PaymentOrder",
    "Annex",
    "BudgetChange",
}


class GrantLives(Before, After):
    """One call with the application whose lives these are, and one that competes with it."""

    ends: ClassVar[Any] = ENDS
    family: ClassVar[Any] = FAMILY
    said: ClassVar[Any] = {"Call.decide", "Call.send_letters", "RegisterEntry.cut"}
    eagerness: ClassVar[Any] = {
        "Application.withdraw": 0.02,
        "Application.reject_formally": 0.15,
        "Application.return_for_correction": 0.3,
        "Application.allow_more_time": 0.2,
        "Application.allow_more_time_to_correct": 0.3,
        "Assessment.recuse": 0.1,
        "Assessment.decline": 0.1,
        "Assessment.cancel": 0.05,
        "Assessment.reopen": 0.1,
        "Assessment.set_aside": 0.1,
        "Call.cancel": 0.01,
        "CallQuestion.publish": 0.3,
        "CallQuestion.correct": 0.1,
        "CallQuestion.take_down": 0.1,
        "Patronage.decline": 0.1,
        "Patronage.call_off": 0.1,
        "CoAuthor.take_off": 0.1,
        "CoAuthor.leave": 0.1,
        "Call.open_call": 5,
        "Meeting.cancel": 0.1,
        "Agreement.resign": 0.05,
        "Agreement.terminate": 0.05,
        "Agreement.take_back": 0.1,
        "Agreement.return_report": 0.3,
        "Agreement.call_off": 0.1,
        "Agreement.end_early": 0.1,
        "PaymentOrder.cancel": 0.1,
        "BankAccount.reject": 0.2,
        "VolunteerWork.take_off": 0.2,
        "RegisterEntry.take_off": 0.1,
        "RegisterEntry.ask": 0.2,
        "RegisterEntry.reopen": 0.2,
        "Inspection.move_to": 0.3,
    }
    #: Whether this tree goes up to an agreement before it branches: what lies behind it is far from the ground.
    is_tall = False

    # --- the beginning -----------------------------------------------------------------------------

    def begin(self) -> None:
        """A call whose rules are drawn, its people, and a rival that is admitted before anything else happens."""
        pick = self.random.choice
        self.is_tall = pick([True, False])
        kind = pick(["micro_grant", "micro_grant", "local_initiative"])
        self.asks = {"requested": Decimal(pick([2000, 4999, 5000]))}
        self.asks |= pick([{}, {}, GROUP])
        self.call = make_call(
            "draft",
            kind=kind,
            pool=Decimal(30_000 if self.is_tall else pick([5000, 8000, 30_000])),
            max_grant=Decimal(5000),
            who_may_apply=["informal_group", "informal_group_with_patron", "ngo"],
            eligible_from=clock.today() - timedelta(days=2),
            **self.rules(),
        )
        self.call.work_rates.create(key="simple", title_pl="Praca prosta", rate=Decimal(35))
        if kind == "micro_grant" and pick([True, False]):
            last = "interim" if self.call.interim_report_on else "final"
            halves = ((60, "signed"), (40, last))
            for place, (percent, condition) in enumerate(halves):
                self.call.tranches.create(position=place, percent=percent, condition=condition)
        if not InterestRate.objects.exists():
            day = clock.today() - timedelta(days=900)
            InterestRate.objects.create(since=day, percent=Decimal("11.25"), source="M.P.")
        self.people()

    def rules(self) -> dict[str, Any]:
        """The rules of the call that change what can happen in it."""
        pick = self.random.choice
        sheets = pick([1, 1, 2])
        return {
            "assessments_needed": sheets,
            "third_gap_percent": Decimal(30) if sheets == 2 else None,
            "needs_meeting": pick([False, False, True]),
            "reserve_offer_days": pick([None, 5]),
            "partial_awards": pick([False, True]),
            "partial_min": Decimal(20),
            "formal_appeal_days": 3,
            "merit_appeal_days": 3,
            "threshold_total": pick([None, Decimal(8)]),
            "interim_report_on": pick([None, clock.today() + timedelta(days=60)]),
            "shift_limit_single": Decimal(10),
            "shift_limit_cumulative": Decimal(15),
            "de_minimis": self.is_tall and pick([False, True]),
            **pick([{}, {}, {}, LOT]),
        }

    def people(self) -> None:
        """Everybody who has a part in it."""
        call = self.call
        finance = make_user("Fina Liczykrupa")
        give_role(finance, "finance", call.programme, by=None)
        self.cast = {
            "staff": staff_of(call),
            "finance": finance,
            "chair": chair_of(call),
            "member": make_member(call),
            "author": make_user("Autora Wniosku"),
            "co-author": make_user("Wera Współautorska"),
            "patron": make_user("Patrycja Patronowa"),
            "rival": make_user("Rywala Inna"),
        }
        for name in ("assessor", "second assessor", "third assessor"):
            self.cast[name] = make_assessor(call, name.title())

    # --- what there is -----------------------------------------------------------------------------

    def tag(self, row: Any) -> str:
        """Whose it is: the rival's life is not the one that is walked."""
        about = row.about if isinstance(row, PaymentOrder) else row
        about = getattr(about, "agreement", about) if not isinstance(about, Application) else about
        about = getattr(about, "application", about)
        its = isinstance(about, Application) and about.author_id == self.cast["rival"].pk
        return "rival" if its else ""

    def people_of(self, head: Head) -> Iterable[str]:
        """Those who may have something to do with it."""
        if head.model not in PEOPLE:
            return ("staff", "finance", head.tag or "author")
        return PEOPLE[head.model]

    def eager(self, head: Head) -> float:
        """The rival moves when nobody else does."""
        return 0.1 if head.tag else 1.0

    def keen(self, name: str) -> float:
        """In a tall tree nobody is held up on the way to the agreement, but when there is nothing else to do."""
        if name == "Call.write_seed" and not self.call.lot_seed_rule:
            return 0.001
        holds_up = self.is_tall and name in HOLDS_UP and not self.granted()
        return 0.01 if holds_up else super().keen(name)

    def bushiness(self, depth: int) -> float:
        """A tall tree has its branches behind the agreement, and they are long."""
        if not self.is_tall:
            return super().bushiness(depth)
        return 0.3 if self.granted() else 0.0

    def granted(self) -> bool:
        """Whether the life has come to an agreement."""
        return any(not head.tag for head in self.these(Agreement))

    def counts(self, head: Head) -> bool:
        """The rival may still be on its way."""
        return super().counts(head) and not head.tag

    def standing(self) -> list[str]:
        """What is not at an end."""
        return super().standing() if self.hero() else ["nobody has begun"]

    def open_steps(self) -> Iterator[Step]:
        """Before anybody has begun, the call goes on: there is no life to end yet."""
        begun = self.hero() is not None
        for step in super().open_steps():
            if begun or step.name not in {"Call.cancel", "passes"}:
                yield step

    def acts(self) -> Iterator[Step]:
        """What people do beside moves."""
        call = self.these(Call)[0]
        if call.state == "open" and not self.these(Application):
            yield Step("rival", "is admitted", self.admit_rival, 50)
            return
        yield from self.acts_before(self.hero(), call)
        yield from self.acts_of_silence()
        for head in self.these(Agreement):
            if not head.tag:
                yield from self.acts_after(head)
            elif head.state in {"paid", "returned"}:
                enter, write = (
                    partial(one, head) for one in (self.enter_document, self.write_report)
                )
                yield Step("rival", "enters a document", enter, 0.1)
                yield Step("rival", "writes the report", write, 0.1)

    def admit_rival(self) -> None:
        make_application(self.call, "admitted", author=self.cast["rival"], requested=Decimal(5000))

    def later(self) -> Iterator[datetime]:
        """The closing of the call, and the last instant of an appeal."""
        hero = self.hero()
        call = self.row_of(self.these(Call)[0])
        yield from (call.closes_at, call.closes_at + GRACE)
        if hero is None:
            return
        row = self.row_of(hero)
        if hero.state == "draft" and (due := row.submission_due_at):
            yield due + GRACE
        if (until := appeal_until(row)) is not None:
            yield until

    # --- what is typed -----------------------------------------------------------------------------

    def given(self, row: Any, move: Move, who: Any) -> dict[str, Any]:
        """Something sensible for each input of a move."""
        wanted = set(move.takes).union(*(each.asks_for for each in move.guards))
        wanted -= {"by", "at", "note", *move.defaults}
        return {name: self.typed(name, row, move) for name in wanted}

    def typed(self, name: str, row: Any, move: Move) -> Any:
        if name in {"accepted", "misused"}:
            return self.sum_typed(name, row, move)
        if name in {"due_at", "until"}:
            later = [in_days(7), *(d + timedelta(days=2) for d in [self.due_of(row)] if d)]
            return max(later)
        if name in {"signed_on", "held_on", "refunded_on"}:
            return clock.today()
        if name == "day":
            return in_days(12).date()
        if name == "digest":
            return row.digest
        return TYPED[name]

    def due_of(self, row: Any) -> datetime | None:
        return getattr(row, "correction_due_at", None) or getattr(row, "due_at", None)

    def sum_typed(self, name: str, row: Any, move: Move) -> Decimal:
        if move.name == "call_off":
            return Decimal(0) if name == "accepted" else self.random.choice([0, 100]) * Decimal(1)
        return self.spent(row)

    # --- what adds up ------------------------------------------------------------------------------

    def broken(self) -> Iterator[str]:
        """What does not add up in the call; asked when something moved that has to do with money."""
        if not any(one.partition(".")[0] in MONEY for one in self.watch.made):
            return
        call = Call.objects.get(pk=self.call.pk)
        granted = call.granted_so_far()
        if granted + call.offered_now() > call.pool:
            yield f"{granted} is granted and {call.offered_now()} offered of a pool of {call.pool}"
        for decision in call.decisions.first_ones():
            total = sum((row.granted for row in decision.rows.all()), Decimal(0))
            if total != decision.granted_total or total > decision.pool:
                yield f"the decision grants {total}, says {decision.granted_total} of {decision.pool}"
        for row in Agreement.objects.filter(call=call).prefetch_related("tranches__payment"):
            yield from broken_money(row)


def broken_money(row: Agreement) -> Iterator[str]:
    """What does not add up in one agreement."""
    parts = [one.amount for one in row.tranches.all()]
    settled = row.state in {"settled", "refund_due"}
    if parts and not settled and sum(parts) != row.amount:
        yield f"{row}: tranches of {sum(parts)} for {row.amount}"
    paid = row.money_out()
    if paid > row.amount:
        yield f"{row}: {paid} was paid of {row.amount}"
    if row.state == "settled" and row.call.gives_money:
        kept = paid - (row.refunded_amount or 0)
        waits = sum(
            (one.amount for one in row.payments.exclude(state__in=["paid", "cancelled"])),
            Decimal(0),
        )
        if kept + waits > (row.accepted_amount or 0):
            yield f"{row}: {kept} is kept and {waits} waits, but {row.accepted_amount} was accepted"


LOT = {"tie_breaks": ["lot"], "lot_seed_rule": "Pierwsza liczba najbliższego losowania Lotto."}
HOLDS_UP = {
    "passes",
    "Application.withdraw",
    "Application.reject_formally",
    "Application.return_for_correction",
    "Assessment.recuse",
    "Assessment.decline",
    "Assessment.cancel",
    "Assessment.reopen",
    "Assessment.set_aside",
    "Call.cancel",
    "Meeting.cancel",
    "Minutes.send_back",
    "finds the form wrong",
    "changes the points",
    "asks about the call",
    "invites somebody to write with them",
}
GROUP = {
    "applicant_kind": "informal_group_with_patron",
    "patron_name": "Fundacja Parasol",
    "patron_nip": "5260250274",
}
TYPED: dict[str, Any] = {
    **dict.fromkeys(("reasons", "reason", "question", "answer", "objection"), "Bo tak wyszło."),
    "grounds": "not_carried_out",
    "confirmed": True,
    "agreed": True,
    "capacity": "prezeska zarządu",
    "topic": "costs",
    "words": WORDS,
    "seed": "17",
}
PANEL = ("chair", "member", "staff")
PEOPLE: dict[type[Any], tuple[str, ...]] = {
    Call: ("staff", "chair"),
    Application: ("author", "staff"),
    CoAuthor: ("co-author", "author"),
    Patronage: ("patron", "author"),
    CallQuestion: ("staff",),
    Assessment: ("assessor", "second assessor", "third assessor", "staff"),
    Meeting: PANEL,
    Minutes: PANEL,
    Appeal: ("staff", "chair"),
    ReserveOffer: ("author", "rival"),
    PaymentOrder: ("staff", "finance"),
    BankAccount: ("staff", "finance"),
}
