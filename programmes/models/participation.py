"""Who takes part in a programme, as what, from when to when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.querysets import OfProgrammeQuerySet

from .programme import Programme


class Participation(models.Model):
    """One person in one programme in one capacity; a person counts once however many they have."""

    class Capacity(models.TextChoices):
        PARTICIPANT = "participant", pgettext_lazy("taking part", "participant")
        APPLICANT = "applicant", pgettext_lazy("taking part", "applicant")
        GRANTEE = "grantee", pgettext_lazy("taking part", "grantee")
        MENTEE = "mentee", pgettext_lazy("taking part", "mentee")
        MENTOR = "mentor", pgettext_lazy("taking part", "mentor")
        ASSESSOR = "assessor", pgettext_lazy("taking part", "assessor")
        EXPERT = "expert", pgettext_lazy("taking part", "expert")
        VOLUNTEER = "volunteer", pgettext_lazy("taking part", "volunteer")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="participations")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="participations")
    capacity = models.CharField(_("takes part as"), max_length=20, choices=Capacity.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["programme", "person", "since"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="participation_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.get_capacity_display()}"
