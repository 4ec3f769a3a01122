"""Facts that must hold before something in mentoring moves on, each with the sentence for the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mentoring import rules
from workflows.guards import guard
from workflows.models import StoredFile

if TYPE_CHECKING:
    from .models import (
        Edition,
        Enrolment,
        MentorOffer,
        MentorRequest,
        Milestone,
        MilestoneTemplate,
        PairAgreement,
        Pairing,
        PlannedMeeting,
        SessionLog,
        Supervision,
    )


@guard(_("Give a deadline for applications that is still to come."))
def has_deadline_ahead(edition: Edition, at: datetime) -> bool:
    return at < edition.recruits_until


@guard(_("Some applications still wait for a decision: accept or decline them."))
def all_enrolments_decided(edition: Edition) -> bool:
    return not edition.enrolments.in_state("applied").exists()


@guard(_("Some pairs are still on their way: complete or end them first."))
def has_no_open_pairing(edition: Edition) -> bool:
    return not edition.pairings.open().exists()


@guard
def can_be_applied_for(edition: Edition, at: datetime) -> Iterator[str]:
    """Whether anybody may still apply."""
    if edition.state != "recruiting":
        yield gettext("Applications are not taken now.")
    elif at >= edition.recruits_until:
        moment = date_format(localtime(edition.recruits_until), "j E Y, H:i")
        yield gettext("Applications were taken until %(moment)s.") % {"moment": moment}


@guard(
    _(
        "All places of this side are taken. Put the person on the waiting list, or raise the number of places of the edition."
    )
)
def has_a_place(enrolment: Enrolment) -> bool:
    return enrolment.edition.has_free_place(enrolment.role)


@guard
def offer_can_be_taken(offer: MentorOffer, at: datetime) -> Iterator[str]:
    """Whether whoever is offered a mentor may still apply."""
    yield from can_be_applied_for.sentences(offer.edition, {"at": at})
    if offer.edition.enrolments.standing().filter(person=offer.person_id).exists():
        yield gettext("Your application is here already.")


@guard(_("This person is in a pair that is still on its way."))
def has_no_pair(enrolment: Enrolment) -> bool:
    return not enrolment.pairings().open().exists()


@guard(_("The pair is not active now."))
def pair_is_active(of_pair: Milestone | SessionLog) -> bool:
    return of_pair.pairing.state == "active"


@guard(_("A milestone after this one has been taken up."))
def nothing_is_begun_after(milestone: Milestone) -> bool:
    later = milestone.pairing.milestones.filter(position__gt=milestone.position)
    return not later.exclude(state__in=("planned", "dropped")).exists()


@guard(_("The pair is over already."))
def pair_goes_on(of_pair: MentorRequest | Milestone) -> bool:
    return of_pair.pairing.goes_on


@guard(_("The pair is over already."))
def pair_still_works(agreement: PairAgreement) -> bool:
    return agreement.pairing.goes_on


@guard(_("The edition asks this milestone of every pair: its coordinators alone take it out."))
def may_be_dropped(milestone: Milestone, by: Any) -> bool:
    return not milestone.is_asked_of_all or rules.excuses_from_milestone(by, milestone)


@guard(_("Show that it is done: describe it, give a link or attach a file."))
def has_evidence(milestone: Milestone) -> bool:
    return (
        bool(milestone.evidence.strip() or milestone.links)
        or StoredFile.objects.of(milestone).exists()
    )


@guard
def plan_is_whole(pairing: Pairing) -> Iterator[str]:
    """Whether there is something to approve that is not approved already."""
    if not pairing.goal.strip():
        yield gettext("The goal is not written down yet.")
    needed = max(pairing.edition.milestones_due, 1)
    yield from _enough_planned(len(pairing.planned()), needed).missing
    if pairing.has_approved_plan:
        yield gettext("The plan is approved as it stands.")


@dataclass(frozen=True)
class Condition:
    """One of an edition's rules of completion and how far a pair has met it; no sentence is missing once it has."""

    name: str
    done: str
    needed: str
    percent: int
    missing: tuple[str, ...] = ()


@guard
def has_nothing_missing(pairing: Pairing) -> Iterator[str]:
    """What the edition's rules of completion still ask for; the pair's page shows the same sentences."""
    for condition in conditions(pairing):
        yield from condition.missing
    unanswered = _meetings(pairing, "submitted", "questioned")
    if unanswered:
        yield ngettext(
            "%(count)d written meeting still waits for the other side.",
            "%(count)d written meetings still wait for the other side.",
            unanswered,
        ) % {"count": unanswered}


def conditions(pairing: Pairing) -> list[Condition]:
    """The rules of completion that the edition has, each with what the pair has done; reads prefetched rows."""
    edition, found = pairing.edition, []
    if edition.sessions_needed:
        found.append(_enough_meetings(pairing))
    if edition.minutes_needed:
        found.append(_enough_hours(pairing))
    milestones = pairing.planned()
    if edition.milestones_due:
        found.append(_enough_planned(len(milestones), edition.milestones_due))
    required = [each for each in milestones if each.required or each.is_asked_of_all]
    absent = _not_planned(pairing)
    if required or absent:
        found.append(_all_approved(required, absent))
    if edition.visits_due:
        found.append(_enough_visits(pairing))
    return found


def _meetings(pairing: Pairing, *states: str) -> int:
    """How many written meetings are in these states; reads prefetched ones."""
    return sum(log.state in states for log in pairing.session_logs.all())


