"""From which line of the programme's budget the grants of a call are paid."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from finance.models import BudgetLine
from grants.models import Call
from programmes.models import Activity, Programme


class LineField(forms.ModelChoiceField):
    """A line of some programme's budget, under the programme's name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            BudgetLine.objects.none(),
            required=False,
            empty_label=_("no line of a budget"),
            help_text=_(
                "A grant paid out counts as spent on this line of the programme's budget; what comes back does not."
            ),
            **options,
        )

    def label_from_instance(self, obj: BudgetLine) -> str:
        """Two programmes may have lines of one name."""
        return f"{obj.budget.programme}: {obj}"

    def offer_lines(self, user: Any) -> None:
        """Offer the lines of the programmes that `user` runs."""
        lines = BudgetLine.objects.of_programmes(Programme.objects.run_by(user))
        self.queryset = lines.select_related("budget__programme")


def against_line(line: BudgetLine, activity: Activity) -> str | Promise:
    """Why grants of `activity` cannot be paid from `line`; empty when they can."""
    if line.budget.programme_id != activity.programme_id:
        return _("Choose a line of this programme's budget.")
    if line.budget.currency != Call(activity=activity).currency:
        return _("This budget is kept in another currency.")
    return ""
