"""Before the journey: what staff tell those who go, and what these need."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Registration, StudyVisit
from workflows import clock
from workflows.forms import InstantField, Versioned

from .consents import NEEDS, READ_BY_ORGANISERS, AsksNeeds
from .travel import DayInput

OLDEST = 110  # years; a date of birth before that is a slip of the finger


class PreparationForm(Versioned):
    """What the joining letter says beside the programme."""

    readers = dict.fromkeys(
        ("meeting_place", "contact", "take_along_pl", "take_along_en"),
        _("Those who go read this in their letter and on their page."),
    )

    meets_at = InstantField(label=_("The group meets at"))

    class Meta:
        model = StudyVisit
        fields = [
            "meets_at",
            "meeting_place",
            "contact",
            "take_along_pl",
            "take_along_en",
            "asks_birth_date",
        ]
        widgets = {
            "take_along_pl": forms.Textarea(attrs={"rows": 4}),
            "take_along_en": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "meeting_place": _(
                "For example: main hall of the station in Katowice, under the clock."
            ),
            "contact": _("Name and telephone of the person who travels with the group."),
            "asks_birth_date": _(
                "Then everybody who goes is asked for it. It is removed when the visit is settled."
            ),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in (
            ("meeting_place", _("Where the group meets")),
            ("contact", _("Whom to call on the way")),
            ("take_along_pl", _("What to take along, in Polish")),
            ("take_along_en", _("What to take along, in English")),
        ):
            self.fields[name].label = label
        self.fields["meeting_place"].required = self.fields["contact"].required = True
        self.fields["meeting_place"].error_messages["required"] = _("Say where the group meets.")
        self.fields["contact"].error_messages["required"] = _("Say whom one can call on the way.")
        self.fields["meets_at"].error_messages["required"] = _("Say when the group meets.")

    def clean_meets_at(self) -> Any:
        """Not after it has begun."""
        meets = self.cleaned_data["meets_at"]
        if meets and meets > self.instance.starts_at:
            raise forms.ValidationError(_("The group meets before the visit begins."))
        return meets


class NeedsForm(AsksNeeds, Versioned):
    """What somebody needs; a visit also asks for the night, and for the date of birth where the insurer does."""

    readers = {
        "diet": READ_BY_ORGANISERS,
        "access_needs": READ_BY_ORGANISERS,
        "room": READ_BY_ORGANISERS,
        "birth_date": _(
            "The insurer of this journey asks for it, and we pass it to nobody else. The organisers read it; we remove it when the visit is settled."
        ),
    }

    class Meta:
        model = Registration
        fields = ["diet", "access_needs", "room", "birth_date"]
        widgets = {"birth_date": DayInput()}
        help_texts = {
            "diet": _("For example: vegetarian."),
            "access_needs": _("For example: a ramp, sign language, a break for medicine."),
        }
        error_messages = {
            "birth_date": {"invalid": _("Give a day, for example 1984-05-17.")},
        }

    def __init__(self, *args: Any, in_their_place: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        visit = self.instance.visit
        if visit is None:
            del self.fields["room"]
        else:
            self.fields["room"].label = _("Where you will sleep")
            self.fields["room"].help_text = _("The host gets numbers, not names.")
        if visit is None or not visit.asks_birth_date:
            del self.fields["birth_date"]
        self.ask_needs(self.instance.person, in_their_place=in_their_place)

    def clean_birth_date(self) -> date | None:
        """A day on which somebody who travels may have been born."""
        day: date | None = self.cleaned_data["birth_date"]
        if (day and not clock.today().year - OLDEST <= day.year) or (day and day >= clock.today()):
            raise forms.ValidationError(_("This can not be a date of birth. Check the year."))
        return day

    def needs(self) -> dict[str, Any]:
        """What was typed, by the names of the registration's columns."""
        kept = [name for name in self.written_fields() if name != NEEDS]
        return {name: self.cleaned_data[name] for name in kept}
