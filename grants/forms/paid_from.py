"""From which line of the programme's budget the grants of a call are paid."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.models import BudgetLine
from grants.models import Call
from programmes.models import Programme


class LineField(forms.ModelChoiceField):
    """A line of some programme's budget, under the programme's name."""

    def label_from_instance(self, obj: BudgetLine) -> str:
        """Two programmes may have lines of one name."""
        return f"{obj.budget.programme}: {obj}"


class PaidFromForm(forms.Form):
    """The part of the call's form that is about its budget line."""

    budget_line = LineField(
        BudgetLine.objects.none(),
        label=_("Paid from"),
        required=False,
        empty_label=_("no line of a budget"),
        help_text=_(
            "A grant paid out counts as spent on this line of the programme's budget; what comes back does not."
        ),
    )

    def offer_lines(self, user: Any) -> None:
        """Offer the lines of the programmes that `user` runs."""
        lines = BudgetLine.objects.of_programmes(Programme.objects.run_by(user))
        self.fields["budget_line"].queryset = lines.select_related("budget__programme")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a line of another programme or in another currency."""
        given = super().clean() or {}
        line, activity = given.get("budget_line"), given.get("activity")
        if line is None or activity is None:
            return given
        if line.budget.programme_id != activity.programme_id:
            self.add_error("budget_line", _("Choose a line of this programme's budget."))
        elif line.budget.currency != Call(activity=activity).currency:
            self.add_error("budget_line", _("This budget is kept in another currency."))
        return given
