"""Facts that must hold before events, visits and registrations move on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from activities.rules import WAS_THERE
from finance.money import format_money
from workflows.guards import guard
from workflows.models import StoredFile

if TYPE_CHECKING:
    from .models import Advance, Event, Registration, StudyVisit, Takeaway, TravelClaim

    Subject: TypeAlias = Event | StudyVisit


@guard(_("Give a date that is still to come: this one has begun already."))
def is_yet_to_come(gathering: Subject, at: datetime) -> bool:
    return at < gathering.starts_at


@guard(_("It has not begun yet."))
def has_begun(gathering: Subject, at: datetime) -> bool:
    return at >= gathering.starts_at


@guard(_("Somebody is on the attendance list: it took place."))
def nobody_was_there(gathering: Subject) -> bool:
    return not gathering.registrations.filter(state__in=WAS_THERE).exists()


@guard(_("It has not ended yet."))
def has_ended(gathering: Subject, at: datetime) -> bool:
    return at >= gathering.ends_at


@guard(_("Give a deadline for applications that is still to come and lies before the visit."))
def has_deadline_ahead(visit: StudyVisit, at: datetime) -> bool:
    return visit.apply_until is not None and at < visit.apply_until <= visit.starts_at


@guard(_("Add at least one point to the programme of the visit."))
def has_stops(visit: StudyVisit) -> bool:
    return visit.stops.exists()


@guard
def has_stops_each_day(visit: StudyVisit) -> Iterator[str]:
    planned = set(visit.stops.values_list("day", flat=True))
    for day in visit.days:
        if day not in planned:
            yield gettext("Add what happens on %(day)s.") % {"day": date_format(day)}


@guard(
    _(
        "Some applications still wait for a decision: give a place, put on the reserve list or decline."
    )
)
def all_applications_decided(visit: StudyVisit) -> bool:
    return not visit.registrations.undecided().exists()


@guard(_("Nobody has a place on this visit yet."))
def has_accepted(visit: StudyVisit) -> bool:
    return visit.registrations.taking_a_place().exists()


@guard
def has_attendance(gathering: Subject) -> Iterator[str]:
    for day in gathering.days_without_attendance():
        yield gettext("Take the attendance of %(day)s.") % {"day": date_format(day)}


@guard
def was_checked_each_day(event: Event) -> Iterator[str]:
    """Whoever is on the list and was never ticked is counted as absent when the event closes."""
    marked = set(event.registrations.taking_a_place().values_list("attendances__day", flat=True))
    for day in event.days if marked else ():
        if day not in marked:
            yield gettext("Take the attendance of %(day)s.") % {"day": date_format(day)}


@guard(_("Write what you saw and what you will apply (at least 100 characters)."))
def has_report(visit: StudyVisit) -> bool:
    return len(visit.report.strip()) >= 100


@guard
def all_have_answered(visit: StudyVisit, at: datetime) -> Iterator[str]:
    """The report waits for what people will apply and think, as long as they may still write it."""
    if at > visit.evaluation_until:
        return
    there = visit.registrations.filter(state__in=WAS_THERE).exclude(person__user=None)
    missing = Q(takeaway__state="asked")
    if visit.evaluation_id is not None:
        missing |= Q(takeaway__has_evaluated=False)
    count = there.filter(missing).count()
    if count:
        moment = date_format(localtime(visit.evaluation_until), "j E Y, H:i")
        sentence = ngettext(
            "%(count)d person may still write until %(moment)s what they will apply and what they thought.",
            "%(count)d persons may still write until %(moment)s what they will apply and what they thought.",
            count,
        )
        yield sentence % {"count": count, "moment": moment}


@guard(_("Write what you will apply (at least 30 characters)."))
def says_what_is_applied(takeaway: Takeaway) -> bool:
    return len(takeaway.words.strip()) >= 30


@guard(_("The report of the visit is submitted: what it says stays as it is."))
def report_is_open(takeaway: Takeaway) -> bool:
    return takeaway.visit.state == "held"


@guard
def can_be_evaluated(takeaway: Takeaway, at: datetime) -> Iterator[str]:
    """Whether somebody who was there may still answer the evaluation."""
    visit = takeaway.visit
    if visit.evaluation_id is None:
        yield gettext("This visit has no evaluation.")
    elif visit.state != "held" or takeaway.state == "dropped" or at > visit.evaluation_until:
        moment = date_format(localtime(visit.evaluation_until), "j E Y, H:i")
        yield gettext("The evaluation was open until %(moment)s.") % {"moment": moment}
    elif takeaway.has_evaluated:
        yield gettext("You have answered already. Thank you.")


@guard
def costs_can_no_longer_be_sent(visit: StudyVisit, at: datetime) -> Iterator[str]:
    """Nobody is cut off from their money by a visit that is settled before its time."""
    until = visit.claims_until
    if until is not None and at <= until:
        moment = date_format(localtime(until), "j E Y, H:i")
        yield gettext("Travel costs can be sent until %(moment)s.") % {"moment": moment}


@guard(_("Some travel costs still wait to be corrected, checked, approved or paid."))
def all_claims_answered(visit: StudyVisit) -> bool:
    waiting = ("submitted", "returned", "checked", "approved")
    return not visit.registrations.filter(travel_claim__state__in=waiting).exists()


@guard
def can_send_joining_letters(visit: StudyVisit) -> Iterator[str]:
    """Whether the letters can say what somebody on the way must know."""
    if visit.state != "confirmed":
        yield gettext(
            "Joining letters go out once the visit is confirmed and before it takes place."
        )
    if not visit.meeting_place or visit.meets_at is None:
        yield gettext("Say where and when the group meets.")
    if not visit.contact:
        yield gettext("Say whom one can call on the way.")


@guard(_("It is over."))
def is_before_the_end(registration: Registration, at: datetime) -> bool:
    return at < registration.subject.ends_at


@guard(_("It has begun already: a place can no longer be given up here. Tell the organisers."))
def is_before_the_start(registration: Registration, at: datetime) -> bool:
    return at < registration.subject.starts_at


@guard(_("An advance was proposed on the strength of this place."))
def has_no_advance(registration: Registration) -> bool:
    return not hasattr(registration, "advance")


@guard(_("All places are taken."))
def has_free_place(registration: Registration) -> bool:
    return registration.subject.free_places() > 0


@guard(_("The attendance list of no day has this person as present."))
def is_on_the_list(registration: Registration) -> bool:
    return registration.attendances.filter(present=True).exists()


@guard(_("It has not begun yet: nobody can have missed it."))
def could_be_missed(registration: Registration, at: datetime) -> bool:
    return localtime(at).date() >= registration.subject.days[0]


@guard(_("The attendance list of some day has this person as present."))
def is_not_on_any_list(registration: Registration) -> bool:
    return not registration.attendances.filter(present=True).exists()


@guard
def can_be_applied_for(gathering: Subject, at: datetime) -> Iterator[str]:
    """Whether anybody may still apply: its state and its deadline."""
    if not gathering.takes_applications:
        yield gettext("Applications are not taken here now.")
    elif at >= gathering.closes_at:
        moment = date_format(localtime(gathering.closes_at), "j E Y, H:i")
        yield gettext("Applications were taken until %(moment)s.") % {"moment": moment}


@guard(_("Costs are paid back to those who were there; the attendance list does not confirm it."))
def was_there(claim: TravelClaim) -> bool:
    return claim.registration.state in WAS_THERE


@guard
def is_claimed_in_time(claim: TravelClaim, at: datetime) -> Iterator[str]:
    """The days count until the first sending; a correction has no end of its own."""
    until = claim.visit.claims_until
    if until is None:
        yield gettext("Travel costs of this visit are not paid back.")
    elif at > until and claim.submitted_at is None:
        moment = date_format(localtime(until), "j E Y, H:i")
        yield gettext("Costs could be sent until %(moment)s.") % {"moment": moment}


@guard
def claims_no_bought_way(claim: TravelClaim) -> Iterator[str]:
    """A way for which the organiser bought the ticket is not paid a second time."""
    tickets = list(claim.registration.bought_tickets.all())
    for cost in claim.costs.exclude(kind="care"):
        for ticket in tickets:
            if ticket.covers(cost.leg):
                named = {"cost": cost.what, "ticket": ticket.what, "way": ticket.get_leg_display()}
                yield (
                    gettext(
                        "“%(cost)s”: the organiser bought your ticket for %(way)s (%(ticket)s). Take this cost out."
                    )
                    % named
                )
                break


@guard(_("The advance of this person is not paid yet: pay or cancel it first."))
def advance_is_paid_or_none(claim: TravelClaim) -> bool:
    unpaid = ("proposed", "approved")
    return (
        not type(claim.registration)
        .objects.filter(pk=claim.registration_id, advance__state__in=unpaid)
        .exists()
    )


@guard(_("Some advances are not settled or returned yet."))
def all_advances_accounted_for(visit: StudyVisit) -> bool:
    waiting = ("proposed", "approved", "paid", "to_return")
    return not visit.registrations.filter(advance__state__in=waiting).exists()


@guard(_("Advances are given to people who go, before the visit begins."))
def still_goes(advance: Advance) -> bool:
    place = advance.registration
    return place.state in ("accepted", "confirmed") and advance.visit.state in (
        "selected",
        "confirmed",
    )


@guard
def advance_fits(advance: Advance) -> Iterator[str]:
    """Nobody gets more before the journey than the visit could pay for it."""
    visit = advance.visit
    if visit.claims_until is None:
        yield gettext("Travel costs of this visit are not paid back.")
        return
    limits = [*advance.registration.travel_limits(), *visit.travel_limits()]
    most = min((each.left for each in limits), default=None)
    if most is not None and advance.amount > most:
        yield gettext("The visit can pay %(most)s at most for this person.") % {
            "most": format_money(most, "PLN")
        }


@guard(_("Enter at least one cost."))
def has_costs(claim: TravelClaim) -> bool:
    return claim.costs.exists()


@guard(_("Attach a picture or a scan of each ticket and bill."))
def has_evidence(claim: TravelClaim) -> bool:
    bought = claim.costs.exclude(kind="vehicle").exists()
    return not bought or StoredFile.objects.of(claim).present().exists()


@guard
def fits_the_travel_pool(claim: TravelClaim) -> Iterator[str]:
    """All claims of a visit, of its activity and of its programme together stay within what may be paid."""
    for limit in claim.limits_exceeded():
        yield gettext(
            "Limit of %(whose)s: only %(left)s is left, and this claim comes to %(sum)s."
        ) % {
            "whose": limit.whose,
            "left": format_money(limit.left, "PLN"),
            "sum": format_money(claim.payable.amount, "PLN"),
        }
