"""`{{ amount|money:"PLN" }}` and `{{ share|percent }}`."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import pgettext

from finance.money import Money, format_money

register = template.Library()


@register.filter
def money(amount: Money | Decimal | int | None, currency: str = "") -> str:
    """An amount with its currency and spaces that do not break; „nie podano” when there is none."""
    if amount is None or amount == "":
        return pgettext("figure", "not given")
    return format_money(amount, currency)
