"""Who decides a call, and who may not because the case is their own."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from grants.rules import call as call_rules
from grants.rules.conflicts import is_tied_to_any
from grants.rules.divergence import Counting, Divergence
from grants.rules.merit import Card, Measure
from grants.rules.ranking import Terms, TieBreak
from workflows.predicates import predicate
from workflows.roles import holders

if TYPE_CHECKING:
    from grants.models import Call, Track
    from people.models import User


@predicate(
    _("You are not tied to any application in this call."),
    says_not=_(
        "You are the author of an application in this call or tied to its applicant, so somebody else decides: ask staff to name another chair."
    ),
)
def is_tied_to_an_application(user: User, call: Call) -> bool:
    """The chair is an author in this call, or tied to an applicant in it; asked once for each loaded call."""
    known: dict[int, bool] = call.__dict__.setdefault("_known_ties", {})
    if user.pk not in known:
        known[user.pk] = is_tied_to_any(user, call.applications.filter(state="admitted"))
    return known[user.pk]


@predicate(
    _("The deputy decides where the chair is tied to an applicant or missing at the meeting."),
)
def stands_in_for_chair(user: User, call: Call) -> bool:
    return call_rules.is_deputy(user, call) and not any(
        _can_chair(one, call) for one in holders("chair", call)
    )


def _can_chair(chair: User, call: Call) -> bool:
    """Whether a chair is free of ties in `call` and, where its committee is meeting now, there."""
    if is_tied_to_an_application(chair, call):
        return False
    meeting = call.meetings.filter(state="open").first()
    return meeting is None or meeting.presences.filter(person=chair, left_at=None).exists()


may_decide = (call_rules.is_chair | stands_in_for_chair) & ~is_tied_to_an_application
can_see_ranking = call_rules.can_see_work


# The states of an application that was, or is being, assessed.
ASSESSED = ("admitted", "funded", "reserve", "not_funded")


def with_progress(call: Call, states: Iterable[str] = ("admitted",)) -> Any:
    """The applications of `call` in `states`, each with `handed_in`, `at_work` and `needed` (assessments), by number."""
    third = Case(When(third_opened_at__isnull=False, then=1), default=0)
    return (
        call.applications.filter(state__in=states)
        .annotate(
            handed_in=Count("assessments", filter=Q(assessments__state="submitted")),
            at_work=Count(
                "assessments", filter=Q(assessments__state__in=["assigned", "in_progress"])
            ),
            needed=Value(call.assessments_needed) + third,
        )
        .order_by("ordinal")
    )


def not_fully_assessed(call: Call) -> Any:
    """The admitted applications with fewer handed-in sheets than they need, or with one still at work, by number."""
    return with_progress(call).filter(Q(handed_in__lt=F("needed")) | Q(at_work__gt=0))


def lacks_assessors(call: Call) -> bool:
    """Whether some admitted application has fewer assessors than it needs."""
    asked = F("handed_in") + F("at_work")
    return bool(with_progress(call).filter(needed__gt=asked).exists())


def terms_of(call: Call, track: Track | None = None) -> Terms:
    """What `call` fixed for the ranking of `track` (None: of the whole call); ties are decided in the call's order."""
    return Terms(
        pool=call.pool if track is None else track.pool,
        card=card_of(call),
        divergence=divergence_of(call),
        tie_breaks=tuple(TieBreak(rule) for rule in call.tie_breaks),
        seed=call.lot_seed,
        partial_share=(call.partial_min or Decimal(0)) / 100 if call.partial_awards else None,
        least_grant=call.min_grant if track is None else track.smallest,
        keeps_reserve=call.keeps_reserve,
    )


def divergence_of(call: Call) -> Divergence:
    """When a third assessment is asked for in `call`, and how it counts."""
    nearer = {"higher": Counting.NEARER_OR_HIGHER, "lower": Counting.NEARER_OR_LOWER}
    return Divergence(
        gap_percent=call.third_gap_percent,
        gap_points=call.third_gap_points,
        when_one_passes=call.third_on_split,
        counting=Counting.ALL if call.third_counts == "mean" else nearer[call.third_tie],
    )


def card_of(call: Call) -> Card:
    """The merit card of `call`."""
    groups = {group.pk: group for group in call.criterion_groups.all()}
    return Card(
        tuple(
            Measure(
                one.key,
                one.maximum,
                one.threshold,
                weight=one.weight,
                group=groups[one.group_id].key if one.group_id else "",
                is_bonus=one.is_bonus,
            )
            for one in call.criteria.all()
        ),
        threshold=call.threshold_total,
        threshold_without_bonus=call.threshold_without_bonus,
        groups=tuple(
            (group.key, group.threshold) for group in groups.values() if group.threshold is not None
        ),
    )
