"""Appealing, and answering an appeal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.money import AmountFormField
from grants.models import Appeal


class AppealForm(forms.Form):
    """What the applicant disagrees with, and why."""

    grounds = forms.CharField(
        label=_("What do you disagree with, and why?"),
        help_text=_(
            "Name the criterion or the rule, and the place in your application that speaks for you."
        ),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what you disagree with, and why.")},
    )


class AnswerForm(forms.Form):
    """The answer that the applicant reads."""

    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("The applicant reads this."),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write the answer; the applicant will read it.")},
    )


class UpholdForm(AnswerForm):
    """The answer, and about the points the grant that follows."""

    amount = AmountFormField(
        label=_("Grant"),
        help_text=_("Leave it empty to put the application on the reserve list."),
        required=False,
    )

    def __init__(self, *args: Any, object: Appeal, **options: Any) -> None:  # noqa: A002 -- MoveView names it so
        super().__init__(*args, **options)
        if object.is_formal:
            del self.fields["amount"]
