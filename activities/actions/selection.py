"""How the group of a study visit is chosen: points for each applicant, a list, places down the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities import rules
from activities.models import ApplicantScore, Registration, StudyVisit, VisitCriterion
from workflows import clock
from workflows.errors import GuardsFailed, NotYours, SomeoneWasFaster

from .places import locked_subject


@dataclass(frozen=True)
class Standing:
    """One applicant on the list: their points, and what they get when places go down the list now."""

    registration: Registration
    points: int
    is_complete: bool
    gets_place: bool


def points_of(registration: Registration) -> dict[int, int]:
    """The points of an applicant by the key of the criterion."""
    return {score.criterion_id: score.points for score in registration.scores.all()}


def ranked_applicants(visit: StudyVisit) -> list[Standing]:
    """Those who wait for a decision, most points first; with equal points whoever applied earlier."""
    criteria = set(visit.criteria.values_list("pk", flat=True))
    found = [(each, points_of(each)) for each in visit.registrations.undecided().for_selection()]
    found.sort(key=lambda pair: -sum(pair[1].values()))
    free = visit.free_places()
    return [
        Standing(each, sum(given.values()), criteria <= given.keys(), number < free)
        for number, (each, given) in enumerate(found)
    ]


def written_order(standings: Sequence[Standing]) -> str:
    """The list as one line, to tell whether it is still the one that was shown."""
    return ",".join(
        f"{each.registration.pk}:{each.points}:{int(each.gets_place)}" for each in standings
    )


def sentences_against_giving(
    visit: StudyVisit, standings: Sequence[Standing], *, by: Any, at: datetime
) -> list[str]:
    """Why places can not be given down the list now; empty when they can."""
    return list(_against_giving(visit, standings, by, at))


def _against_giving(
    visit: StudyVisit, standings: Sequence[Standing], by: Any, at: datetime
) -> Iterator[str]:
    if visit.state != StudyVisit.States.RECRUITING:
        yield _("Places are given while the visit recruits.")
        return
    if at < visit.closes_at:
        moment = date_format(localtime(visit.closes_at), "j E Y, H:i")
        yield _("Applications are taken until %(moment)s. Give the places afterwards.") % {
            "moment": moment
        }
    if not standings:
        yield _("Nobody waits for a decision.")
    missing = sum(not each.is_complete for each in standings)
    if missing:
        yield ngettext(
            "%(count)d applicant has no complete points yet.",
            "%(count)d applicants have no complete points yet.",
            missing,
        ) % {"count": missing}
    if any(rules.is_own(by, each.registration) for each in standings):
        yield _("You applied for this visit yourself: somebody else of the team gives the places.")


@transaction.atomic
def give_places(*, visit: StudyVisit, seen: str, by: Any, at: datetime) -> tuple[int, int]:
    """Give places down the list, put the rest on the reserve list in its order; return how many of each.

    `seen` is `written_order` of the list that was shown. Everybody gets a letter. Raises NotYours, GuardsFailed,
    and SomeoneWasFaster when the list is another by now.
    """
    fresh = locked_subject(visit)
    if sentences := rules.is_staff.why_not(by, fresh):
        raise NotYours(sentences)
    standings = ranked_applicants(fresh)
    if not fresh.criteria.exists():
        raise GuardsFailed([_("Set what counts and for how many points first.")])
    if sentences := sentences_against_giving(fresh, standings, by=by, at=at):
        raise GuardsFailed(sentences)
    if written_order(standings) != seen:
        raise SomeoneWasFaster(
            [_("The list has changed since you opened it. Look at it again, then give the places.")]
        )
    behind = [each for each in standings if not each.gets_place]
    for each in standings:
        if each.gets_place:
            each.registration.accept(by=by)
    for rank, each in enumerate(behind, start=1):
        each.registration.put_on_reserve(by=by, at=at, rank=rank)
    return len(standings) - len(behind), len(behind)


@transaction.atomic
def score_applicant(
    *, registration: Registration, points: Mapping[int, int], seen: Mapping[int, int], by: Any
) -> None:
    """Write the team's `points` (by key of the criterion) for an applicant.

    `seen` are the points that stood when the form was shown. Raises NotYours for one's own application,
    GuardsFailed once it is decided or a number does not fit, SomeoneWasFaster when others changed the points.
    """
    fresh = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    if sentences := rules.may_score.why_not(by, fresh):
        raise NotYours(sentences)
    if fresh.state != Registration.States.APPLIED:
        raise GuardsFailed([_("This application is decided: its points can no longer be changed.")])
    _refuse_points_that_do_not_fit(fresh, points)
    if points_of(fresh) not in (dict(seen), dict(points)):
        raise SomeoneWasFaster(
            [
                _(
                    "Somebody gave points to this applicant meanwhile. Look at them and save once more."
                )
            ]
        )
    stamp = {"scored_at": clock.now(), "scored_by": by}
    for criterion, number in points.items():
        ApplicantScore.objects.update_or_create(
            registration=fresh, criterion_id=criterion, defaults={"points": number, **stamp}
        )


def _refuse_points_that_do_not_fit(registration: Registration, points: Mapping[int, int]) -> None:
    most = dict(VisitCriterion.objects.filter(visit=registration.visit).values_list("pk", "points"))
    if any(not 0 <= number <= most.get(key, -1) for key, number in points.items()):
        raise GuardsFailed([_("The criteria have changed. Open the page again.")])


@transaction.atomic
def keep_criteria(*, visit: StudyVisit, formset: Any, by: Any) -> None:
    """Save the criteria of a visit from a valid `formset`; raises NotYours, and GuardsFailed once points are given."""
    fresh = locked_subject(visit)
    if sentences := rules.is_staff.why_not(by, fresh):
        raise NotYours(sentences)
    if sentences := sentences_against_criteria(fresh):
        raise GuardsFailed(sentences)
    formset.save()
    for position, criterion in enumerate(fresh.criteria.order_by("position", "pk")):
        if criterion.position != position:
            criterion.position = position
            criterion.save(update_fields=["position"])


def sentences_against_criteria(visit: StudyVisit) -> list[str]:
    """Why the criteria can no longer change; empty when they can."""
    if visit.state not in (StudyVisit.States.DRAFT, StudyVisit.States.RECRUITING):
        return [_("The group is chosen: what counted stays as it was.")]
    if ApplicantScore.objects.filter(criterion__visit=visit).exists():
        return [_("Points are given already: what counts stays the same for everybody.")]
    return []
