"""The points of a handed-in sheet, and what stands on record where a sheet was set aside."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .assessment import Assessment
from .call import Call
from .criterion import Criterion
from .decision import Frozen


class ScoreQuerySet(models.QuerySet["Score"]):
    """Scores."""

    def standing(self) -> Self:
        """Those of the last time each sheet was handed in; the others were replaced when it was reopened."""
        return self.filter(round=F("assessment__round"))

    def earlier(self) -> Self:
        """Those handed in before a sheet was reopened, the oldest first."""
        rows = self.filter(round__lt=F("assessment__round")).select_related("criterion")
        return rows.order_by("round", "criterion__position", "pk")


class Score(Frozen):
    """The points of one assessment on one criterion, written once when the sheet is handed in.

    `round` counts how many times it was: a reopened sheet is handed in again, and the earlier points stay.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    round = models.PositiveSmallIntegerField(default=1)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=1)
    comment = models.TextField(_("justification"), blank=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion", "round"], name="criterion_scored_once"
            ),
            models.CheckConstraint(condition=Q(points__gte=0), name="score_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class SetAsideQuerySet(models.QuerySet["SetAside"]):
    """Sheets set aside."""

    def in_call(self, call: Call) -> Self:
        """Those of a call, with what a line about them shows."""
        rows = self.filter(assessment__application__call=call)
        return rows.select_related("assessment__application", "assessment__assessor", "made_by")


class SetAside(Frozen):
    """A sheet set aside after it was handed in: who, why, and the ranking as it was with it (see `rules.record`)."""

    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, related_name="put_aside"
    )
    reason = models.TextField(_("what ties the assessor to it"), max_length=4000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made"))
    ranking = models.JSONField(encoder=DjangoJSONEncoder)

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        verbose_name = _("sheet set aside")
        verbose_name_plural = _("sheets set aside")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return str(self.assessment)
