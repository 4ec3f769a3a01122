"""The letters with which a group sets out: to whom which one went, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .registration import Registration

if TYPE_CHECKING:
    from .visit import StudyVisit


class JoiningLetterQuerySet(models.QuerySet["JoiningLetter"]):
    def of_visit(self, visit: StudyVisit) -> Self:
        """Those of a visit; of each person the latest last."""
        return self.filter(registration__visit=visit).order_by("registration", "number")


class JoiningLetter(models.Model):
    """A letter that went to one participant, their `number`-th; `fingerprint` tells its words from another's."""

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="joining_letters"
    )
    number = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=40)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = JoiningLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("joining letter")
        verbose_name_plural = _("joining letters")
        ordering = ("registration", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "number"], name="joining_letters_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration}, {self.sent_at:%Y-%m-%d}"
