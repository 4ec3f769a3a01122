"""An agreement: prepared from the decision, signed, paid, reported on and settled."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.guards import agreement as guards
from grants.guards import ending as ending_guards
from grants.guards import in_kind as in_kind_guards
from grants.guards import signing as signing_guards
from grants.notices import agreement as notices
from grants.querysets.agreement import AgreementQuerySet
from grants.rules import account as account_rules
from grants.rules import agreement as rules
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.roles import RoleOn

from .application import Application
from .call import Call
from .ending import Ending
from .in_kind import InKind
from .reckoned import Reckoned
from .signed import Signed

if TYPE_CHECKING:
    from people.models import User


def _grantee(agreement: Agreement) -> list[User]:
    return [agreement.application.author]


def _grantee_without_account(agreement: Agreement) -> list[User]:
    named = (
        not agreement.call.gives_money
        or agreement.accounts.filter(state__in=account_rules.STANDING).exists()
    )
    return [] if named else _grantee(agreement)


def _staff(agreement: Agreement) -> list[RoleOn]:
    return [RoleOn("staff", agreement.call.programme)]


REPORT = [
    Owes(
        "report",
        _("Carry the project out and report on it"),
        who=_grantee,
        due=lambda a: a.report_due_at,
    )
]
MONEY_BACK = [
    Owes("refund", _("Return what was not spent"), who=_grantee, due=lambda a: a.refund_due_at),
    Owes(
        "record_refund",
        _("Record the money that came back"),
        who=_staff,
        due=lambda a: a.refund_due_at,
    ),
]


class Agreement(Signed, Reckoned, Ending, InKind, Lifecycle):
    """The agreement about one funded application. Amounts are in `currency`, the call's.

    Its costs are the lines of a `finance.Budget`, its transfer a `finance.PaymentOrder`, its spending
    documents with shares on those lines.
    """

    class States(BaseStates):
        PREPARED = "prepared", Category.IN_HANDS, pgettext_lazy("agreement", "being prepared")
        SENT = "sent", Category.IN_HANDS, pgettext_lazy("agreement", "sent to be signed")
        SIGNED = "signed", Category.IN_HANDS, pgettext_lazy("agreement", "signed, to be paid")
        PAID = "paid", Category.IN_HANDS, pgettext_lazy("agreement", "paid, being carried out")
        CARRIED = "carried", Category.IN_HANDS, pgettext_lazy("agreement", "being carried out")
        REPORTED = "reported", Category.IN_HANDS, pgettext_lazy("agreement", "report handed in")
        RETURNED = (
            "returned",
            Category.RETURNED,
            pgettext_lazy("agreement", "report to be corrected"),
        )
        REFUND_DUE = (
            "refund_due",
            Category.IN_HANDS,
            pgettext_lazy("agreement", "unspent money to return"),
        )
        RECOVERY = (
            "recovery",
            Category.IN_HANDS,
            pgettext_lazy("agreement", "terminated, money to return"),
        )
        SETTLED = "settled", Category.DONE, pgettext_lazy("agreement", "settled")
        RESIGNED = (
            "resigned",
            Category.REFUSED,
            pgettext_lazy("agreement", "given up by the grantee"),
        )
        TERMINATED = "terminated", Category.REFUSED, pgettext_lazy("agreement", "terminated")

    application = models.OneToOneField(
        Application,
        on_delete=models.PROTECT,
        related_name="agreement",
        verbose_name=_("application"),
    )
    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("call")
    )
    state = StateField(States, default=States.PREPARED)
    path = [
        States.PREPARED,
        States.SENT,
        States.SIGNED,
        States.PAID,
        States.REPORTED,
        States.SETTLED,
    ]
    owes = {
        States.PREPARED: [Owes("send", _("Name who signs and send the agreement"), who=_staff)],
        States.SENT: [
            Owes("sign_copy", _("Sign the agreement and send it back"), who=_grantee),
            Owes("sign", _("Record the signatures"), who=_staff),
        ],
        States.SIGNED: [
            Owes("name_account", _("Name the account for the grant"), who=_grantee_without_account),
            Owes("pay", _("Pay the grant out"), who=lambda a: [], due=lambda a: a.payment_due_at),
        ],
        States.PAID: REPORT,
        States.CARRIED: REPORT,
        States.REPORTED: [
            Owes(
                "settle", _("Check the report and settle"), who=_staff, due=lambda a: a.check_due_at
            )
        ],
        States.RETURNED: [
            Owes(
                "correct", _("Correct the report"), who=_grantee, due=lambda a: a.correction_due_at
            )
        ],
        States.REFUND_DUE: MONEY_BACK,
        States.RECOVERY: MONEY_BACK,
    }
    inbox_related = ("application", "call__activity__programme")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "ordinal"], name="agreement_ordinal_once_in_a_call"
            ),
            models.UniqueConstraint(fields=["number"], name="agreement_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="agreement_amount_above_zero"),
            models.CheckConstraint(
                condition=Q(accepted_amount__isnull=True)
                | Q(accepted_amount__gte=0, accepted_amount__lte=models.F("amount")),
                name="agreement_accepted_within_grant",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled")
                | Q(accepted_amount__isnull=False, settled_on__isnull=False),
                name="agreement_settled_has_amount_and_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title_line

    def get_absolute_url(self) -> str:
        return reverse("grants:agreement", args=[self.pk])

    @transition(
        source=States.PREPARED,
        target=States.SENT,
        label=_("Send it to be signed"),
        primary=True,
        may=rules.may_run,
        guards=[signing_guards.representatives_are_named],
        tells=[notices.grantee_to_sign],
    )
    def send_to_sign(self, *, by: User, at: datetime) -> None:
        """The parties get the document; `actions.signing.send_agreement` keeps it as it went."""
        self.sent_at = at

    @transition(
        source=States.SENT,
        target=States.PREPARED,
        label=_("Take it back and change it"),
        may=rules.may_run,
        tells=[notices.grantee_taken_back],
        note="must",
    )
    def take_back(self, *, by: User) -> None:
        """Something in the document is wrong; what was signed of it does not count."""
        self.sent_at = None

    @transition(
        source=[States.PREPARED, States.SENT],
        target=States.SIGNED,
        label=_("Record the signing"),
        primary=True,
        may=rules.may_run,
        guards=[
            guards.number_is_free,
            guards.signed_day_has_come,
            signing_guards.nobody_signed_later,
            signing_guards.signatures_are_on_file,
        ],
        tells=[notices.grantee_signed, notices.grantee_begun],
    )
    def sign(
        self,
        *,
        by: User,
        number: str,
        signed_on: date,
        pay_by: date | None = None,
        scanned: bool = False,
    ) -> None:
        """Both sides have signed on `signed_on`; what signing frees is paid until `pay_by`, where money is given.

        `scanned`: a file with every signature comes along.
        """
        self.number, self.signed_on = number.strip(), signed_on
        if self.call.gives_money:
            self.pay_by = pay_by or rules.payment_day(self, signed_on)

    @transition(
        source=States.SIGNED,
        target=States.PAID,
        label=_("Paid out"),
        may=nobody,
        guards=[guards.payment_went_out],
        tells=[notices.grantee_paid],
    )
    def mark_paid(self, *, by: User, paid_on: date | None) -> None:
        """Follows when the transfer was confirmed."""
        self.paid_on = paid_on

    @transition(
        source=[States.PAID, States.CARRIED, States.RETURNED],
        target=States.REPORTED,
        label=_("Hand in the report"),
        primary=True,
        may=rules.is_grantee,
        guards=[guards.report_is_complete, guards.nothing_is_asked],
        tells=[notices.grantee_receipt, notices.staff_reported],
        instead="none",
    )
    def hand_in_report(self, *, by: User, at: datetime) -> None:
        """The report is frozen while it is checked."""
        self.reported_at = at

    @transition(
        source=States.REPORTED,
        target=States.RETURNED,
        label=_("Return the report for correction"),
        may=rules.may_judge,
        guards=[guards.has_reasons, guards.correction_day_is_ahead],
        tells=[notices.grantee_returned],
    )
    def return_report(self, *, by: User, reasons: str, due_at: datetime) -> None:
        """The grantee corrects what `reasons` name until `due_at`."""
        self.return_reasons, self.correction_due_at = reasons, due_at

    @transition(
        source=States.REPORTED,
        target=States.SETTLED,
        label=_("Settle"),
        primary=True,
        may=rules.may_judge,
        guards=[
            guards.accepted_is_covered,
            guards.nothing_is_left,
            guards.nothing_is_asked,
            in_kind_guards.what_was_lent_is_back,
        ],
        tells=[notices.grantee_settled],
        note="may",
    )
    def settle(self, *, by: User, at: datetime, accepted: Decimal) -> None:
        """All of it was spent as agreed."""
        self.accepted_amount, self.settled_on = accepted, timezone.localdate(at)

    @transition(
        source=States.REPORTED,
        target=States.REFUND_DUE,
        label=_("Accept a part and ask for the rest"),
        may=rules.may_judge,
        guards=[
            guards.accepted_is_covered,
            guards.less_is_explained,
            guards.something_is_left,
            guards.nothing_is_asked,
        ],
        tells=[notices.grantee_refund],
        note="may",
    )
    def ask_for_refund(self, *, by: User, at: datetime, accepted: Decimal) -> None:
        """`accepted` was spent as agreed; the rest comes back within the days that the call gives."""
        self.accepted_amount = accepted
        misused = self.cuts.filter(misused=True).exists()
        self.refund_due_on = rules.refund_day(self, timezone.localdate(at), misused=misused)

    @transition(
        source=States.REFUND_DUE,
        target=States.SETTLED,
        label=_("Record the money that came back"),
        primary=True,
        may=rules.may_record_money,
        guards=[guards.refund_day_has_come],
        tells=[notices.grantee_settled],
    )
    def record_refund(self, *, by: User, refunded_on: date, amount: Decimal | None = None) -> None:
        """All of it is back with its interest; `actions.settlement.take_refund` compares it with what was due."""
        self.refunded_on = self.settled_on = refunded_on
        self.refunded_amount = amount

    @transition(
        source=[States.PREPARED, States.SENT, States.SIGNED],
        target=States.RESIGNED,
        label=_("Give the grant up"),
        may=rules.is_grantee,
        guards=[guards.nothing_was_paid],
        tells=[notices.staff_resigned],
        note="must",
        instead="paper",
    )
    def resign(self, *, by: User) -> None:
        """The grantee does not take the grant; it is free for the reserve list."""

    @transition(
        source=[States.PREPARED, States.SENT, States.SIGNED],
        target=States.TERMINATED,
        label=_("Terminate the agreement"),
        may=rules.may_run,
        guards=[ending_guards.has_grounds],
        tells=[notices.grantee_terminated],
        note="must",
    )
    def terminate(self, *, by: User, grounds: str) -> None:
        """It ends before anything was paid; grounds and reason stand in the history and in the letter."""
        self.ended_because = grounds

    @transition(
        source=[States.PAID, States.REPORTED, States.RETURNED],
        target=States.RECOVERY,
        label=_("Terminate and ask for the money"),
        may=rules.may_judge,
        guards=[ending_guards.has_grounds, ending_guards.sums_fit, guards.something_is_left],
        tells=[notices.grantee_called_off],
        note="must",
    )
    def call_off(
        self, *, by: User, at: datetime, grounds: str, accepted: Decimal, misused: Decimal
    ) -> None:
        """It ends while money is out: all but `accepted` comes back, `misused` with interest from its transfer."""
        self.ended_because, self.accepted_amount, self.misused_amount = grounds, accepted, misused
        self.refund_due_on = rules.refund_day(self, timezone.localdate(at), misused=bool(misused))

    @transition(
        source=States.RECOVERY,
        target=States.TERMINATED,
        label=_("Record the money that came back"),
        primary=True,
        may=rules.may_record_money,
        guards=[guards.refund_day_has_come],
        tells=[notices.grantee_recovered],
    )
    def record_recovery(
        self, *, by: User, refunded_on: date, amount: Decimal | None = None
    ) -> None:
        """All of it is back with its interest; `actions.settlement.take_refund` compares it with what was due."""
        self.refunded_on, self.refunded_amount = refunded_on, amount
