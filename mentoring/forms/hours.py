"""What staff write about the hours of mentors: contracts, supervisions, who came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.models import Enrolment, MentorContract, Supervision
from workflows import clock
from workflows.forms import InstantField

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ContractForm(forms.ModelForm[MentorContract]):
    """A mentor's contract: its number, its day, its limits and its rate."""

    class Meta:
        model = MentorContract
        fields = ["number", "signed_on", "hours", "month_hours", "rate"]
        widgets = {"signed_on": DAY}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, unit in (("hours", "h"), ("month_hours", "h"), ("rate", "zł/h")):
            self.fields[name].widget.attrs["data-unit"] = unit

    def clean_rate(self) -> Any:
        rate = self.cleaned_data["rate"]
        if rate is not None and rate <= 0:
            raise forms.ValidationError(_("Give a rate above zero, or leave it empty."))
        return rate


class SupervisionForm(forms.ModelForm[Supervision]):
    """When and where the mentors meet, and who leads."""

    starts_at = InstantField(label=_("When"))

    class Meta:
        model = Supervision
        fields = ["starts_at", "minutes", "form", "place", "led_by", "about"]
        widgets = {"form": forms.RadioSelect, "about": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "starts_at": _("A day that is over is fine too: then say at once who came."),
            "place": _("An address or a link. It stands in the invitation."),
            "about": _("The mentors of the edition and your team read this."),
        }

    def clean_starts_at(self) -> Any:
        starts_at = self.cleaned_data["starts_at"]
        if abs((starts_at - clock.now()).days) > FURTHEST:
            raise forms.ValidationError(_("This day is too far away: look at the year."))
        return starts_at


#: Days around today within which a supervision lies; beyond it the year is mistyped.
FURTHEST = 732


class AttendanceForm(forms.Form):
    """Who came to a supervision, of the mentors accepted in its edition."""

    came: Any = forms.ModelMultipleChoiceField(
        label=_("Who came"),
        queryset=Enrolment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The hours of those you tick count in their timesheets."),
        error_messages={
            "required": _("Tick those who came. If nobody did, call the supervision off."),
            "invalid_choice": _("Choose from the mentors of this edition."),
            "invalid_pk_value": _("Choose from the mentors of this edition."),
        },
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        object: Supervision,  # noqa: A002 -- MoveView gives it by this name
    ) -> None:
        super().__init__(data, files)
        field: Any = self.fields["came"]
        mentors = object.edition.enrolments.accepted_as("mentor").select_related("person")
        field.queryset = mentors.order_by("person__sort_key", "pk")
        field.label_from_instance = lambda enrolment: str(enrolment.person)
