"""What a programme's own pages show of its money: each partner's budget, and where it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from finance import rules
from finance.models import Budget
from finance.money import Money, format_money
from programmes.models import Partner, Programme
from programmes.places import Place, places
from programmes.registries.columns import Cell, Columns, columns


def budgets_of_partners(programme: Programme) -> Mapping[int, tuple[Cell, ...]]:
    """By a partner's key: its budget, its own contribution, and how many percent that is."""
    partners = Partner.objects.filter(programme=programme).order_by()
    return {
        budget.about_id: (
            Cell(_amount(budget.total), budget.get_absolute_url()),
            Cell(_amount(budget.own_contribution)),
            Cell(_percent(budget.own_rate)),
        )
        for budget in Budget.objects.about_any(partners)
    }


def no_budget(partner: Partner) -> tuple[Cell, ...]:
    """What nobody has stated, and where it can be."""
    unknown = _amount(None)
    url = reverse("finance:partner-budget", args=[partner.programme.code, partner.pk])
    return Cell(unknown, url), Cell(unknown), Cell(unknown)


def _amount(money: Money | None) -> str:
    return pgettext("figure", "not given") if money is None else format_money(money)


def _percent(rate: Decimal | None) -> str:
    return pgettext("figure", "not given") if rate is None else f"{rate.normalize():f} %"


def budget_page(programme: Programme) -> str:
    """Where the programme's own budget is kept, or begun."""
    return reverse("finance:programme-budget", args=[programme.code])


columns.add(
    "budgets",
    Columns(
        (_("Budget"), _("Own contribution"), _("Rate of own contribution")),
        budgets_of_partners,
        no_budget,
    ),
)
places.add("budget", Place(_("Budget"), budget_page, rules.keeps_money, 60))
