"""What follows a decision, played in a rehearsal: from the signatures and the account to the settled report."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from finance.models import BudgetLine
from grants.models import Agreement, Application, Call, InterimReport, Meeting, Minutes
from grants.models.answered import Answered
from grants.rules.agreement import OVER
from grants.rules.ending import Grounds
from grants.rules.in_kind import Way
from grants.rules.invented import Inventor
from people.models import User
from programmes.roles import FINANCE, KEEPERS_OF_MONEY
from questionnaires.forms import Page
from workflows import clock
from workflows.errors import MoveRefused
from workflows.models import StoredFile
from workflows.models.link import type_of
from workflows.roles import give_role, holders_of_any

from .answering import save_words
from .appeal import file_appeal
from .handover import confirm_handover, draw_up_handover
from .minutes import send_minutes
from .payout import enter_account, record_payment
from .register import enter_document

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The account with which the standard explains its check digits (ISO 13616); no bank holds it.
ACCOUNT = "61109010140000071219812874"
MONTH = timedelta(days=30)


class Stage(Protocol):
    """What a rehearsal lends: the call, who plays it, its clock, and people made up on the spot."""

    call: Call
    by: Any
    now: datetime

    def fresh(self) -> Call: ...

    def somebody(self) -> User: ...

    def holder(self, role: str) -> User: ...


class Afterwards:
    """The rest of the way of `winner`, an application that got its grant."""

    def __init__(self, stage: Stage, winner: Application) -> None:
        self.stage, self.winner = stage, winner

    def agreement(self) -> Agreement:
        """The agreement as it is now."""
        return Agreement.objects.select_related("application__author", "call").get(
            application=self.winner
        )

    def steps(self) -> Iterator[tuple[str, str, Any]]:
        """Chapter, words and play of each step that this call has."""
        call = self.stage.call
        if call.merit_appeal_days:
            yield (
                "results",
                _("The results are published; an appeal is filed and answered."),
                self.appeal,
            )
        yield "duties", _("The agreement is signed."), self.sign
        if call.gives_money:
            yield "duties", _("Two people confirm the account and the grant is paid."), self.pay
        else:
            yield (
                "duties",
                _("Things are handed over and the handover is confirmed."),
                self.hand_over,
            )
        if call.keeps_reserve and call.reserve_offer_days:
            yield (
                "results",
                _("A grant given up is offered to the reserve list and accepted."),
                self.offer,
            )
        yield "duties", _("Reports are handed in, returned, corrected and settled."), self.report

    def appeal(self) -> None:
        """Whoever got nothing contests the points; the chair answers."""
        stage = self.stage
        self.sign_minutes()
        call = stage.fresh()
        call.publish_results(by=stage.by)
        left = call.applications.filter(state__in=["reserve", "not_funded"]).select_related(
            "author"
        )
        contested = left.order_by("ordinal").first()
        if contested is None:
            return
        appeal = file_appeal(
            application=contested, grounds=_("Rehearsal"), by=contested.author, at=stage.now
        )
        appeal.dismiss(by=stage.holder("chair"), answer=_("Rehearsal"))

    def sign_minutes(self) -> None:
        """Where the committee met, everybody who was there signs; only then is a result public."""
        chair = self.stage.holder("chair")
        for meeting in Meeting.objects.filter(call=self.stage.call, state="open"):
            meeting.close_meeting(by=chair)
            minutes = Minutes.objects.get(meeting=meeting)
            text = send_minutes(minutes=minutes, content=[], by=chair, seen=minutes.version)
            for one in text.signatures.select_related("person"):
                minutes.confirm(by=one.person, digest=minutes.digest)

    def sign(self) -> None:
        """Both sides sign today."""
        agreement = self.agreement()
        agreement.sign(
            by=self.stage.by,
            seen=agreement.version,
            number=agreement.number,
            signed_on=clock.today(),
            scanned=True,
        )

    def pay(self) -> None:
        """The grantee names an account, two people compare it with its evidence, what is due goes out."""
        agreement, first = self.agreement(), self.stage.by
        account = enter_account(
            agreement=agreement,
            number=ACCOUNT,
            owner=agreement.application.applicant[:140],
            by=agreement.application.author,
        )
        self.evidence_of(account)
        account.check_first(by=first)
        account.confirm(by=self.second_keeper(first))
        self.send_what_is_due()

    def evidence_of(self, account: Any) -> None:
        """The record of a file, no file: a rehearsal is undone in the database, and a file would stay behind."""
        StoredFile.objects.create(
            about_type=type_of(account),
            about_id=account.pk,
            place=f"rehearsal-{account.pk}",
            name="proba.pdf",
            content_type="application/pdf",
            size=1,
            sha256="0" * 64,
            uploaded_at=self.stage.now,
        )

    def second_keeper(self, first: User) -> User:
        """Somebody else who keeps the programme's money; made up when there is nobody."""
        programme = self.stage.call.programme
        for one in holders_of_any(KEEPERS_OF_MONEY, programme):
            if one != first:
                return one
        user = self.stage.somebody()
        give_role(user, FINANCE, programme, by=None)
        return user

    def send_what_is_due(self) -> None:
        """Every transfer that waits goes out today."""
        agreement = self.agreement()
        for _each in agreement.payments.in_state("planned"):
            record_payment(agreement=agreement, paid_on=clock.today(), by=self.stage.by)

    def hand_over(self) -> None:
        """The city gives for good what was granted (art. 19e of the Act of 24 April 2003)."""
        agreement = self.agreement()
        thing = {"name": _("Rehearsal"), "quantity": "1", "condition": "", "for_good": True}
        handover = draw_up_handover(
            agreement=agreement,
            way=Way.OUT,
            day=clock.today(),
            items=[thing | {"value": str(agreement.amount)}],
            by=self.stage.by,
        )
        confirm_handover(handover=handover, papers=[], by=agreement.application.author)

    def offer(self) -> None:
        """Another winner gives the grant up; whoever is offered it accepts."""
        others = self.stage.fresh().agreements.exclude(application=self.winner)
        other = others.filter(state="prepared").select_related("application__author").first()
        if other is None:
            return
        other.resign(by=other.application.author, note=_("Rehearsal"))
        for application in self.stage.fresh().applications.filter(offers__state="made"):
            application.offers.get(state="made").accept(by=application.author)

    def report(self) -> None:
        """Half-way and at the end: written, handed in, the final one returned once, and settled in full."""
        self.report_half_way()
        agreement = self.agreement()
        self.wait_until_the_end_of(agreement)
        with clock.at(self.stage.now):
            self.prove_spending(agreement)
            self.write(agreement.report)
            agreement.hand_in_report(by=agreement.application.author)
            agreement.return_report(
                by=self.stage.by, reasons=_("Rehearsal"), due_at=self.stage.now + MONTH
            )
            agreement.hand_in_report(by=agreement.application.author)
            agreement.settle(by=self.stage.by, accepted=agreement.amount)
            self.send_what_is_due()

    def report_half_way(self) -> None:
        """Where the call asks for an interim report; its acceptance frees what waits for it."""
        report = InterimReport.objects.filter(agreement=self.agreement()).first()
        if report is None:
            return
        self.write(report)
        report.hand_in(by=report.agreement.application.author)
        report.accept(by=self.stage.by)
        self.send_what_is_due()

    def wait_until_the_end_of(self, agreement: Agreement) -> None:
        """Costs are proved once the project is over."""
        if agreement.ends_on:
            noon = timezone.make_aware(datetime.combine(agreement.ends_on, time(12)))
            self.stage.now = max(self.stage.now, noon)

    def prove_spending(self, agreement: Agreement) -> None:
        """One document for each line that the grant pays, of the project's last day."""
        if not agreement.call.gives_money:
            return
        day = agreement.ends_on or clock.today()
        for line in agreement.lines().filter(source=BudgetLine.Source.GRANT, amount__gt=0):
            enter_document(
                agreement=agreement,
                line=line,
                amount=line.amount,
                by=agreement.application.author,
                number=str(line.pk),
                issued_on=day,
                paid_on=day,
                seller_name=_("Rehearsal"),
                gross=line.amount,
                purpose=_("Rehearsal"),
            )

    def write(self, report: Answered) -> None:
        """Answer every question of a report as somebody would; what cannot be answered is named."""
        agreement = report.agreement
        typed = Inventor(self.stage.call, agreement.application.applicant_kind, 0).answers(
            report.questions()
        )
        page = Page(report.answers.version, "")
        save_words(report=report, typed=typed, page=page, by=agreement.application.author)
        if missing := type(report)._default_manager.get(pk=report.pk).missing():
            raise MoveRefused([f"„{one.label}”: {one.sentence}" for one in missing])

    def end_the_others(self) -> None:
        """What nobody plays further ends here, so that the call can."""
        for agreement in self.stage.fresh().agreements.exclude(state__in=OVER):
            agreement.terminate(by=self.stage.by, grounds=Grounds.OTHER, note=_("Rehearsal"))
