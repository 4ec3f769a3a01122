"""How a call is judged: by how many, against which thresholds, and what decides between equals."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .percent import PercentField

if TYPE_CHECKING:
    from grants.models.criterion import Criterion


class TieBreak(models.TextChoices):
    """What may decide between two applications with equal points."""

    CRITERIA = "criteria", _("the points on the criteria, in their order")
    SMALLER_AMOUNT = "smaller_amount", _("the smaller amount")
    EARLIER = "earlier", _("the earlier submission")
    LOT = "lot", _("the lot, drawn from a published seed")


class ThirdCounts(models.TextChoices):
    """How points are counted once there is a third assessment."""

    MEAN = "mean", pgettext_lazy("third assessment", "the mean of all three")
    NEARER = (
        "nearer",
        pgettext_lazy("third assessment", "the mean of the third and the nearer of the two"),
    )


class ThirdTie(models.TextChoices):
    """Which of the first two counts when the third lies exactly between them."""

    HIGHER = "higher", pgettext_lazy("third assessment", "the higher one")
    LOWER = "lower", pgettext_lazy("third assessment", "the lower one")


def usual_tie_breaks() -> list[str]:
    """The order of a call that says nothing: criteria, then the smaller amount, then the earlier one."""
    return [str(rule) for rule in (TieBreak.CRITERIA, TieBreak.SMALLER_AMOUNT, TieBreak.EARLIER)]


def validate_tie_breaks(rules: object) -> None:
    """Refuse an order that is empty, names something unknown, or names something twice."""
    known = set(TieBreak.values)
    if not isinstance(rules, list) or not rules or not known.issuperset(map(str, rules)):
        raise ValidationError(_("Say what decides between equal points, in order."))
    if len(set(rules)) != len(rules):
        raise ValidationError(_("Name each way to decide between equal points once."))


def points_field(label: Any) -> models.DecimalField:
    """A column for points by halves that may be empty."""
    return models.DecimalField(
        label,
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )


class Judging(models.Model):
    """Abstract. Totals are weighted points, the bonus among them unless a rule says without it.

    A third assessment opens when any rule that is set holds: the two totals differ by at least
    `third_gap_percent` of the most points, by at least `third_gap_points`, or one passes and one fails.
    """

    assessments_needed = models.PositiveSmallIntegerField(
        _("assessments of each application"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    assessment_due_at = models.DateTimeField(_("assessments are due"), null=True, blank=True)
    is_blind = models.BooleanField(_("assessors do not learn who applies"), default=False)
    assessors_see_others = models.BooleanField(
        _("assessors see each other's points afterwards"), default=False
    )
    threshold_total = points_field(_("points needed for a grant"))
    threshold_without_bonus = points_field(_("points needed without the strategic bonus"))
    third_gap_percent = PercentField(
        _("third assessment when two differ by percent of all points"), null=True, blank=True
    )
    third_gap_points = points_field(_("third assessment when two differ by points"))
    third_on_split = models.BooleanField(
        _("third assessment when one passes and one fails"), default=False
    )
    third_counts = models.CharField(
        _("with a third assessment counts"),
        max_length=10,
        choices=ThirdCounts,
        default=ThirdCounts.MEAN,
    )
    third_tie = models.CharField(
        _("a third one exactly between the two takes"),
        max_length=10,
        choices=ThirdTie,
        default=ThirdTie.HIGHER,
    )
    tie_breaks = models.JSONField(
        _("equal points are decided by"),
        default=usual_tie_breaks,
        validators=[validate_tie_breaks],
    )
    committee_min = models.PositiveSmallIntegerField(
        _("members of the committee, at least"), default=1, validators=[MinValueValidator(1)]
    )
    quorum = models.PositiveSmallIntegerField(
        _("members present for a decision, at least"), default=1, validators=[MinValueValidator(1)]
    )
    needs_meeting = models.BooleanField(
        _("decided only after the committee has voted at a meeting"), default=False
    )
    assessors_named = models.BooleanField(
        _("the names of the committee are published with the results"), default=False
    )

    if TYPE_CHECKING:
        criteria: models.QuerySet[Criterion]

    class Meta:
        abstract = True

    @property
    def opens_third(self) -> bool:
        """Whether any rule of this call can open a third assessment."""
        gaps = (self.third_gap_percent, self.third_gap_points)
        return self.third_on_split or any(gap is not None for gap in gaps)

    @property
    def max_points(self) -> Decimal:
        """The most points one assessment can give, weighted, the bonus among them."""
        return sum((one.weighted_maximum for one in self.criteria.all()), Decimal(0))

    @property
    def max_points_without_bonus(self) -> Decimal:
        """The most points one assessment can give, weighted, without the strategic bonus."""
        plain = (one.weighted_maximum for one in self.criteria.all() if not one.is_bonus)
        return sum(plain, Decimal(0))

    @property
    def is_weighted(self) -> bool:
        """Whether some criterion counts more, or less, than the points given on it."""
        return any(one.weight != 1 for one in self.criteria.all())

    def tie_breaks_in_words(self) -> list[str]:
        """What decides between equals, in order, for people."""
        return [str(TieBreak(rule).label) for rule in self.tie_breaks]
