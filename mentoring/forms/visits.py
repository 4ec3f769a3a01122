"""Which study visits belong to an edition."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.defaultfilters import date as day_of
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from mentoring.actions import visits_for
from mentoring.models import Edition
from workflows.forms import Versioned


class VisitsForm(Versioned):
    """The visits of the programme to tick, and how many of them a mentee attends."""

    class Meta:
        model = Edition
        fields = ["visits", "visits_due"]
        widgets = {"visits": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        visits: Any = self.fields["visits"]
        visits.queryset = visits_for(self.instance)
        visits.label_from_instance = lambda each: (
            f"{each.title}, {day_of(localtime(each.starts_at), 'j E Y')} ({each.get_state_display()})"
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen, due = given.get("visits"), given.get("visits_due")
        if chosen is not None and due and due > len(chosen):
            self.add_error("visits_due", _("More visits are asked for than belong to the edition."))
        return given
