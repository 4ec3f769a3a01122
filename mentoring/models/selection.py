"""How people are chosen: what counts, what each of the team gives for it, and what was said in interviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models import ChoosingCriterion

from .edition import Edition
from .enrolment import Enrolment

TENTH = Decimal("0.1")


class SelectionCriterion(ChoosingCriterion):
    """What counts when people of one side are chosen, and how much: 0 to `points`. Candidates read it beforehand."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="criteria")
    role = models.CharField(max_length=10, choices=Enrolment.Role.choices, editable=False)

    class Meta:
        verbose_name = _("criterion of an edition")
        verbose_name_plural = _("criteria of editions")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="a_criterion_of_an_edition_gives_points", condition=models.Q(points__gte=1)
            )
        ]


class SelectionSheet(models.Model):
    """The points of one of the team for one candidate, by key of the criterion; `total` is None for who abstains."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="sheets")
    scorer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentoring_sheets"
    )
    points = models.JSONField(default=dict)
    total = models.PositiveSmallIntegerField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("points for a candidate")
        verbose_name_plural = _("points for candidates")
        ordering = ("saved_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "scorer"], name="one_sheet_per_candidate_and_scorer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.total}"


class InterviewNote(models.Model):
    """What one of the team noted after a talk with a candidate; the team alone reads it, and no candidate."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interview_notes"
    )
    held_on = models.DateField(_("day of the talk"))
    text = models.TextField(_("what you noted"), max_length=3000)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("note on an interview")
        verbose_name_plural = _("notes on interviews")
        ordering = ("held_on", "pk")

    def __str__(self) -> str:
        return f"{self.enrolment} ({self.held_on})"


@dataclass(frozen=True)
class Standing:
    """What one of the team sees of the points for a candidate: their own, and the others' once they gave their own."""

    enrolment: Enrolment
    mine: SelectionSheet | None
    others: Sequence[SelectionSheet]
    opened: bool

    @property
    def mean(self) -> Decimal | None:
        """The arithmetic mean of all who gave points, to a tenth; None while it is closed or nobody gave any."""
        sheets = [*self.others, *([self.mine] if self.mine else [])]
        totals = [sheet.total for sheet in sheets if sheet.total is not None]
        if not self.opened or not totals:
            return None
        return (Decimal(sum(totals)) / len(totals)).quantize(TENTH, rounding="ROUND_HALF_UP")

    @property
    def number(self) -> int:
        """How many gave points."""
        sheets = [*self.others, *([self.mine] if self.mine else [])]
        return sum(sheet.total is not None for sheet in sheets)


def standing_of(enrolment: Enrolment, user: Any) -> Standing:
    """What `user` sees of the points; reads prefetched sheets. After the decision nothing is left to be influenced."""
    sheets = list(enrolment.sheets.all())
    mine = next((sheet for sheet in sheets if sheet.scorer_id == user.pk), None)
    others = [sheet for sheet in sheets if sheet is not mine]
    opened = mine is not None or enrolment.state != Enrolment.States.APPLIED
    return Standing(enrolment, mine, others, opened)
