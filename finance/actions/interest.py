"""Keeping the rates of interest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from finance.models import InterestRate
from programmes import roles
from workflows.errors import NotYours
from workflows.roles import roles_of


def may_keep_rates(user: Any) -> bool:
    """Whether `user` keeps the money of some programme, or administers the installation."""
    keeps = bool(roles_of(user).names.intersection(roles.KEEPERS_OF_MONEY))
    return keeps or bool(user.is_active and user.is_superuser)


@transaction.atomic
def keep_rate(*, since: date, percent: Decimal, source: str, by: Any) -> InterestRate:
    """Say that `percent` holds from `since` on; a rate of that day is corrected. Raises NotYours."""
    if not may_keep_rates(by):
        raise NotYours([_("The finance staff of this programme do this.")])
    rate, _made = InterestRate.objects.update_or_create(
        since=since, defaults={"percent": percent, "source": source}
    )
    return rate
