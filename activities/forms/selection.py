"""What counts when the group is chosen, and the points of one applicant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.models import StudyVisit, VisitCriterion
from workflows.forms import SaysWhoReads

MOST_CRITERIA = 12


class CriterionForm(SaysWhoReads, forms.ModelForm[VisitCriterion]):
    """One criterion."""

    readers = dict.fromkeys(("name_pl", "name_en"), _("Everybody who applies reads this."))

    class Meta:
        model = VisitCriterion
        fields = ["name_pl", "name_en", "points"]
        error_messages = {"points": {"required": _("Write how many points it gives at most.")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name: Any = self.fields["name_pl"]
        name.label, name.required = _("What counts, in Polish"), True
        name.error_messages["required"] = _("Write what counts.")
        self.fields["name_en"].label = _("What counts, in English")


CriterionFormSet = forms.inlineformset_factory(
    StudyVisit,
    VisitCriterion,
    form=CriterionForm,
    extra=2,
    can_delete=True,
    max_num=MOST_CRITERIA,
    validate_max=True,
)


class ScoreForm(forms.Form):
    """A number for each criterion, from 0 to what it gives at most."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[VisitCriterion],
        given: Mapping[int, int],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.criteria = criteria
        self.initial["seen"] = ",".join(f"{key}:{given[key]}" for key in sorted(given))
        for criterion in criteria:
            field = forms.IntegerField(
                label=criterion.name,
                min_value=0,
                max_value=criterion.points,
                initial=given.get(criterion.pk),
                help_text=gettext("From 0 to %(most)d points.") % {"most": criterion.points},
            )
            field.error_messages["required"] = _("Write the points, 0 as well.")
            self.fields[f"criterion-{criterion.pk}"] = field

    def points(self) -> dict[int, int]:
        """The points typed, by key of the criterion."""
        return {each.pk: self.cleaned_data[f"criterion-{each.pk}"] for each in self.criteria}

    def seen_points(self) -> dict[int, int]:
        """The points that stood when the form was shown; what cannot be read is left out."""
        pairs = (pair.split(":") for pair in self.cleaned_data["seen"].split(","))
        return {
            int(pair[0]): int(pair[1])
            for pair in pairs
            if len(pair) == 2 and all(part.isdecimal() and len(part) < 19 for part in pair)
        }
