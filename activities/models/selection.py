"""How the group of a study visit is chosen: criteria with points, and the points of each applicant."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .registration import Registration
from .visit import StudyVisit

MOST_POINTS = 100


class ChoosingCriterion(models.Model):
    """Abstract. What counts when people are chosen, and how much: 0 to `points`."""

    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("what counts"), max_length=160)
    points = models.PositiveSmallIntegerField(
        _("points at most"), validators=[MinValueValidator(1), MaxValueValidator(MOST_POINTS)]
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class VisitCriterion(ChoosingCriterion):
    """What counts when the group is chosen, and how much: 0 to `points`."""

    visit = models.ForeignKey(StudyVisit, on_delete=models.CASCADE, related_name="criteria")

    class Meta:
        verbose_name = _("criterion of a study visit")
        verbose_name_plural = _("criteria of study visits")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="a_criterion_of_a_visit_gives_points", condition=models.Q(points__gte=1)
            )
        ]


class ApplicantScore(models.Model):
    """The team's points for one applicant under one criterion; who gave them last, and when."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(VisitCriterion, on_delete=models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField(_("points"))
    scored_at = models.DateTimeField()
    scored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("points of an applicant")
        verbose_name_plural = _("points of applicants")
        ordering = ("registration", "criterion__position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "criterion"], name="one_score_per_applicant_and_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
