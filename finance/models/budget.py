"""Budgets: of a programme, of a partner in it, of a grant agreement."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.money import AmountField, Money
from finance.querysets import BudgetLineQuerySet, BudgetQuerySet
from programmes.models import Programme
from workflows.models.link import Link


class Budget(Link):
    """The money of one owner (`about`), which may be a programme or anything that belongs to one.

    An amount that nobody stated is None and is never made up; where two of the three are known the
    third follows from them.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="budgets", verbose_name=_("programme")
    )
    currency = models.CharField(_("currency"), max_length=3)
    stated_total = AmountField(_("total"), null=True, blank=True)
    stated_grant = AmountField(_("grant"), null=True, blank=True)
    stated_own = AmountField(_("own contribution"), null=True, blank=True)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["about_type", "about_id"], name="one_budget_per_owner"),
            models.CheckConstraint(
                condition=models.Q(stated_total__isnull=True)
                | models.Q(stated_grant__isnull=True)
                | models.Q(stated_own__isnull=True)
                | models.Q(stated_total=models.F("stated_grant") + models.F("stated_own")),
                name="budget_total_is_grant_and_own",
                violation_error_message=_(
                    "The grant and the own contribution do not add up to the total. Correct one, or leave one empty."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(stated_total__isnull=True)
                | models.Q(stated_own__isnull=True)
                | models.Q(stated_own__lte=models.F("stated_total")),
                name="own_contribution_within_total",
                violation_error_message=_("The own contribution is above the total."),
            ),
        ]

    def __str__(self) -> str:
        return _("Budget: %(about)s") % {"about": self.about}

    def get_absolute_url(self) -> str:
        """The page with its lines."""
        return reverse("finance:budget", args=[self.pk])

    def role_scopes(self) -> list[models.Model]:
        """Whoever keeps the programme's money keeps this."""
        return [self.programme]

    @property
    def total(self) -> Money | None:
        """All of it, or None when not known."""
        return self._money(self.stated_total, self.stated_grant, self.stated_own, 1)

    @property
    def grant(self) -> Money | None:
        """What the funder gives, or None when not known."""
        return self._money(self.stated_grant, self.stated_total, self.stated_own, -1)

    @property
    def own_contribution(self) -> Money | None:
        """What the owner adds, or None when not known."""
        return self._money(self.stated_own, self.stated_total, self.stated_grant, -1)

    @property
    def own_rate(self) -> Decimal | None:
        """The own contribution in percent of the total, or None when either is not known."""
        if self.own_contribution is None or self.total is None:
            return None
        return self.own_contribution.share_of(self.total)

    @property
    def grant_rate(self) -> Decimal | None:
        """The grant in percent of the total (the rate of co-financing), or None when not known."""
        return (
            self.grant.share_of(self.total)
            if self.grant is not None and self.total is not None
            else None
        )

    def _money(
        self, stated: Decimal | None, one: Decimal | None, other: Decimal | None, sign: int
    ) -> Money | None:
        if stated is None and (one is None or other is None):
            return None
        amount = stated if stated is not None else Decimal(one or 0) + sign * Decimal(other or 0)
        return Money(amount, self.currency)


class BudgetLine(models.Model):
    """One position of a budget, in the budget's currency."""

    class Source(models.TextChoices):
        GRANT = "grant", pgettext_lazy("source of money", "grant")
        OWN = "own", pgettext_lazy("source of money", "own contribution, money")
        IN_KIND = "in_kind", pgettext_lazy("source of money", "own contribution, in kind")
        WORK = "work", pgettext_lazy("source of money", "own contribution, work")
        OTHER = "other", pgettext_lazy("source of money", "other public money")

    budget = models.ForeignKey(
        Budget, models.CASCADE, related_name="lines", verbose_name=_("budget")
    )
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=300)
    amount = AmountField(_("planned"))
    source = models.CharField(
        _("source"), max_length=10, choices=Source.choices, default=Source.GRANT
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["budget", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "code"],
                name="budget_line_code_once",
                violation_error_message=_("This budget already has a line with that code."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="budget_line_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def planned(self) -> Money:
        """What the line was planned with."""
        return Money(self.amount, self.budget.currency)

    def role_scopes(self) -> list[models.Model]:
        """Whoever keeps the programme's money keeps this."""
        return [self.budget.programme]
