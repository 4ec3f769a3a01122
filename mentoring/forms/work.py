"""What a pair writes: its goal, milestones, evidence and meetings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from mentoring import guards
from mentoring.actions import clash, known_session
from mentoring.models import Milestone, Pairing, Pulse, SessionLog
from workflows import clock
from workflows.forms import PrivateFilesField, SaysWhoReads, Versioned

READ_BY_PAIR = _("You two and the programme's coordinators read this. Employers never do.")
READ_BY_NOBODY_ELSE = _("Only you will ever see this.")
NEEDS_AN_HOUR = {
    "required": _("Give the hour, for example 17:30."),
    "invalid": _("Give the hour, for example 17:30."),
}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class GoalForm(Versioned):
    readers = {"goal": READ_BY_PAIR}

    class Meta:
        model = Pairing
        fields = ["goal"]
        widgets = {"goal": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "goal": _(
                "In a few sentences: what will be different, for whom, and how will you know?"
            )
        }


class MilestoneForm(Versioned):
    readers = {"title": READ_BY_PAIR, "shown_by": READ_BY_PAIR}

    class Meta:
        model = Milestone
        fields = ["title", "shown_by", "due_on", "required"]
        widgets = {"shown_by": forms.Textarea(attrs={"rows": 2}), "due_on": DAY}
        help_texts = {
            "title": _("For example: residents of both housing estates said what they need."),
            "shown_by": _("For example: notes from two meetings and a list of needs."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk and self.instance.is_asked_of_all:
            self.fields["required"].disabled = True
            self.fields["required"].help_text = _("The edition asks this milestone of every pair.")
            self.initial["required"] = True

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        unchanged = self.instance.pk and due_on == self.instance.due_on
        if due_on < clock.today() and not unchanged:
            raise forms.ValidationError(_("This day is over: choose one that is still to come."))
        return due_on


class LinksField(forms.CharField):
    """Addresses on the web, one a line; a line without “https://” gets it."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> str:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > Milestone.MOST_LINKS:
            most = {"most": Milestone.MOST_LINKS}
            raise forms.ValidationError(_("%(most)d links at most.") % most)
        one = forms.URLField(max_length=300, assume_scheme="https")
        found, against = [], []
        for line in lines:
            try:
                found.append(one.clean(line))
            except forms.ValidationError:
                against.append(_("This is no address of a page: “%(line)s”.") % {"line": line[:60]})
        if against:
            raise forms.ValidationError(against)
        return "\n".join(found)


class EvidenceForm(Versioned):
    """What shows that a milestone is reached, while the mentee is still writing."""

    readers = {"evidence": READ_BY_PAIR, "links": READ_BY_PAIR, "attached": READ_BY_PAIR}

    links = LinksField(
        label=_("Links"),
        required=False,
        max_length=4000,
        help_text=_("To pages, films or documents: one a line."),
    )
    attached = PrivateFilesField(
        label=_("Files"),
        required=False,
        help_text=_("Photos, scans or documents, several at once."),
    )

    class Meta:
        model = Milestone
        fields = ["evidence", "links"]
        widgets = {"evidence": forms.Textarea(attrs={"rows": 6})}

    def written_fields(self) -> list[str]:
        return [name for name in super().written_fields() if name != "attached"]


class PairMessageForm(SaysWhoReads, forms.Form):
    """A message to the pair, with files if need be."""

    readers = {"text": READ_BY_PAIR, "attached": READ_BY_PAIR}

    text = forms.CharField(
        label=_("Your message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write something first.")},
    )
    attached = PrivateFilesField(
        label=_("Files"),
        required=False,
        help_text=_("PDF, pictures or office documents."),
    )


class PrivateNoteForm(SaysWhoReads, forms.Form):
    """What one side keeps to itself about a meeting; empty, it is forgotten."""

    readers = {"text": READ_BY_NOBODY_ELSE}

    text = forms.CharField(
        label=_("Private note"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PulseForm(SaysWhoReads, forms.ModelForm[Pulse]):
    """How a meeting was; the buttons of its page are the moods."""

    readers = {
        "comment": _(
            "Only the programme's coordinators read this. The other side of the pair never does."
        )
    }

    class Meta:
        model = Pulse
        fields = ["mood", "comment"]
        widgets = {"comment": forms.Textarea(attrs={"rows": 2})}
        error_messages = {"mood": {"required": _("Choose how it was.")}}


def _as_planned(pairing: Pairing) -> dict[str, Any]:
    """What is known already of the meeting that was planned last and has begun."""
    begun = pairing.meetings.ahead().filter(starts_at__lte=clock.now()).last()
    if begun is None:
        return {}
    start = localtime(begun.starts_at)
    return {
        "held_on": start.date(),
        "begins": start.time(),
        "minutes": begun.minutes,
        "form": begun.form,
    }


class SessionForm(Versioned):
    """A meeting, written down in two minutes on a phone."""

    readers = {"done": READ_BY_PAIR, "next_steps": READ_BY_PAIR, "note": READ_BY_NOBODY_ELSE}

    note = forms.CharField(
        label=_("Private note"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = SessionLog
        fields = ["held_on", "begins", "minutes", "form", "done", "next_steps"]
        widgets = {
            "held_on": DAY,
            "begins": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "minutes": forms.NumberInput(attrs={"inputmode": "numeric", "data-unit": "min"}),
            "form": forms.RadioSelect,
            "done": forms.Textarea(attrs={"rows": 4}),
            "next_steps": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = {
            "begins": NEEDS_AN_HOUR,
            "minutes": {
                "min_value": _("A meeting lasts 5 minutes at least."),
                "max_value": _("A meeting lasts 600 minutes at most."),
            },
            "done": {"required": _("Write in a sentence what you did.")},
        }

    def __init__(self, *args: Any, pairing: Pairing, **options: Any) -> None:
        super().__init__(*args, **options)
        self.pairing = pairing
        # the timesheet tells hours from when to when, as funders ask
        self.fields["begins"].required = True
        if not self.instance.pk:
            self.initial = {
                "held_on": clock.today(),
                "minutes": 60,
                **_as_planned(pairing),
                **self.initial,
            }

    def clean_held_on(self) -> Any:
        held_on = self.cleaned_data["held_on"]
        for problem in guards.meeting_problems(self.pairing, held_on, clock.today()).values():
            raise forms.ValidationError(problem)
        return held_on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day, begins, minutes = (given.get(name) for name in ("held_on", "begins", "minutes"))
        if not (day and begins and minutes):
            return given
        if datetime.combine(day, begins) > localtime(clock.now()).replace(tzinfo=None):
            self.add_error(
                "begins", _("This hour is still to come: write a meeting down afterwards.")
            )
        # sent again after a lost answer, a meeting does not overlap with itself
        again = known_session(self.pairing, given).values_list("pk", flat=True).first()
        mentor, but = self.pairing.mentor.person, self.instance.pk or again
        for sentence in clash(mentor, day, begins, minutes, but=but):
            self.add_error("begins", sentence)
        return given

    def written_fields(self) -> list[str]:
        return [name for name in super().written_fields() if name != "note"]
