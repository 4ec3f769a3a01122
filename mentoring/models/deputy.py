"""Somebody who stands in for the mentor of one pair for a time, because staff said so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring import notices, rules
from mentoring.querysets import DeputyQuerySet
from workflows import clock
from workflows.lifecycle import Category, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.workdays import end_of_day

from .of_a_pair import OfAPair
from .pairing import Pairing


class Deputy(OfAPair):
    """Approves and returns milestones and confirms meetings in the mentor's place; the mentor may go on doing so."""

    class States(BaseStates):
        ACTING = "acting", Category.IN_HANDS, pgettext_lazy("deputy", "stands in")
        ENDED = "ended", Category.DONE, pgettext_lazy("deputy", "no longer stands in")

    state = StateField(States, default=States.ACTING)
    pairing = models.ForeignKey(
        Pairing, on_delete=models.PROTECT, related_name="deputies", verbose_name=_("pair")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who stands in"),
    )
    until = models.DateField(_("until"))
    reason = models.CharField(_("why"), max_length=300)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    named_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    path = [States.ACTING, States.ENDED]
    # milestones and meetings have turns of their own; this one waits for its last day
    owes = {States.ACTING: [Owes("end", _("Stands in until the last day"), who=lambda d: [])]}
    begun_tells = [notices.deputy_named]

    note_readers = _("Mentor, mentee, the deputy and the programme's coordinators read this.")
    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy of a mentor")
        verbose_name_plural = _("deputies of mentors")
        ordering = ("named_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["pairing"], name="one_deputy_at_a_time", condition=Q(state="acting")
            )
        ]

    def __str__(self) -> str:
        said = {"deputy": self.user.display_name, "mentor": self.pairing.mentor.person}
        return gettext("%(deputy)s, deputy for %(mentor)s") % said

    @property
    def title_line(self) -> str:
        return str(self)

    def get_absolute_url(self) -> str:
        """It stands on the pair's page."""
        return f"{self.pairing.get_absolute_url()}#deputy"

    @property
    def last_instant(self) -> datetime:
        """Until when what they did was done as a deputy."""
        end = end_of_day(self.until)
        return min(end, self.ended_at) if self.ended_at else end

    @transition(
        source=States.ACTING,
        target=States.ENDED,
        label=_("End the standing in"),
        may=rules.names_deputy,
        note="may",
        tells=[notices.deputy_ended],
    )
    def end(self, *, by: object) -> None:
        """The mentor is back, or somebody else stands in."""
        self.ended_at = clock.now()

    @transition(
        source=States.ACTING,
        target=States.ENDED,
        label=_("Time of standing in is over"),
        may=nobody,
        tells=[notices.deputy_ended],
    )
    def end_by_itself(self, *, by: Any) -> None:
        """Its last day is over, or the pair is."""
        self.ended_at = clock.now()
