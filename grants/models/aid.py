"""Grants that are de minimis aid, with their value in euro and the certificate the grantee got."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.money import AmountField
from grants.notices import aid as notices
from grants.querysets.agreement import AidQuerySet
from grants.rules import aid as rules
from people.models import Organisation
from workflows.lifecycle import Category, Lifecycle, StateField
from workflows.lifecycle import States as BaseStates
from workflows.models import StoredFile
from workflows.moves import transition

from .agreement import Agreement

if TYPE_CHECKING:
    from people.models import User


class DeMinimisAid(Lifecycle):
    """One entry of the register. `amount` is in the agreement's currency, `rate` of it makes one euro."""

    class States(BaseStates):
        GRANTED = "granted", Category.DONE, pgettext_lazy("aid", "granted")
        CANCELLED = "cancelled", Category.REFUSED, pgettext_lazy("aid", "cancelled")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="aid")
    beneficiary = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="aid"
    )
    certificate_number = models.CharField(
        _("number of the certificate"), max_length=40, unique=True
    )
    granted_on = models.DateField(_("granted on"))
    amount = AmountField(_("amount"))
    rate = models.DecimalField(_("rate of the euro"), max_digits=10, decimal_places=4)
    rate_source = models.CharField(_("source of the rate"), max_length=120)
    rate_on = models.DateField(_("day of the rate"))
    euro = AmountField(_("amount in euro"))
    certificate = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    state = StateField(States, default=States.GRANTED)
    path = [States.GRANTED]
    begun_tells = [notices.grantee_certificate]
    objects = AidQuerySet.as_manager()

    class Meta:
        verbose_name = _("de minimis aid")
        verbose_name_plural = _("de minimis aid")
        ordering = ["-granted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state="granted"), name="aid_granted_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, rate__gt=0, euro__gte=0), name="aid_amounts_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return self.certificate_number

    @property
    def code(self) -> str:
        """The number of the agreement."""
        return self.agreement.number

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this entry are looked up."""
        return self.agreement.role_scopes()

    def get_absolute_url(self) -> str:
        return reverse("grants:aid", args=[self.pk])

    def may_add_file(self, user: Any) -> bool:
        """The certificate is the only file."""
        return False

    @transition(
        source=States.GRANTED,
        target=States.CANCELLED,
        label=_("Cancel the certificate"),
        may=rules.may_cancel,
        tells=[notices.grantee_cancelled],
        note="must",
    )
    def cancel(self, *, by: User) -> None:
        """The grant does not come about, or the certificate was wrong."""
