"""The programme of a visit or an event, point by point; some points of an event are sessions one signs up for."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from activities.querysets import GIVEN_UP

from .event import Event
from .registration import Registration
from .visit import StudyVisit

#: A place somebody chose is theirs until they cancel, also while they wait on the reserve list of the event.
STANDING = ~Q(choices__registration__state__in=GIVEN_UP)


class StopQuerySet(models.QuerySet["Stop"]):
    def sessions(self) -> Self:
        """Those one signs up for."""
        return self.filter(capacity__isnull=False)

    def with_chosen(self) -> Self:
        """Adds how many chose each."""
        return self.annotate(
            chosen_count=Count("choices", filter=STANDING & Q(choices__isnull=False))
        )


class Stop(models.Model):
    """One point of a programme: when, where, with whom. With a number of places it is a session one signs up for."""

    visit = models.ForeignKey(
        StudyVisit, on_delete=models.CASCADE, related_name="stops", null=True, blank=True
    )
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="stops", null=True, blank=True
    )
    day = models.DateField(_("day"))
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"), null=True, blank=True)
    title = models.CharField(_("what happens"), max_length=160)
    place = models.CharField(_("place"), max_length=160, blank=True)
    link = models.URLField(_("link to join online"), max_length=400, blank=True)
    host = models.CharField(_("host"), max_length=160, blank=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)

    objects = StopQuerySet.as_manager()

    class Meta:
        verbose_name = _("point of the programme")
        verbose_name_plural = _("points of the programme")
        ordering = ("day", "starts", "pk")
        constraints = [
            models.CheckConstraint(
                name="a_point_is_of_a_visit_or_an_event",
                condition=Q(visit__isnull=False, event__isnull=True)
                | Q(visit__isnull=True, event__isnull=False, ends__gt=F("starts")),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def free_places(self) -> int | None:
        """Places of a session nobody chose yet (one query unless the count came with the row); None for a point for all."""
        if self.capacity is None:
            return None
        taken = getattr(self, "chosen_count", None)
        if taken is None:
            taken = SessionChoice.objects.standing().filter(stop=self).count()
        return max(self.capacity - taken, 0)

    def meets(self, other: Stop) -> bool:
        """Whether nobody can be at both."""
        at_once = self.starts < (other.ends or other.starts) and other.starts < (
            self.ends or self.starts
        )
        return self.day == other.day and at_once


class SessionChoiceQuerySet(models.QuerySet["SessionChoice"]):
    def standing(self) -> Self:
        """Of those who did not give up their place at the event."""
        return self.exclude(registration__state__in=GIVEN_UP)


class SessionChoice(models.Model):
    """Somebody's place in one session."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="choices")
    stop = models.ForeignKey(Stop, on_delete=models.CASCADE, related_name="choices")

    objects = SessionChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of a session")
        verbose_name_plural = _("choices of sessions")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "stop"], name="one_place_per_person_and_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration}, {self.stop}"
