"""The money in a programme file: the programme's budget and each partner's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from finance.models import Budget
from programmes.importing import Run, Section, sections
from workflows.models.link import type_of


def _put(run: Run, about: models.Model, place: str, values: Mapping[str, Any]) -> None:
    if not values:
        return
    key = {"programme": run.programme, "about_type": type_of(about), "about_id": about.pk}
    values = {"currency": run.programme.currency, **values}
    budget = Budget.objects.filter(**key).first() or Budget(**key)
    for name, value in values.items():
        setattr(budget, name, value)
    try:
        budget.validate_constraints()
    except ValidationError as error:
        run.refuse(place, " ".join(error.messages))
    run.put(Budget.objects, key, values)


def apply_budgets(run: Run) -> None:
    """The programme's budget; a figure the file does not give stays unknown."""
    values = run.values.get("budget", {})
    _put(
        run,
        run.programme,
        "budget",
        {f"stated_{key}": values[key] for key in ("total", "grant") if key in values},
    )
    partners = {partner.name: partner for partner in run.programme.partners.all()}
    for number, each in enumerate(run.values.get("partners", []), start=1):
        stated = {"stated_total": each.get("budget"), "stated_own": each.get("own_contribution")}
        _put(
            run,
            partners[each["name"]],
            f"partners[{number}]",
            {key: value for key, value in stated.items() if value is not None},
        )


sections.add("budget", Section(_("Budgets"), apply_budgets))
