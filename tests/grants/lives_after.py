"""What people do with a grant beside its moves: signing, paying, documents, changes, checks, reports, settlement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from grants.actions.agreement import sign_agreement
from grants.actions.aid import register_aid
from grants.actions.answering import save_words
from grants.actions.change import change_costs, draw_up_annex, lines_of, sign_annex
from grants.actions.handover import confirm_handover, draw_up_handover
from grants.actions.inspecting import announce_inspection, send_protocol, write_protocol
from grants.actions.payout import enter_account
from grants.actions.register import cut_document
from grants.actions.settlement import account_of_settlement, take_refund
from grants.actions.signing import (
    describe_parties,
    record_signature,
    send_agreement,
    waits_for_signatures,
)
from grants.actions.volunteering import enter_work
from grants.models import (
    Agreement,
    Annex,
    BankAccount,
    Call,
    DeMinimisAid,
    Inspection,
    InterimReport,
    ReserveOffer,
)
from questionnaires.forms import Page
from tests.factories.grants_later import ACCOUNT, enter, name_account, write_report
from tests.factories.in_kind import thing
from tests.factories.inspecting import found
from tests.grants.lives_before import PDF, in_days
from tests.lives import Lives, Step
from tests.soundness import Head
from workflows import clock
from workflows.errors import MoveRefused

PAPER = [("dokument.pdf", PDF)]
INTERIM = {"done": "Kupiliśmy deski.", "percent": "50", "participants": "12", "deviations": ""}
OTHER_ACCOUNT = "27114020040000300201355387"  # the one in the examples of the National Bank
#: What an applicant may leave without an answer until the clock answers.
UNANSWERED: tuple[tuple[type[Any], str], ...] = ((ReserveOffer, "made"), (Inspection, "sent"))
_certificates = count(1)


class After(Lives):
    """The half of a life that begins with the letter."""

    call: Call

    def doors(self) -> dict[str, Any]:
        """Actions in place of bare moves."""
        return {
            **super().doors(),
            "Agreement.send_to_sign": lambda row, who: send_agreement(
                agreement=row, papers=PAPER, by=who, seen=row.version
            ),
            "Agreement.sign": self.sign,
            "Annex.sign": self.sign,
            "Agreement.record_refund": self.refund,
            "Agreement.record_recovery": self.refund,
            "Inspection.send_protocol": lambda row, who: send_protocol(
                inspection=row, papers=PAPER, by=who
            ),
            "Handover.confirm": lambda row, who: confirm_handover(
                handover=row, papers=PAPER, by=who
            ),
            "RegisterEntry.cut": self.cut,
        }

    def sign(self, row: Agreement | Annex, who: Any) -> None:
        """Mostly one scan of all signatures, sometimes none, sometimes each party's own file."""
        came = self.random.choices(["scan", "singly", "nothing"], [6, 3, 1])[0]
        given: dict[str, Any] = {"by": who, "seen": row.version, "signed_on": clock.today()}
        if came == "scan":
            given["scan"] = SimpleUploadedFile("podpisane.pdf", PDF)
        elif came == "singly" and waits_for_signatures(row):
            for party in row.signatories.filter(signed_on=None):
                record_signature(
                    document=row,
                    party=party.pk,
                    signed_on=clock.today(),
                    how="qualified",
                    upload=SimpleUploadedFile("podpis.pdf", PDF),
                    by=who,
                )
        if isinstance(row, Annex):
            sign_annex(annex=row, **given)
        else:
            sign_agreement(agreement=row, number=row.number, **given)

    def refund(self, row: Agreement, who: Any) -> None:
        due = account_of_settlement(row, on=clock.today()).due
        take_refund(agreement=row, refunded_on=clock.today(), amount=due, by=who, seen=row.version)

    def cut(self, row: Any, who: Any) -> None:
        left = row.from_grant() - row.cut_so_far()
        misused = self.random.random() < 0.5
        amount = min(left, Decimal(self.random.choice([1, 250]))) or Decimal(1)
        cut_document(entry=row, amount=amount, reason="Poza celem.", misused=misused, by=who)

    def acts_after(self, head: Head) -> Iterator[Step]:
        """What may be tried with the agreement of `head`."""
        state, money = head.state, self.call.gives_money
        signed = state not in {"prepared", "sent", "resigned", "terminated"}
        if state == "prepared":
            yield Step("staff", "names who signs", partial(self.name_parties, head), 3)
        if state in {"prepared", "sent", "signed", "paid"} and money:
            eager = 0.1 if self.these(BankAccount, *BankAccount.STANDING) else 3
            yield Step("author", "names the account", partial(self.name_account, head), eager)
        if state in {"paid", "carried", "returned"}:
            yield from self.acts_of_reporting(head)
        if state in {"signed", "paid", "carried", "returned"}:
            yield from self.acts_of_changing(head)
        if signed:
            yield Step("staff", "announces a check", partial(self.announce, head), 0.3)
        if signed and self.call.de_minimis:
            yield Step("staff", "registers the aid", partial(self.register_aid, head), 2)
        if signed and not money:
            for way in ("out", "back"):
                hand = partial(self.hand_over, head, way)
                yield Step("staff", f"draws up a protocol of handing {way}", hand, 1)
        for one in self.these(Inspection, "held"):
            yield Step("staff", "writes the protocol", partial(self.write_protocol, one), 3)

    def acts_of_silence(self) -> Iterator[Step]:
        """The applicant does not answer; what is due before that happens meanwhile."""
        for model, state in UNANSWERED:
            for head in self.these(model, state):
                if not head.tag:
                    name = f"gives no answer to {model._meta.verbose_name}"
                    yield Step("author", name, partial(self.wait_out, head), 0.3)

    def wait_out(self, head: Head) -> None:
        while self.load_state(head) == head.state:
            self.pass_on()

    def load_state(self, head: Head) -> str:
        return str(head.model.objects.values_list("state", flat=True).get(pk=head.pk))

    def name_parties(self, head: Head) -> None:
        row = self.row_of(head)
        if row.signatories.exclude(represented_by="").exists():
            raise MoveRefused(["They are named."])
        given = {party.pk: {"represented_by": "Jan Podpis"} for party in row.signatories.all()}
        describe_parties(agreement=row, given=given, by=self.cast["staff"], seen=row.version)

    def name_account(self, head: Head) -> None:
        row = self.row_of(head)
        if not row.accounts.exists():
            name_account(row)
            return
        number = OTHER_ACCOUNT if row.accounts.filter(number=ACCOUNT).exists() else ACCOUNT
        owner, by = "Sąsiedzi z Lipowej", row.application.author
        enter_account(agreement=row, number=number, owner=owner, by=by)

    # --- carrying out and reporting ------------------------------------------------------------

    def acts_of_reporting(self, head: Head) -> Iterator[Step]:
        if self.call.gives_money:
            yield Step("author", "enters a document", partial(self.enter_document, head), 2)
        yield Step("author", "enters a day of work", partial(self.enter_work, head), 0.2)
        yield Step("author", "writes the report", partial(self.write_report, head), 2)
        for one in self.these(InterimReport, "draft", "returned"):
            write = partial(self.write_interim, one)
            yield Step("author", "writes the interim report", write, 2)

    def enter_document(self, head: Head) -> None:
        row = self.row_of(head)
        if row.register.count() >= 2:
            raise MoveRefused(["There are enough."])
        free = row.amount - row.spent_from_grant()
        amount = self.random.choice([free, free, free - 250, Decimal(100)])
        if amount <= 0 or amount > free:
            raise MoveRefused(["Nothing is left to spend."])
        enter(row, str(amount), number=f"FV {row.pk}/{row.register.count() + 1}")

    def enter_work(self, head: Head) -> None:
        row = self.row_of(head)
        enter_work(
            agreement=row,
            given_name="Maria",
            family_name="Lipka",
            kind=row.call.work_rates.get(),
            day=clock.today(),
            begins=time(10),
            hours=Decimal(2),
            task="Sadzenie",
            by=row.application.author,
        )

    def write_report(self, head: Head) -> None:
        row = self.row_of(head)
        if row.report.answers.values:
            raise MoveRefused(["It is written."])
        write_report(row)

    def write_interim(self, head: Head) -> None:
        report = self.row_of(head)
        if report.answers.values:
            raise MoveRefused(["It is written."])
        page, by = Page(report.answers.version, "test"), report.agreement.application.author
        save_words(report=report, typed=INTERIM, page=page, by=by)

    # --- changes -----------------------------------------------------------------------------------

    def acts_of_changing(self, head: Head) -> Iterator[Step]:
        for name, amount in (("a little", 10), ("much", 1000)):
            yield Step("author", f"moves {name}", partial(self.move_money, head, amount), 0.1)
        yield Step("staff", "draws up an annex", partial(self.annex, head), 0.15)

    def move_money(self, head: Head, amount: int) -> None:
        row = self.row_of(head)
        lines = lines_of(row)
        line = max(lines.values(), key=lambda one: one.amount)
        amounts, new = {line.pk: line.amount - amount}, []
        others = [one for one in lines.values() if one.pk != line.pk]
        if others:
            amounts[others[0].pk] = others[0].amount + amount
        else:
            new = [("Farby", Decimal(amount))]
        by = row.application.author
        change_costs(agreement=row, amounts=amounts, new=new, reason="Drożej.", by=by)

    def annex(self, head: Head) -> None:
        row = self.row_of(head)
        lines = lines_of(row)
        line = max(lines.values(), key=lambda one: one.amount)
        less = self.random.choice([Decimal(0), Decimal(100), Decimal(-100)])
        given: dict[str, Any] = {"ends_on": row.ends_on + timedelta(days=5)}
        if less:
            given = {"amount": row.amount - less, "amounts": {line.pk: line.amount - less}}
        draw_up_annex(agreement=row, reason="Inaczej.", by=self.cast["staff"], **given)

    # --- checks, aid, things -----------------------------------------------------------------------

    def announce(self, head: Head) -> None:
        row = self.row_of(head)
        if row.inspections.exists():
            raise MoveRefused(["It was checked."])
        staff = self.cast["staff"]
        announce_inspection(
            agreement=row,
            kind=self.random.choice(["visit", "desk"]),
            day=in_days(10).date(),
            lead=staff,
            scope="Ławki i tabliczka.",
            by=staff,
        )

    def write_protocol(self, head: Head) -> None:
        one = self.row_of(head)
        if one.conclusion and not one.answer:
            raise MoveRefused(["It is written."])
        wrong = self.random.choice(["Brakuje dwóch ławek.", ""])
        write_protocol(
            inspection=one,
            found=found(one, wrong=wrong),
            conclusion="Uzupełnijcie ławki.",
            wanted=[("Dostawcie dwie ławki.", in_days(20).date())] if wrong else [],
            by=self.cast["staff"],
            seen=one.version,
        )

    def register_aid(self, head: Head) -> None:
        row = self.row_of(head)
        register_aid(
            agreement=row,
            certificate_number=f"DM/{row.pk}/{DeMinimisAid.objects.count() + 1}",
            rate=Decimal("4.25"),
            rate_source="NBP, tabela A",
            rate_on=row.signed_on,
            certificate=PDF,
            by=self.cast["staff"],
        )

    def hand_over(self, head: Head, way: str) -> None:
        row = self.row_of(head)
        if row.handovers.filter(way=way).count() > 1:
            raise MoveRefused(["Enough was handed over."])
        lent = way == "back" or self.random.random() < 0.3
        staff = self.cast["staff"]
        draw_up_handover(
            agreement=row, way=way, day=clock.today(), items=[thing(lent=lent)], by=staff
        )

    def spent(self, row: Agreement) -> Decimal:
        """What can be accepted of it."""
        if not row.call.gives_money:
            return row.acceptable()
        return min(row.acceptable(), row.money_out() or row.amount)
