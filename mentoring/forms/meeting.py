"""Planning the next meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.models import PlannedMeeting
from workflows import clock
from workflows.forms import SaysWhoReads

from .work import READ_BY_PAIR


class MeetingForm(SaysWhoReads, forms.ModelForm[Any]):
    """When, how long, how and where; both sides get it into their calendars."""

    readers = {"place": READ_BY_PAIR, "about": READ_BY_PAIR}

    class Meta:
        model = PlannedMeeting
        fields = ["starts_at", "minutes", "form", "place", "about"]
        widgets = {
            "starts_at": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
            "minutes": forms.NumberInput(attrs={"inputmode": "numeric", "data-unit": "min"}),
            "form": forms.RadioSelect,
            "about": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "place": _("An address or a link. It stands in the invitation of you two."),
        }
        error_messages = {
            "starts_at": {"required": _("Give the day and the hour.")},
            "minutes": {
                "min_value": _("A meeting lasts 5 minutes at least."),
                "max_value": _("A meeting lasts 600 minutes at most."),
            },
        }

    def clean_starts_at(self) -> Any:
        starts_at = self.cleaned_data["starts_at"]
        if starts_at <= clock.now():
            raise forms.ValidationError(_("This hour is over: choose one that is still to come."))
        return starts_at