def _share(done: int, needed: int) -> int:
    return min(100, done * 100 // needed)


def _enough_meetings(pairing: Pairing) -> Condition:
    done, needed = _meetings(pairing, "confirmed"), pairing.edition.sessions_needed
    missing = needed - done
    sentence = ngettext(
        "%(count)d confirmed meeting is missing.",
        "%(count)d confirmed meetings are missing.",
        missing,
    ) % {"count": missing}
    name = gettext("Confirmed meetings")
    says = (sentence,) if missing > 0 else ()
    return Condition(name, str(done), str(needed), _share(done, needed), says)


def in_hours(minutes: int) -> str:
    """Minutes as hours with at most one place, in the language in use."""
    return floatformat(Decimal(minutes) / 60, -1)


def to_the_minute(minutes: int) -> str:
    """Minutes as hours and minutes: nothing of a timesheet is rounded."""
    return gettext("%(hours)d h %(minutes)02d min") % {
        "hours": minutes // 60,
        "minutes": minutes % 60,
    }


def beyond(minutes: int, *, used: int, contract: int, in_month: int, month: int) -> list[str]:
    """Which limits so many more minutes would break, as sentences; a limit of 0 is none.

    `used` counts of the contract already, `in_month` the person has in that month over all projects.
    """
    found = []
    if contract and used + minutes > contract:
        found.append(
            gettext("The contract covers %(limit)s, and %(used)s are counted already.")
            % {"limit": to_the_minute(contract), "used": to_the_minute(used)}
        )
    if month and in_month + minutes > month:
        found.append(
            gettext(
                "A month may have %(limit)s over all projects, and %(used)s are counted already."
            )
            % {"limit": to_the_minute(month), "used": to_the_minute(in_month)}
        )
    return found


def _enough_hours(pairing: Pairing) -> Condition:
    done, needed = pairing.confirmed_minutes(), pairing.edition.minutes_needed
    sentence = gettext("Hours of confirmed meetings still missing: %(hours)s.") % {
        "hours": in_hours(needed - done)
    }
    name = gettext("Hours of confirmed meetings")
    says = (sentence,) if needed > done else ()
    return Condition(name, in_hours(done), in_hours(needed), _share(done, needed), says)


def _enough_planned(done: int, needed: int) -> Condition:
    missing = needed - done
    sentence = ngettext(
        "%(count)d more milestone has to be planned.",
        "%(count)d more milestones have to be planned.",
        missing,
    ) % {"count": missing}
    name, says = gettext("Milestones planned"), (sentence,) if missing > 0 else ()
    return Condition(name, str(done), str(needed), _share(done, needed), says)


def _enough_visits(pairing: Pairing) -> Condition:
    needed = pairing.edition.visits_due
    done = pairing.visits_attended
    missing = needed - done
    sentence = ngettext(
        "%(count)d attended study visit of the edition is missing.",
        "%(count)d attended study visits of the edition are missing.",
        missing,
    ) % {"count": missing}
    says = (sentence,) if missing > 0 else ()
    return Condition(
        gettext("Study visits attended"), str(done), str(needed), _share(done, needed), says
    )


def _not_planned(pairing: Pairing) -> list[MilestoneTemplate]:
    """What the edition asks of every pair and this one has not in its plan; what coordinators took out is forgiven."""
    planned = {each.template_id for each in pairing.milestones.all()}
    asked = pairing.edition.milestone_templates.all()
    return [each for each in asked if each.required and each.pk not in planned]


def _all_approved(required: list[Milestone], absent: list[MilestoneTemplate]) -> Condition:
    waiting = [each for each in required if each.state != "approved"]
    says = tuple(
        gettext("Milestone not approved yet: “%(title)s”.") % {"title": each.title}
        for each in waiting
    ) + tuple(
        gettext("The edition asks for one more milestone in the plan: “%(title)s”.")
        % {"title": each.title}
        for each in absent
    )
    done, needed = len(required) - len(waiting), len(required) + len(absent)
    name = gettext("Required milestones approved")
    return Condition(name, str(done), str(needed), _share(done, needed), says)


@guard(_("It has not begun yet."))
def meeting_has_begun(meeting: PlannedMeeting | Supervision, at: datetime) -> bool:
    return at >= meeting.starts_at


def plan_problems(
    pairing: Pairing, starts_at: datetime, minutes: int, now: datetime
) -> Iterator[str]:
    """What speaks against meeting then: the pair does not work, the hour is over, the pair meets already."""
    if not pairing.works:
        yield gettext("The pair is not active now.")
    if starts_at <= now:
        yield gettext("This hour is over: choose one that is still to come.")
    ends_at = starts_at + timedelta(minutes=minutes)
    for other in pairing.meetings.ahead():
        if other.starts_at < ends_at and starts_at < other.ends_at:
            moment = date_format(localtime(other.starts_at), "j E Y, H:i")
            yield gettext("You already meet then: %(moment)s.") % {"moment": moment}


def meeting_problems(pairing: Pairing, held_on: date, today: date) -> dict[str, str]:
    """What is wrong with the day of a meeting, by the name of the form's field."""
    if held_on > today:
        return {
            "held_on": gettext(
                "This day is still to come: write a meeting down after it took place."
            )
        }
    if pairing.started_on and held_on < pairing.started_on:
        since = date_format(pairing.started_on)
        return {
            "held_on": gettext("The pair works together since %(date)s; this day is earlier.")
            % {"date": since}
        }
    return {}
