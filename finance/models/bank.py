"""The bank's side of payments: from which account a programme pays, files for the bank, its statements."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.banking import Row
from finance.money import AmountField, Money
from finance.querysets import OfProgrammeMoney
from people.numbers import validate_account
from programmes.models import Programme
from workflows.models import StoredFile


class PayerAccount(models.Model):
    """The account from which a programme pays."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="payer_account")
    name = models.CharField(_("owner of the account"), max_length=140)
    address = models.CharField(_("address"), max_length=140, blank=True)
    number = models.CharField(_("account number"), max_length=26, validators=[validate_account])

    class Meta:
        verbose_name = _("account that pays")
        verbose_name_plural = _("accounts that pay")

    def __str__(self) -> str:
        return f"{self.programme}: {self.number}"


class TransferFile(models.Model):
    """A file of transfers as the bank got it; it is made once and never changes."""

    class Format(models.TextChoices):
        ELIXIR = "elixir", pgettext_lazy("transfer file", "Elixir-0")
        CSV = "csv", "CSV"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="transfer_files")
    format = models.CharField(_("format"), max_length=10, choices=Format)
    encoding = models.CharField(_("encoding"), max_length=20)
    count = models.PositiveIntegerField(_("transfers"))
    total = AmountField(_("together"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfProgrammeMoney.as_manager()

    class Meta:
        verbose_name = _("transfer file")
        verbose_name_plural = _("transfer files")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return str(_("Transfer file %(number)d") % {"number": self.pk})

    @property
    def title_line(self) -> str:
        """How the file is called."""
        return str(self)

    @property
    def money(self) -> Money:
        """All its transfers together."""
        return Money(self.total, "PLN")

    def file(self) -> StoredFile:
        """The bytes that the bank got."""
        return StoredFile.objects.of(self).get()

    def get_absolute_url(self) -> str:
        """The page with its transfers."""
        return reverse("finance:transfer", args=[self.pk])

    def role_scopes(self) -> list[models.Model]:
        """Whoever keeps the programme's money keeps this."""
        return [self.programme]


class BankStatement(models.Model):
    """The bookings of a bank's statement as read; payments follow from it once, when it is booked."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="bank_statements")
    name = models.CharField(_("file"), max_length=180)
    digest = models.CharField(max_length=64)
    bookings = models.JSONField(default=list)
    read_at = models.DateTimeField(_("read"))
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    booked_at = models.DateTimeField(_("booked"), null=True)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = OfProgrammeMoney.as_manager()

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "digest"], name="statement_read_once")
        ]

    def __str__(self) -> str:
        return self.name

    def rows(self) -> list[Row]:
        """The bookings."""
        return [
            Row(
                day=date.fromisoformat(one["day"]),
                amount=Decimal(one["amount"]),
                account=one["account"],
                name=one["name"],
                title=one["title"],
            )
            for one in self.bookings
        ]

    @staticmethod
    def kept(rows: list[Row]) -> list[dict[str, Any]]:
        """The bookings as they are stored."""
        return [
            {
                "day": row.day.isoformat(),
                "amount": str(row.amount),
                "account": row.account[:34],
                "name": row.name[:300],
                "title": row.title[:500],
            }
            for row in rows
        ]

    def get_absolute_url(self) -> str:
        """The page that shows what would happen, then what did."""
        return reverse("finance:statement", args=[self.pk])

    def role_scopes(self) -> list[models.Model]:
        """Whoever keeps the programme's money keeps this."""
        return [self.programme]
