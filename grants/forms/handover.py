"""What changed hands in a local initiative: the day, the way, the things."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.money import AmountFormField
from grants.forms.agreement import DayField
from grants.models import Agreement
from grants.rules.agreement import how_much, position_name
from grants.rules.in_kind import Way
from workflows import clock

SPARE = 3
MOST = 20


class HandoverForm(forms.Form):
    """Which way, when and where."""

    way = forms.ChoiceField(label=_("Which way"), choices=Way.choices, widget=forms.RadioSelect)
    day = DayField(label=_("Day"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)


class ThingForm(forms.Form):
    """One thing; a row without a name is none."""

    name = forms.CharField(
        label=pgettext_lazy("in kind", "Thing or service"), max_length=200, required=False
    )
    quantity = forms.CharField(
        label=pgettext_lazy("in kind", "How much"), max_length=60, required=False
    )
    condition = forms.CharField(label=_("Condition"), max_length=200, required=False)
    value = AmountFormField(label=_("Worth"), required=False, min_value=0)
    for_good = forms.BooleanField(label=_("given for good, not lent"), required=False)

    def clean(self) -> dict[str, Any]:
        """A thing has a quantity and a value."""
        given = super().clean() or {}
        if not given.get("name"):
            return given
        if not given.get("quantity"):
            self.add_error("quantity", _("Say how much of it."))
        if given.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("Say what it is worth; 0 if nothing."))
        return given


def agreed_things(agreement: Agreement) -> list[dict[str, Any]]:
    """What the agreement says the city gives, to begin a protocol with.

    The quantity is the one that was agreed on. It stays empty where the estimate did not ask for it, so that somebody
    who counts the things writes it.
    """
    rows = {position_name(row): row for row in agreement.application.costs() or []}
    found = []
    for line in agreement.lines().filter(source="grant").order_by("position", "pk"):
        row = rows.get(line.name, {"name": line.name})
        found.append(
            {
                "name": row["name"],
                "quantity": how_much(row),
                "value": line.amount,
                "for_good": True,
            }
        )
    return found


class HandoverSheet:
    """The protocol as it is typed: its head and its things, the positions of the estimate to begin with."""

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        self.head = HandoverForm(data, initial={"way": Way.OUT, "day": clock.today()})
        known = agreed_things(agreement)
        initial: list[dict[str, Any]] = [*known, *({} for _spare in range(SPARE))][:MOST]
        self.things = [
            ThingForm(data, prefix=f"thing-{place}", initial=one)
            for place, one in enumerate(initial)
        ]

    def is_valid(self) -> bool:
        """Whether it can be drawn up; every part is asked, so that every mistake is shown."""
        valid = [part.is_valid() for part in (self.head, *self.things)]
        return all(valid)

    def items(self) -> list[dict[str, Any]]:
        """The things that have a name."""
        return [
            one.cleaned_data | {"value": str(one.cleaned_data["value"])}
            for one in self.things
            if one.cleaned_data.get("name")
        ]
