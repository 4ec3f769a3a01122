"""Documents that prove spending, and the shares of them that budgets carry."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from finance.money import AmountField, Money
from finance.querysets import ExpenseDocumentQuerySet, ExpenseShareQuerySet
from people.numbers import validate_nip

from .budget import BudgetLine


class ExpenseDocument(models.Model):
    """An invoice or another proof of spending, once in the installation.

    It is itself by its KSeF number, else by the seller's NIP (or name, where there is no NIP), number
    and date. `shared` is the sum of its shares; the database refuses more than `gross`.
    """

    number = models.CharField(_("number"), max_length=100)
    issued_on = models.DateField(_("issued on"))
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    seller_name = models.CharField(_("seller"), max_length=300)
    seller_nip = models.CharField(
        _("seller's NIP"), max_length=10, blank=True, validators=[validate_nip]
    )
    net = AmountField(_("net"), null=True, blank=True)
    vat = AmountField(_("VAT"), null=True, blank=True)
    gross = AmountField(_("gross"))
    currency = models.CharField(_("currency"), max_length=3, default="PLN")
    purpose = models.CharField(_("what for"), max_length=500)
    ksef_number = models.CharField(_("KSeF number"), max_length=40, blank=True)
    identity = models.CharField(max_length=450, unique=True, editable=False)
    plain_identity = models.CharField(max_length=450, db_index=True, editable=False)
    shared = AmountField(_("charged to budgets"), default=Decimal(0), editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
        editable=False,
    )
    entered_at = models.DateTimeField(_("entered at"), editable=False)

    objects = ExpenseDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("expense document")
        verbose_name_plural = _("expense documents")
        ordering = ["-issued_on", "number", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(gross__gt=0), name="expense_is_above_zero"),
            models.CheckConstraint(
                condition=models.Q(shared__gte=0, shared__lte=models.F("gross")),
                name="expense_is_financed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(net__isnull=True)
                | models.Q(vat__isnull=True)
                | models.Q(gross=models.F("net") + models.F("vat")),
                name="gross_is_net_and_vat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.seller_name}"

    def get_absolute_url(self) -> str:
        """The document with its shares."""
        return reverse("finance:expense", args=[self.pk])

    @property
    def gross_money(self) -> Money:
        """The whole document."""
        return Money(self.gross, self.currency)

    @property
    def free(self) -> Money:
        """What no budget carries yet."""
        return Money(self.gross - self.shared, self.currency)


class ExpenseShare(models.Model):
    """The part of a document that one budget line carries.

    `amount` is in the document's currency; `charged` is the same in the budget's, at `rate` units of
    the document's currency for one of the budget's.
    """

    document = models.ForeignKey(
        ExpenseDocument, models.PROTECT, related_name="shares", verbose_name=_("expense document")
    )
    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="shares", verbose_name=_("budget line")
    )
    amount = AmountField(_("amount"))
    rate = models.DecimalField(
        _("exchange rate"), max_digits=12, decimal_places=6, default=Decimal(1)
    )
    charged = AmountField(_("charged"), editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
        editable=False,
    )
    entered_at = models.DateTimeField(_("entered at"), editable=False)

    objects = ExpenseShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share of an expense")
        verbose_name_plural = _("shares of expenses")
        ordering = ["document", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "line"], name="one_share_per_document_and_line"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, rate__gt=0), name="share_is_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} → {self.line}"

    @property
    def charged_money(self) -> Money:
        """What the budget line carries, in the budget's currency."""
        return Money(self.charged, self.line.budget.currency)

    def role_scopes(self) -> list[models.Model]:
        """Whoever keeps the programme's money keeps this."""
        return [self.line.budget.programme]
