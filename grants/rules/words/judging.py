"""How a call is judged, said from its data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants.rules.scoring import points_shown
from workflows.deadlines import in_words

from .rule import Rule, percent_shown, sentences

if TYPE_CHECKING:
    from grants.models import Call, Criterion, CriterionGroup


def judging(call: Call) -> Iterator[Rule]:
    """From the formal check to what decides between equals."""
    yield Rule(_("What happens first?"), _formal(call), tuple(_checked(call)))
    yield from order(call)


def order(call: Call) -> Iterator[Rule]:
    """What makes the order: the points, the bars, a third assessment, what decides between equals."""
    yield Rule(_("How is it judged?"), sentences(_assessed(call)))
    if said := tuple(thresholds(call)):
        yield Rule(_("How many points does a grant need?"), "", said)
    if call.opens_third:
        yield Rule(_("When is there a third assessment?"), _third_counts(call), tuple(_third(call)))
    yield Rule(_("What decides between equal points?"), ties(call))


def _formal(call: Call) -> str:
    check = ngettext(
        "Within %(days)d day from the closing we make the formal check.",
        "Within %(days)d days from the closing we make the formal check.",
        call.check_days,
    ) % {"days": call.check_days}
    correction = ngettext(
        "If something is missing, you have at least %(days)d day to add it.",
        "If something is missing, you have at least %(days)d days to add it.",
        call.correction_days,
    ) % {"days": call.correction_days}
    looked = _("We look at this:") if call.checklist.all() else ""
    return sentences([check, correction, looked])


def _checked(call: Call) -> list[str]:
    """The formal checklist, item by item."""
    return [str(item.text) for item in call.checklist.all()]


def _assessed(call: Call) -> Iterator[str]:
    yield ngettext(
        "Then points are given by %(count)d assessor.",
        "Then points are given by %(count)d assessors, each on their own; the mean counts.",
        call.assessments_needed,
    ) % {"count": call.assessments_needed}
    if call.is_blind:
        yield _("They do not learn who applies.")
    if call.assessors_see_others:
        yield _("Whoever has handed in their points sees what the others gave.")
    if call.assessment_due_at:
        due = {"when": in_words(call.assessment_due_at)}
        yield _("The points are given until %(when)s.") % due
    yield from _committee(call)


def _committee(call: Call) -> Iterator[str]:
    """The quorum is said where something holds to it: at a meeting, else only when the ranking is changed."""
    numbers = {"members": call.committee_min, "quorum": call.quorum}
    if call.needs_meeting:
        yield (
            _(
                "A committee of at least %(members)d votes on every result at a meeting; at least %(quorum)d of them are present."
            )
            % numbers
        )
        return
    if call.committee_min > 1:
        yield _("A committee of at least %(members)d decides.") % numbers
    if call.quorum > 1:
        yield (
            _(
                "It changes what the points say only by a vote in which at least %(quorum)d take part."
            )
            % numbers
        )


def thresholds(call: Call) -> Iterator[str]:
    """Each bar of the call in words: altogether, without the bonus, of groups and criteria."""
    if call.threshold_total is not None:
        yield _("altogether at least %(points)s of %(max)s") % {
            "points": points_shown(call.threshold_total),
            "max": points_shown(call.max_points),
        }
    if call.threshold_without_bonus is not None:
        yield _("without the bonus at least %(points)s of %(max)s") % {
            "points": points_shown(call.threshold_without_bonus),
            "max": points_shown(call.max_points_without_bonus),
        }
    rows: list[Criterion | CriterionGroup] = [*call.criterion_groups.all(), *call.criteria.all()]
    for row in rows:
        if row.threshold is not None:
            yield _("“%(what)s”: at least %(points)s") % {
                "what": row.title,
                "points": points_shown(row.threshold),
            }


def _third(call: Call) -> Iterator[str]:
    if call.third_gap_percent is not None:
        yield _("the two totals differ by %(percent)s%% of all points or more") % {
            "percent": percent_shown(call.third_gap_percent)
        }
    if call.third_gap_points is not None:
        yield _("the two totals differ by %(points)s points or more") % {
            "points": points_shown(call.third_gap_points)
        }
    if call.third_on_split:
        yield _("one assessment clears every threshold, the other does not")


def _third_counts(call: Call) -> str:
    counts = {
        "mean": _("Then the mean of all three counts."),
        "nearer": _("Then the mean of the third and the nearer of the two counts."),
    }
    ties = {
        "higher": _("Where the third lies exactly between them, the higher one is taken."),
        "lower": _("Where the third lies exactly between them, the lower one is taken."),
    }
    tie = ties[call.third_tie] if call.third_counts == "nearer" else ""
    return sentences([_("When any of these holds."), counts[call.third_counts], tie])


def ties(call: Call) -> str:
    """What decides between equal points, in order, and where the seed of a lot comes from."""
    order = _("In this order: %(order)s.") % {"order": "; ".join(call.tie_breaks_in_words())}
    if "lot" not in call.tie_breaks or not call.lot_seed_rule:
        return order
    return sentences(
        [
            order,
            _("The seed of the lot: %(rule)s") % {"rule": call.lot_seed_rule},
            _("It is written down once, after the closing, and published with the results."),
        ]
    )
