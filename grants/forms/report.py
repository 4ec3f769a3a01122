"""The grantee's report, as typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.forms.assessment import KeptField
from grants.models import Agreement
from grants.rules.report import DONE_LENGTH, read_report


class ReportForm(forms.Form):
    """The report as typed; anything may be kept, `judge()` says what is amiss."""

    done = KeptField(
        label=_("What did you do?"),
        help_text=_("As you would tell a neighbour: what happened, who came, what changed."),
        widget=forms.Textarea(attrs={"rows": 10, "data-limit": DONE_LENGTH}),
    )
    participants = KeptField(
        label=_("How many people took part?"),
        help_text=_("Count each person once."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    volunteers = KeptField(
        label=_("How many people helped without pay?"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    things = KeptField(
        label=_("What were the things worth that you brought in?"),
        help_text=_(
            "Lent or given things that nobody paid for. 0 if there were none. Your money stands in the register, work in the volunteers' cards."
        ),
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "data-unit": "zł"}
        ),
    )
    lessons = KeptField(
        label=_("What would you do differently?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-limit": DONE_LENGTH}),
    )

    use_required_attribute = False

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        super().__init__(data, initial=agreement.report.typed)
        self.agreement = agreement

    def typed(self) -> dict[str, str]:
        """What stands in the form, as typed."""
        return {name: str(self[name].value() or "") for name in self.fields}

    def judge(self) -> bool:
        """Whether the words are complete; puts a sentence at each field that stands in the way."""
        self.is_valid()
        for name, sentence in read_report(self.typed()).problems.items():
            self.add_error(name, sentence)
        return not self.errors
