"""Making budgets and their lines."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from finance.models import Budget, BudgetLine
from programmes.models import Programme
from workflows.models.link import type_of


@transaction.atomic
def set_budget(
    *,
    about: models.Model,
    programme: Programme,
    currency: str,
    total: Decimal | None = None,
    grant: Decimal | None = None,
    own: Decimal | None = None,
    by: Any,
) -> Budget:
    """Make the budget of `about`, or change its sums; None means that the figure is not known."""
    sums = {"stated_total": total, "stated_grant": grant, "stated_own": own}
    budget, _made = Budget.objects.update_or_create(
        about_type=type_of(about),
        about_id=about.pk,
        defaults={"programme": programme, "currency": currency, **sums},
    )
    return budget


def add_budget_line(
    *,
    budget: Budget,
    code: str,
    name: Mapping[str, str] | str,
    amount: Decimal,
    source: str = "grant",
    by: Any,
) -> BudgetLine:
    """Add a line at the end; `name` is a text or a map from language to text."""
    names = {"pl": name} if isinstance(name, str) else name
    columns = {f"name_{language}": text for language, text in names.items()}
    place = budget.lines.count() + 1
    return BudgetLine.objects.create(
        budget=budget, code=code, amount=amount, source=source, position=place, **columns
    )
