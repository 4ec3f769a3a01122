"""What staff write about the hours of mentors: contracts, supervisions, who came."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mentoring.models import Enrolment, MentorContract, Supervision
from mentoring.models.edition import MOST_A_MONTH
from workflows import clock
from workflows.forms import InstantField, SaysWhoReads

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ContractForm(SaysWhoReads, forms.ModelForm[MentorContract]):
    """A mentor's contract: its number, its day, its limits and its rate."""

    readers = {"number": _("Your team and the mentor read this.")}

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


class OutsideHoursForm(SaysWhoReads, forms.Form):
    """Hours of one month in a project that Tandem does not know: a sum, or one stretch of time."""

    readers = {"project": _("You and the teams of the editions you mentor in read this.")}

    month = forms.TypedChoiceField(
        label=_("Month"),
        coerce=date.fromisoformat,
        error_messages={"invalid_choice": _("Choose one of the months of the list.")},
    )
    project = forms.CharField(
        label=_("Project"),
        max_length=200,
        help_text=_("Its name, and whose it is."),
        error_messages={"required": _("Write which project it was.")},
    )
    hours = forms.DecimalField(
        label=_("Hours"),
        min_value=Decimal("0.1"),
        max_value=MOST_A_MONTH,
        decimal_places=2,
        localize=True,
        help_text=_(
            "The sum of the month, or the length of one stretch of time: 1.5 is an hour and a half."
        ),
        error_messages={
            "required": _("Write how many hours it was."),
            "invalid": _("Write hours, for example 12.5."),
            "min_value": _("Write hours above zero."),
            "max_value": _("No month has so many hours."),
        },
    )
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=DAY,
        help_text=_(
            "Where you know day and hour, overlaps are noticed. Empty: the sum of the month."
        ),
        error_messages={"invalid": _("Give a day, for example 2026-12-03.")},
    )
    begins = forms.TimeField(
        label=_("From"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Give the hour, for example 17:30.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["month"]
        field.choices = [
            (f"{each:%Y-%m-%d}", date_format(each, "F Y")) for each in months_back(clock.today())
        ]
        self.fields["hours"].widget.attrs["data-unit"] = "h"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day, begins, hours = (given.get(name) for name in ("day", "begins", "hours"))
        if day and not begins and "begins" not in self.errors:
            self.add_error("begins", _("Give the hour it began, or leave the day empty."))
        if begins and not day and "day" not in self.errors:
            self.add_error("day", _("Give the day too, or leave the hour empty."))
        if day and given.get("month") and day.replace(day=1) != given["month"]:
            self.add_error("day", _("This day lies in another month."))
        if day and hours and hours > HOURS_OF_A_DAY:
            self.add_error("hours", _("One stretch of time has 24 hours at most."))
        return given

    def stated(self) -> dict[str, Any]:
        """The valid statement as fields of the record."""
        given = dict(self.cleaned_data)
        given["minutes"] = round(given.pop("hours") * 60)
        return given


HOURS_OF_A_DAY = 24
#: Months back for which hours elsewhere may be stated: a year and the month itself.
MONTHS_BACK = 12


def months_back(today: date) -> list[date]:
    """The first days of this month and of the year before it, the latest first."""
    at = today.year * 12 + today.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(at, at - MONTHS_BACK - 1, -1)]


class SupervisionForm(SaysWhoReads, forms.ModelForm[Supervision]):
    """When and where the mentors meet, and who leads."""

    readers = dict.fromkeys(
        ("place", "led_by", "about"), _("The mentors of the edition and your team read this.")
    )

    starts_at = InstantField(label=_("When"))

    class Meta:
        model = Supervision
        fields = ["starts_at", "minutes", "form", "place", "led_by", "about"]
        widgets = {"form": forms.RadioSelect, "about": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "starts_at": _("A day that is over is fine too: then say at once who came."),
            "place": _("An address or a link. It stands in the invitation."),
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
