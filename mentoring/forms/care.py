"""What coordinators write when they look after a pair, and what a mentee asks in confidence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.models import Followup, MentorRequest, Pairing
from people.models import User
from workflows import clock
from workflows.forms import SaysWhoReads, Versioned

from .work import DAY

FOR_COORDINATORS = _("Only the programme's coordinators read this. The pair never does.")
READ_BY_BOTH = _("Both sides of the pair and the programme's coordinators read this.")
USUALLY = 7  # days for a to-do


class FollowupForm(Versioned):
    """Who does what until when; the person chosen hears of it."""

    readers = {"what": FOR_COORDINATORS}

    class Meta:
        model = Followup
        fields = ["what", "assigned_to", "due_on"]
        widgets = {"due_on": DAY}
        error_messages = {"what": {"required": _("Write what is to be done.")}}

    def __init__(self, *args: Any, pairing: Pairing, user: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        keys = [each.pk for each in pairing.coordinators()]
        field: Any = self.fields["assigned_to"]
        field.queryset = User.objects.filter(pk__in=keys)
        field.label_from_instance = lambda each: each.display_name
        if not self.instance.pk:
            self.initial.setdefault("due_on", clock.today() + timedelta(days=USUALLY))
            if user is not None and user.pk in keys:
                self.initial.setdefault("assigned_to", user.pk)

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        unchanged = self.instance.pk and due_on == self.initial.get("due_on")
        if due_on < clock.today() and not unchanged:
            raise forms.ValidationError(_("This day is over: choose one that is still to come."))
        return due_on


class CloseForm(SaysWhoReads, forms.Form):
    """What was done about a pair, and what came of it."""

    readers = {"done": FOR_COORDINATORS}

    done = forms.CharField(
        label=_("What was done"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write in a sentence what was done.")},
    )
    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=Followup.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it.")},
    )


class RequestForm(SaysWhoReads, forms.ModelForm[MentorRequest]):
    """Why a mentee asks for another mentor."""

    readers = {
        "text": _(
            "Only you and the programme's coordinators read this. Your mentor sees nothing of it. A coordinator talks with you first."
        )
    }

    class Meta:
        model = MentorRequest
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        error_messages = {"text": {"required": _("Write in a sentence what makes you ask.")}}


class RematchForm(SaysWhoReads, forms.Form):
    """The words with which the pair ends."""

    readers = {"reason": READ_BY_BOTH}

    reason = forms.CharField(
        label=_("Words that both will read"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They stand in the letter to both sides. Do not mention the request here."),
        error_messages={"required": _("Write a few words to both of them.")},
    )
