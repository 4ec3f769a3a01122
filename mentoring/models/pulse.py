"""How a meeting was for one side, in one tap. The programme's coordinators read it; the other side never does."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring.signals import Kind, Signal

from .session import SessionLog


class Pulse(models.Model):
    """One side's answer about one meeting; it may be changed, and only its last form is kept."""

    class Mood(models.IntegerChoices):
        GOOD = 3, pgettext_lazy("pulse", "It went well")
        MIXED = 2, pgettext_lazy("pulse", "So so")
        HARD = 1, pgettext_lazy("pulse", "It was hard")

    log = models.ForeignKey(SessionLog, on_delete=models.CASCADE, related_name="pulses")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pulses"
    )
    mood = models.PositiveSmallIntegerField(_("how it was"), choices=Mood.choices)
    comment = models.TextField(_("a word about it"), max_length=1000, blank=True)
    said_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("pulse after a meeting")
        verbose_name_plural = _("pulses after meetings")
        ordering = ("-log__held_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["log", "author"], name="one_pulse_per_author_and_meeting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.author}, {self.log}"

    def signal(self) -> Signal | None:
        """The sentence for coordinators; None unless the meeting was hard."""
        if self.mood != self.Mood.HARD:
            return None
        facts = {"person": self.author.display_name, "day": date_format(self.log.held_on)}
        says = gettext("Low pulse: for %(person)s the meeting of %(day)s was hard.") % facts
        return Signal(Kind.PULSE, says)
