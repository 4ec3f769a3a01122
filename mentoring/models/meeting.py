"""The next meeting of a pair: planned by one side, in the calendars of both."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring import guards, notices, rules
from mentoring.querysets import PlannedMeetingQuerySet
from workflows.lifecycle import Category, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition

from .of_a_pair import OfAPair
from .pairing import Pairing
from .scheduled import Scheduled


def _accounts(pairing: Pairing) -> list[Any]:
    """Both sides, as far as they log in, while the pair works."""
    sides = [pairing.mentor.person.user, pairing.mentee.person.user]
    return [user for user in sides if user is not None and pairing.works]


class PlannedMeeting(Scheduled, OfAPair):
    """Either side plans or calls off; writing a meeting of that day down says that it took place."""

    class States(BaseStates):
        PLANNED = "planned", Category.IN_HANDS, pgettext_lazy("planned meeting", "planned")
        HELD = "held", Category.DONE, pgettext_lazy("planned meeting", "took place")
        CALLED_OFF = (
            "called_off",
            Category.REFUSED,
            pgettext_lazy("planned meeting", "called off"),
        )

    state = StateField(States, default=States.PLANNED)
    pairing = models.ForeignKey(
        Pairing, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("pair")
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    path = [States.PLANNED, States.HELD]
    owes = {
        States.PLANNED: [
            Owes(
                "hold",
                _("Meet, then write down how it went"),
                who=lambda m: _accounts(m.pairing),
                due=lambda m: m.ends_at,
            )
        ],
    }
    begun_tells = [notices.meeting_planned]

    note_readers = comment_readers = rules.READ_IN_PAIR
    objects = PlannedMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned meeting")
        verbose_name_plural = _("planned meetings")
        ordering = ("starts_at", "pk")

    def __str__(self) -> str:
        return f"{date_format(localtime(self.starts_at), 'j E Y, H:i')} · {self.pairing}"

    @property
    def title_line(self) -> str:
        return str(self)

    def get_absolute_url(self) -> str:
        return reverse("mentoring:meeting", args=[self.pk])

    @property
    def calendar_title(self) -> str:
        return gettext("Mentoring: %(pair)s") % {"pair": self.pairing}

    @transition(
        source=States.PLANNED,
        target=States.HELD,
        label=_("It took place"),
        may=rules.works_in_pair,
        guards=[guards.meeting_has_begun],
    )
    def hold(self, *, by: object) -> None:
        """What was done is written down as a meeting of its own."""

    @transition(
        source=States.PLANNED,
        target=States.CALLED_OFF,
        label=_("Call off"),
        note="must",
        may=rules.works_in_pair,
        tells=[notices.meeting_called_off],
    )
    def call_off(self, *, by: object) -> None:
        """Both calendars hear of it."""
