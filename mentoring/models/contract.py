"""What a mentor's contract says about hours."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from finance.money import AmountField

from .edition import MOST_A_MONTH, Edition
from .enrolment import Enrolment


class MentorContract(models.Model):
    """One mentor's contract in one edition. What it leaves open, the edition says."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="contract")
    number = models.CharField(_("number of the contract"), max_length=40)
    signed_on = models.DateField(_("signed on"))
    hours = models.PositiveSmallIntegerField(
        _("hours in the contract"), validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )
    month_hours = models.PositiveSmallIntegerField(
        _("hours in a month at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_A_MONTH)],
        help_text=_("Over all projects. Empty: as the edition says."),
    )
    rate = AmountField(
        _("rate per hour"),
        null=True,
        blank=True,
        help_text=_(
            "Empty: the mentor works as a volunteer. Hours counted from now on get this rate."
        ),
    )
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    kept_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("mentor's contract")
        verbose_name_plural = _("mentors' contracts")

    def __str__(self) -> str:
        return self.number


def contract_of(enrolment: Enrolment) -> MentorContract | None:
    """The mentor's contract, or None; reads the joined row where it was fetched along."""
    found: MentorContract | None = getattr(enrolment, "contract", None)
    return found


def contract_minutes(enrolment: Enrolment) -> int:
    """How many minutes the contract, else the edition, covers; 0 sets no limit."""
    contract, edition = contract_of(enrolment), enrolment.edition
    return 60 * (contract.hours if contract else edition.contract_hours)


def month_minutes(enrolment: Enrolment) -> int:
    """How many minutes a month the mentor may work over all projects; 0 sets no limit."""
    contract: MentorContract | None = contract_of(enrolment)
    edition: Edition = enrolment.edition
    own = contract.month_hours if contract else None
    return 60 * (own or edition.month_hours)
