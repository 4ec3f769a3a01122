"""What stands in an agreement and what it comes to: its money, its days, its sentences for lists. No moves here."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from finance.models import Budget, BudgetLine, ExpenseShare, PaymentOrder
from finance.money import AmountField
from grants.rules import agreement as rules
from grants.rules.in_kind import given_for_good
from workflows.workdays import end_of_day

from .application import Application
from .call import Call

if TYPE_CHECKING:
    from programmes.models import Programme


class Reckoned(models.Model):
    """Abstract, of `Agreement`: what stands in it, everything that is asked of it, nothing that changes it."""

    ordinal = models.PositiveIntegerField(editable=False)
    number = models.CharField(_("number"), max_length=40)
    amount = AmountField(_("grant"))
    starts_on = models.DateField(_("project starts"), null=True, blank=True)
    ends_on = models.DateField(_("project ends"), null=True, blank=True)
    prepared_at = models.DateTimeField(_("prepared"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent to be signed"), null=True, editable=False)
    signed_on = models.DateField(_("signed on"), null=True, editable=False)
    pay_by = models.DateField(_("to be paid by"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, editable=False)
    reported_at = models.DateTimeField(_("report handed in"), null=True, editable=False)
    return_reasons = models.TextField(_("what to correct"), max_length=4000, blank=True)
    correction_due_at = models.DateTimeField(_("correction due"), null=True, editable=False)
    accepted_amount = AmountField(_("accepted"), null=True, editable=False)
    settled_on = models.DateField(_("settled on"), null=True, editable=False)
    refund_due_on = models.DateField(_("money back by"), null=True, editable=False)
    refunded_on = models.DateField(_("money came back on"), null=True, editable=False)
    refunded_amount = AmountField(_("came back"), null=True, editable=False)

    budgets = GenericRelation(Budget, "about_id", "about_type", for_concrete_model=False)
    payments = GenericRelation(PaymentOrder, "about_id", "about_type", for_concrete_model=False)

    application: Application
    call: Call
    cuts: Any
    state: Any

    class Meta:
        abstract = True

    @property
    def title_line(self) -> str:
        """The title of the project."""
        return self.application.title_line

    @property
    def reference(self) -> str:
        """The number of the agreement."""
        return self.number

    @property
    def programme(self) -> Programme:
        """The programme that pays."""
        return self.call.programme

    @property
    def currency(self) -> str:
        """ISO code of its money."""
        return self.call.currency

    @property
    def budget(self) -> Budget | None:
        """The budget with its costs; None before it is made."""
        return next(iter(self.budgets.all()), None)

    @property
    def payment(self) -> PaymentOrder | None:
        """The next transfer, else the one that went out last; None before signing."""
        standing = [
            one for one in self.payments.all() if one.state != PaymentOrder.States.CANCELLED
        ]
        waiting = [one for one in standing if one.state != PaymentOrder.States.PAID]
        return (waiting or standing[-1:] or [None])[0]

    def paid_out(self) -> Decimal:
        """What went out so far."""
        paid = self.payments.filter(state=PaymentOrder.States.PAID).order_by()
        return paid.aggregate(total=Sum("amount"))["total"] or Decimal(0)

    @property
    def payment_due_at(self) -> datetime | None:
        """Until when the grant is paid out."""
        return end_of_day(self.pay_by) if self.pay_by else None

    @property
    def report_due_at(self) -> datetime | None:
        """Until when the grantee reports."""
        return rules.report_due_at(self)  # type: ignore[arg-type]  # Agreement's base

    @property
    def check_due_at(self) -> datetime | None:
        """Until when the grantee hears what the staff say to the report."""
        if self.reported_at is None:
            return None
        day = timezone.localdate(self.reported_at)
        return end_of_day(rules.later(day, rules.DAYS_TO_CHECK))

    @property
    def refund_due_at(self) -> datetime | None:
        """Until when unspent money comes back."""
        return end_of_day(self.refund_due_on) if self.refund_due_on else None

    @property
    def unspent(self) -> Decimal:
        """What comes back, once an amount was accepted."""
        if self.accepted_amount is None:
            return Decimal(0)
        return rules.unspent(self.money_out(), self.accepted_amount)

    def money_out(self) -> Decimal:
        """What the grantee has got in money: what went out, or the grant where its transfers are older than Tandem's."""
        if not self.call.gives_money:
            return Decimal(0)
        return self.paid_out() if self.payments.exists() else self.amount

    def cut_from_grant(self) -> Decimal:
        """What staff do not accept of the documents."""
        return self.cuts.order_by().aggregate(total=Sum("amount"))["total"] or Decimal(0)

    def acceptable(self) -> Decimal:
        """The most that can be accepted: what documents prove without what was cut, or what was given for good."""
        if not self.call.gives_money:
            handovers = self.handovers.all()  # type: ignore[attr-defined]  # of Agreement
            return min(given_for_good(handovers), self.amount)
        return min(self.spent_from_grant() - self.cut_from_grant(), self.amount)

    def lines(self) -> Any:
        """The positions of its costs."""
        return BudgetLine.objects.filter(budget__in=self.budgets.all())

    def shares(self) -> models.QuerySet[ExpenseShare]:
        """The parts of documents that its lines carry."""
        shares = ExpenseShare.objects.filter(line__in=self.lines())
        return shares.order_by("document__issued_on", "pk")

    def spent_from_grant(self) -> Decimal:
        """What documents charge to the lines paid from the grant."""
        grant = self.shares().filter(line__source=BudgetLine.Source.GRANT)
        return grant.order_by().aggregate(total=Sum("charged"))["total"] or Decimal(0)

    def may_add_file(self, user: Any) -> bool:
        """Grantee and staff attach scans and photographs until it is over."""
        writes = rules.is_grantee(user, self) or rules.is_staff(user, self)
        return writes and self.state not in rules.OVER

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this agreement are looked up."""
        return [self, self.call, self.call.programme]

    def parties(self) -> list[Any]:
        """The persons and organisations whose ties make a conflict of interest."""
        return self.application.parties()
