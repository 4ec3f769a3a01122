"""What makes a call impossible: rules that contradict one another, found before anybody applies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from finance.money import format_money
from grants.rules.opening import RESERVED
from grants.rules.scoring import points_shown
from questionnaires.blocks import Costs
from workflows import clock
from workflows.workdays import day_in_warsaw

if TYPE_CHECKING:
    from grants.models import Call

BEFORE_CLOSING = frozenset({"draft", "open"})


def known_at(call: Call) -> datetime:
    """When it is known at the earliest who gets a grant: the day on which the assessments, or the checks, are due."""
    return call.assessment_due_at or call.check_due_at


def is_thinkable(day: date) -> bool:
    """Whether `day` (or an instant) lies in a year that a call can mean; windows are counted on from it."""
    return 2000 <= day.year <= 2100


@dataclass(frozen=True)
class Finding:
    """One thing to mend: the chapter in which it is mended, and a sentence that says what is wrong."""

    chapter: str
    sentence: str


def findings_of(call: Call) -> list[Finding]:
    """Everything that keeps `call` from working, chapter by chapter."""
    checks = (
        ("dates", _dates),
        ("applicants", _applicants),
        ("money", _money),
        ("money", _tracks),
        ("contribution", _contribution),
        ("costs", _costs),
        ("form", _form),
        ("groups", _groups),
        ("criteria", _criteria),
        ("assessment", _assessment),
        ("results", _results),
        ("duties", _tranches),
        ("duties", _duties),
    )
    return [Finding(key, sentence) for key, check in checks for sentence in check(call)]


def _dates(call: Call) -> Iterator[str]:
    if call.state in BEFORE_CLOSING and call.closes_at <= clock.now():
        yield _("The closing instant has passed; set a later one.")
    if call.opens_at >= call.closes_at:
        yield _("The call closes before it opens.")
    if call.eligible_from > call.eligible_to:
        yield _("Projects would end before they may start.")
    elif call.eligible_to <= day_in_warsaw(call.closes_at):
        yield _("Projects would have to end before the call closes.")
    elif call.eligible_to <= day_in_warsaw(known_at(call)):
        yield _(
            "Projects would have to end on %(day)s, before anybody can know who gets a grant."
        ) % {"day": date_format(call.eligible_to)}
    if call.questions_until and call.questions_until > day_in_warsaw(call.closes_at):
        yield _("Questions would be taken after the call has closed.")
    if call.assessment_due_at and call.assessment_due_at <= call.closes_at:
        yield _("The assessments are due before the call closes.")


def _applicants(call: Call) -> Iterator[str]:
    if not call.who_may_apply:
        yield _("Say who may apply.")
    if (call.ngo_max_months or call.ngo_max_revenue) and "ngo" not in call.who_may_apply:
        yield _("Age and revenue are limited for organisations, but none may apply.")


def _money(call: Call) -> Iterator[str]:
    if call.min_grant > call.max_grant:
        yield _("The largest grant is smaller than the smallest one.")
    if call.pool < call.max_grant:
        yield _("The pool is smaller than the largest grant.")


def _tracks(call: Call) -> Iterator[str]:
    tracks = list(call.tracks.all())
    if not tracks:
        return
    together = sum((track.pool for track in tracks), Decimal(0))
    if together != call.pool:
        yield _("The tracks share %(tracks)s, but the pool is %(pool)s.") % {
            "tracks": format_money(together, call.currency),
            "pool": format_money(call.pool, call.currency),
        }
    for track in tracks:
        yield from _track(call, track)
    left_out = set(call.who_may_apply).difference(*(track.applicants for track in tracks))
    if left_out:
        yield _("Somebody who may apply in the call has no track to apply in.")


def _track(call: Call, track: Any) -> Iterator[str]:
    named = {"track": track.title}
    if track.smallest > track.largest:
        yield _("Track “%(track)s”: the largest grant is smaller than the smallest one.") % named
    if track.pool < track.largest:
        yield _("Track “%(track)s”: its pool is smaller than its largest grant.") % named
    if set(track.applicants) - set(call.who_may_apply):
        yield _("Track “%(track)s” is for somebody who may not apply in the call.") % named


def _contribution(call: Call) -> Iterator[str]:
    parts = [call.own_cash_min, call.own_in_kind_min, call.own_work_min]
    asked = sum((part or Decimal(0) for part in parts), Decimal(0))
    if asked > (call.own_contribution_min or Decimal(0)):
        yield _("Money, things and work ask together for more than the own contribution.")
    if call.own_contribution_base == "total" and (call.own_contribution_min or 0) >= 100:
        yield _("An own contribution of the whole cost leaves nothing for the grant.")
    if call.lone_groups_without_cash and call.own_cash_min and call.patronless_groups:
        yield _("A group without a patron adds no money, yet money is asked of everybody.")
    if call.own_work_min and not call.work_rates.all():
        yield _("Work is asked for: write what an hour of it counts.")


def _costs(call: Call) -> Iterator[str]:
    categories = list(call.cost_categories.all())
    caps = [one.cap_of(call.max_grant) for one in categories]
    known = [cap for cap in caps if cap is not None]
    if categories and len(known) == len(caps) and sum(known, Decimal(0)) < call.max_grant:
        yield _("Within the caps of all categories together nobody could spend the largest grant.")


def _form(call: Call) -> Iterator[str]:
    form = call.questionnaire
    if form is None:
        yield _("Choose the form that applicants fill in.")
    elif not form.published_at:
        yield _("Publish the form that applicants fill in.")
    elif not any(isinstance(block, Costs) for block in form.read()):
        yield _("The form needs a table of costs: from it Tandem takes the amount.")
    elif taken := RESERVED & {block.key for block in form.read()}:
        yield _("The form asks again what Tandem asks itself: %(keys)s.") % {
            "keys": ", ".join(sorted(taken))
        }


def _groups(call: Call) -> Iterator[str]:
    criteria = list(call.criteria.all())
    for group in call.criterion_groups.all():
        inside = [one for one in criteria if one.group_id == group.pk]
        reach = sum((one.weighted_maximum for one in inside), Decimal(0))
        if not inside:
            yield _("No criterion stands in the group “%(group)s”.") % {"group": group.title}
        elif group.threshold is not None and group.threshold > reach:
            yield _(
                "The group “%(group)s” needs %(points)s points; its criteria give at most %(most)s."
            ) % {
                "group": group.title,
                "points": points_shown(group.threshold),
                "most": points_shown(reach),
            }


def _criteria(call: Call) -> Iterator[str]:
    if not call.criteria.all():
        yield _("Write at least one criterion with its points.")
    if call.threshold_total is not None and call.threshold_total > call.max_points:
        yield _("The threshold is higher than all points together.")
    plain = call.max_points_without_bonus
    if call.threshold_without_bonus is not None and call.threshold_without_bonus > plain:
        yield _("The threshold without the bonus is higher than all points without it.")
    if call.criteria.all() and not plain:
        yield _("Every criterion is a bonus; at least one has to count for everybody.")


def _assessment(call: Call) -> Iterator[str]:
    if call.opens_third and call.assessments_needed != 2:
        yield _("A third assessment follows two: ask for two assessments of each application.")
    if call.third_gap_points is not None and call.third_gap_points > call.max_points:
        yield _("No two assessments can differ by so many points.")
    has_bar = call.threshold_total is not None or call.threshold_without_bonus is not None
    rows: list[Any] = [*call.criteria.all(), *call.criterion_groups.all()]
    bars = any(one.threshold is not None for one in rows)
    if call.third_on_split and not (has_bar or bars):
        yield _("Without a threshold no assessment can fail, so none opens a third one.")
    if "lot" in call.tie_breaks:
        if call.tie_breaks[-1] != "lot":
            yield _("The lot always decides; nothing can come after it.")
        if not call.lot_seed_rule:
            yield _("Say now where the seed of the lot will come from.")
    if call.quorum > call.committee_min:
        yield _("The quorum is larger than the smallest committee.")


def _results(call: Call) -> Iterator[str]:
    if "reserve" in call.public_lists and not call.keeps_reserve:
        yield _("The reserve list is to be published, but none is kept.")


def _tranches(call: Call) -> Iterator[str]:
    tranches = list(call.tranches.all())
    if not tranches:
        return
    if not call.gives_money:
        yield _("A local initiative transfers no money, so it has no tranches.")
    if sum((one.percent for one in tranches), Decimal(0)) != 100:
        yield _("The tranches do not add up to 100% of the grant.")
    if any(one.condition == "interim" for one in tranches) and call.interim_report_on is None:
        yield _("A tranche waits for the interim report; set the day on which it is due.")
    for one in tranches:
        if one.not_before and one.condition != "final" and one.not_before > call.eligible_to:
            yield _("A tranche would be paid on %(day)s, when all projects have ended.") % {
                "day": date_format(one.not_before)
            }
        elif one.not_before and call.state in BEFORE_CLOSING and one.not_before < clock.today():
            yield _("The day of a tranche, %(day)s, has passed.") % {
                "day": date_format(one.not_before)
            }


def _duties(call: Call) -> Iterator[str]:
    single, all_of_them = call.shift_limit_single, call.shift_limit_cumulative
    if single is not None and all_of_them is not None and single > all_of_them:
        yield _("One shift may be larger than all shifts together.")
    day = call.interim_report_on
    if day and not call.eligible_from <= day <= call.eligible_to:
        yield _("The interim report is due outside the time in which projects may last.")
    elif day and call.state in BEFORE_CLOSING and day <= day_in_warsaw(call.closes_at):
        yield _(
            "The interim report would be due on %(day)s, while the call still takes applications."
        ) % {"day": date_format(day)}
