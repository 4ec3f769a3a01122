"""Choosing sessions: those that are full can be read, not chosen."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from activities.models import Event, Registration, Stop
from activities.notices import hours_of

SESSIONS = "sessions"


class SessionBoxes(forms.CheckboxSelectMultiple):
    """Boxes of which those of `full` cannot be ticked."""

    full: Collection[int] = ()

    def create_option(self, *args: Any, **options: Any) -> dict[str, Any]:
        """As always, but closed where no place is left."""
        option: dict[str, Any] = super().create_option(*args, **options)
        value = getattr(option["value"], "value", option["value"])
        if value in self.full and not option["selected"]:
            option["attrs"]["disabled"] = True
        return option


class SessionsField(forms.ModelMultipleChoiceField):
    """The sessions of one event, with hour, room and how many places are left."""

    widget = SessionBoxes

    def __init__(self, event: Event, chosen: Collection[int] = ()) -> None:
        sessions = Stop.objects.sessions().filter(event=event)
        rows = list(sessions.with_chosen())
        super().__init__(
            queryset=sessions,
            required=False,
            label=_("Sessions you choose"),
            help_text=_(
                "Choose what you come for; one session at a time. You can change it later."
            ),
            initial=list(chosen),
        )
        boxes: Any = self.widget
        boxes.choices = [(row.pk, told(row)) for row in rows]
        boxes.full = [row.pk for row in rows if not row.free_places and row.pk not in chosen]
        self.is_empty = not rows


def told(session: Stop) -> str:
    """A session in one line: when, what, where, and whether there is room."""
    when = f"{date_format(session.day, 'j E')}, {hours_of(session)}"
    free = session.free_places or 0
    room = ngettext("%(count)d place left", "%(count)d places left", free) % {"count": free}
    return " · ".join(
        part
        for part in (when, session.title, session.place, room if free else gettext("full"))
        if part
    )


class SessionsForm(forms.Form):
    """What somebody who has a place chooses, or chooses anew."""

    def __init__(self, data: Any = None, *, registration: Registration) -> None:
        super().__init__(data)
        event = registration.event
        if event is None:
            return
        chosen = [choice.stop_id for choice in registration.choices.all()]
        field = SessionsField(event, chosen)
        if not field.is_empty:
            self.fields[SESSIONS] = field
