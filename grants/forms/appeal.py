"""Appealing, and answering an appeal."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from finance.money import AmountFormField
from grants.models import Appeal, Criterion
from grants.rules.scoring import UnreadablePoints, points_shown, read_points


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


class PointsField(forms.CharField):
    """The new points on one criterion; empty leaves what was decided."""

    def __init__(self, criterion: Criterion, decided: Mapping[str, str]) -> None:
        self.most = criterion.maximum
        label = gettext("%(criterion)s: new points") % {"criterion": criterion.title}
        held = decided.get(criterion.key)
        said = gettext("From 0 to %(most)s. Empty: it stays as decided (%(held)s).") % {
            "most": points_shown(criterion.maximum),
            "held": points_shown(Decimal(held)) if held else "–",
        }
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, help_text=said, required=False, widget=widget)

    def clean(self, value: Any) -> Any:
        """The points, None for an empty field."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_points(text, self.most)
        except UnreadablePoints as error:
            raise forms.ValidationError(str(error)) from error


class UpholdForm(AnswerForm):
    """The answer, and about the points the new ones and the grant that follows."""

    amount = AmountFormField(
        label=_("Grant"),
        help_text=_(
            "Leave it empty to put the application on the reserve list; below a threshold it gets none."
        ),
        required=False,
    )

    def __init__(self, *args: Any, object: Appeal, **options: Any) -> None:  # noqa: A002 -- MoveView names it so
        super().__init__(*args, **options)
        self.appeal = object
        if object.is_formal:
            del self.fields["amount"]
            return
        amount = self.fields.pop("amount")
        line = object.application.decision_rows.order_by("pk").last()
        decided = {one["key"]: one["mean"] for one in line.details} if line else {}
        for criterion in object.application.call.criteria.all():
            self.fields[f"points_{criterion.key}"] = PointsField(criterion, decided)
        self.fields["amount"] = amount

    def inputs(self) -> dict[str, Any]:
        """What the move asks for, of a valid form."""
        given = self.cleaned_data
        if self.appeal.is_formal:
            return {"answer": given["answer"]}
        points = {
            name.removeprefix("points_"): value
            for name, value in given.items()
            if name.startswith("points_") and value is not None
        }
        return {"answer": given["answer"], "amount": given["amount"], "criteria": points}
