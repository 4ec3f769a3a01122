"""Transfers to be made: planned, ordered at the bank, confirmed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance import guards, rules
from finance.money import AmountField, Money
from finance.querysets import PaymentOrderQuerySet
from programmes import roles
from programmes.models import Programme
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.models.link import Link
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.roles import RoleOn
from workflows.workdays import end_of_day

from .bank import TransferFile

REFERENCE = "TANDEM-"


class PaymentOrder(Link, Lifecycle):
    """One transfer, for what `about` names (an agreement, an expense document)."""

    class States(BaseStates):
        HELD = "held", Category.PAUSED, pgettext_lazy("payment", "waits for the account")
        PLANNED = "planned", Category.IN_HANDS, pgettext_lazy("payment", "planned")
        ORDERED = "ordered", Category.IN_HANDS, pgettext_lazy("payment", "ordered")
        PAID = "paid", Category.DONE, pgettext_lazy("payment", "paid")
        CANCELLED = "cancelled", Category.REFUSED, pgettext_lazy("payment", "cancelled")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="payments", verbose_name=_("programme")
    )
    payee = models.CharField(_("payee"), max_length=300)
    address = models.CharField(_("payee's address"), max_length=300, blank=True)
    account = models.CharField(_("account number"), max_length=34, blank=True)
    title = models.CharField(_("transfer title"), max_length=140)
    amount = AmountField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="PLN")
    due_on = models.DateField(_("to be paid by"))
    not_before = models.DateField(_("not before"), null=True, editable=False)
    ordered_on = models.DateField(_("ordered on"), null=True, editable=False)
    paid_on = models.DateField(_("paid on"), null=True, editable=False)
    transfer_file = models.ForeignKey(
        TransferFile, models.PROTECT, null=True, related_name="payments", editable=False
    )
    state = StateField(States, default=States.PLANNED)

    inbox_related = ["programme"]

    objects = PaymentOrderQuerySet.as_manager()

    path = [States.PLANNED, States.ORDERED, States.PAID]
    owes = {
        States.HELD: [
            Owes("account", _("Somebody else confirms the account first"), who=lambda p: [])
        ],
        States.PLANNED: [
            Owes(
                "order", _("Order the transfer"), who=lambda p: p.kept_by(), due=lambda p: p.due_at
            ),
        ],
        States.ORDERED: [
            Owes(
                "confirm",
                _("Confirm that the money went out"),
                who=lambda p: p.kept_by(),
                due=lambda p: p.due_at,
            ),
        ],
    }

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_is_above_zero")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title_line(self) -> str:
        """How the payment is called in lists and mails."""
        return f"{self.payee}: {self.title}"

    @property
    def money(self) -> Money:
        """What is to be paid."""
        return Money(self.amount, self.currency)

    @property
    def due_at(self) -> datetime:
        """The last minute of the day by which it is to be paid."""
        return end_of_day(self.due_on)

    def is_ready_on(self, day: date) -> bool:
        """Whether it waits for no later day than `day`."""
        return self.not_before is None or self.not_before <= day

    @property
    def reference(self) -> str:
        """What the bank sends back with the booking, so that Tandem knows its transfer again."""
        return f"{REFERENCE}{self.pk}"

    def get_absolute_url(self) -> str:
        """The payment's page."""
        return reverse("finance:payment", args=[self.pk])

    def role_scopes(self) -> list[models.Model]:
        """Whoever keeps the programme's money keeps this."""
        return [self.programme]

    def kept_by(self) -> list[RoleOn]:
        """Whose turn it is to pay."""
        return [RoleOn(roles.FINANCE, self.programme), RoleOn(roles.STAFF, self.programme)]

    @transition(
        source=States.PLANNED,
        target=States.ORDERED,
        label=_("Order the transfer"),
        primary=True,
        may=rules.keeps_money,
        guards=[guards.its_day_has_come],
    )
    def order(self, *, by: Any, at: datetime, transfer_file: TransferFile | None = None) -> None:
        """The transfer was given to the bank, in a file that Tandem made or by hand."""
        self.ordered_on, self.transfer_file = timezone.localdate(at), transfer_file

    @transition(
        source=States.PLANNED,
        target=States.HELD,
        label=_("Hold the transfer"),
        may=nobody,
    )
    def hold(self, *, by: Any) -> None:
        """Nothing is paid until the payee's account is confirmed."""

    @transition(
        source=States.HELD,
        target=States.PLANNED,
        label=_("Let the transfer go"),
        may=nobody,
    )
    def release(self, *, by: Any, account: str) -> None:
        """The account was confirmed: this one is paid to, whatever stood here before."""
        self.account = account

    @transition(
        source=[States.PLANNED, States.ORDERED],
        target=States.PAID,
        label=_("Confirm the payment"),
        primary=True,
        may=rules.keeps_money,
        guards=[guards.paid_day_has_come],
    )
    def confirm(self, *, by: Any, at: datetime, paid_on: date | None = None) -> None:
        """The money went out on `paid_on` (left out: today)."""
        self.paid_on = paid_on or timezone.localdate(at)

    @transition(
        source=[States.HELD, States.PLANNED, States.ORDERED],
        target=States.CANCELLED,
        label=_("Cancel the payment"),
        may=rules.keeps_money,
        note="must",
    )
    def cancel(self, *, by: Any) -> None:
        """The money will not go out."""
