"""The letters of events and visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime

from finance.money import format_money
from programmes import roles
from programmes.calendars import calendar_file
from workflows.notices import Attachment, Mail, Notice
from workflows.roles import holders_of_any
from workflows.topics import Topic

if TYPE_CHECKING:
    from .models import Advance, Registration, StudyVisit, TravelClaim

PLACEHOLDERS = ("title", "when", "place", "reason")


def person_of(registration: Registration) -> list[Any]:
    """The account of the person, else their address, if they gave one."""
    person = registration.person
    return [person.user or Mail(person.email, registration.language, person.full_name)]


def own_page(registration: Registration) -> str:
    """Where the person reads about their place; whoever has no account has the link of the letter."""
    return registration.get_own_url()


def calendar_of(registration: Registration) -> Attachment:
    """The day as a file for the person's calendar, in the language in use."""
    subject: Any = registration.subject
    return calendar_file(
        key=f"{subject._meta.model_name}-{subject.pk}",
        version=subject.version,
        starts_at=subject.starts_at,
        ends_at=subject.ends_at,
        title=subject.title,
        place=_where(subject),
        about=str(subject.programme),
        path=own_page(registration),
        is_off=subject.state == "cancelled",
    )


def facts(registration: Registration, entry: Any) -> Mapping[str, Any]:
    return {
        **facts_of(registration.subject),
        "reason": entry.text.note,
        "number": "",
        "give_up": "",
    }


def facts_of_place(registration: Registration) -> dict[str, Any]:
    """What those who have a place read: also the link to join, and the one by which they give the place up."""
    subject: Any = registration.subject
    return {
        **facts_of(subject),
        "place": _where(subject) + _sessions_of(registration),
        "reason": "",
        "number": "",
        "give_up": _way_out(registration),
    }


def _way_out(registration: Registration) -> str:
    """The link by which the place, or the wait for one, is given up."""
    return settings.TANDEM_URL + registration.get_place_url()


def _where(subject: Any) -> str:
    """The place, and the link of an event that one may join online."""
    return ", ".join(part for part in (subject.place, getattr(subject, "link", "")) if part)


def _sessions_of(registration: Registration) -> str:
    """What the person chose of the programme, each in a line of its own below the place."""
    lines = [
        ", ".join(part for part in (hours_of(one), one.title, one.place, one.link) if part)
        for one in (choice.stop for choice in registration.choices.select_related("stop"))
    ]
    return "".join(f"\n– {line}" for line in lines)


def hours_of(stop: Any) -> str:
    """From when till when, such as 9:00–11:00."""
    ends = f"–{stop.ends:%H:%M}" if stop.ends else ""
    return f"{stop.starts:%H:%M}{ends}"


def facts_of_waiting(registration: Registration, entry: Any) -> Mapping[str, Any]:
    """Adds the number on the reserve list, and the link by which one leaves it."""
    number = registration.number_on_reserve() or ""
    return {**facts(registration, entry), "number": number, "give_up": _way_out(registration)}


def facts_of(gathering: Any) -> dict[str, Any]:
    """Title, time and place, as a letter says them."""
    when = date_format(localtime(gathering.starts_at), "j E Y, H:i")
    return {"title": gathering.title, "when": when, "place": gathering.place}


def _applicant_for_a_visit(registration: Registration) -> list[Any]:
    """For an event the next letter, a second later, already says whether there is a place."""
    return [] if registration.subject.admits_at_once else person_of(registration)


def _group(visit: StudyVisit) -> Iterable[Any]:
    for registration in visit.registrations.taking_a_place().select_related("person__user"):
        yield from person_of(registration)


def _letter(
    name: str,
    to: Any = person_of,
    gives: Any = facts,
    leads_to: Any = None,
    *,
    attaches: Any = None,
    topic: Topic,
    to_others: bool = False,
) -> Notice:
    return Notice(
        f"activities/{name}",
        to=to,
        gives=gives,
        placeholders=(*PLACEHOLDERS, "number", "give_up"),
        leads_to=leads_to or own_page,
        attaches=attaches,
        topic=topic,
        to_others=to_others,
    )


registration_received = _letter(
    "registration_received", to=_applicant_for_a_visit, topic=Topic.MUST
)
registration_accepted = _letter(
    "registration_accepted",
    gives=lambda registration, entry: facts_of_place(registration) | {"reason": entry.text.note},
    attaches=calendar_of,
    topic=Topic.MUST,
)
#: A day before an event: where, when, by which link, and how to give the place to somebody else. No move sends it.
event_tomorrow = Notice(
    "activities/event_tomorrow",
    to=lambda registration: [],
    placeholders=("title", "when", "place", "give_up"),
    topic=Topic.REMINDER,
)
#: When an event is closed, to each who was there: what stays of it, and where the certificate is. No move sends it.
event_thanks = Notice(
    "activities/event_thanks",
    to=lambda registration: [],
    placeholders=("title", "when", "place", "materials"),
    topic=Topic.NEWS,
)
registration_on_reserve = _letter(
    "registration_on_reserve", gives=facts_of_waiting, topic=Topic.MUST
)
registration_declined = _letter("registration_declined", topic=Topic.MUST)
registration_cancelled = _letter("registration_cancelled", to_others=True, topic=Topic.MUST)
registration_called_off = _letter("registration_called_off", topic=Topic.MUST)
visit_confirmed = _letter(
    "visit_confirmed",
    to=_group,
    gives=lambda visit, entry: facts_of(visit) | {"reason": "", "number": "", "give_up": ""},
    # the visit's own page is the team's; those who go find the programme on the public one
    leads_to=lambda visit: visit.get_public_url(),
    topic=Topic.MUST,
)

#: Sent by staff to each who goes, with the letter itself as PDF; no move sends it.
joining_letter = Notice(
    "activities/joining_letter",
    to=lambda registration: [],
    placeholders=("title", "when", "place", "meets", "meeting_place", "contact"),
    topic=Topic.MUST,
)


def joining_facts(registration: Registration) -> dict[str, Any]:
    """What a joining letter says before one opens the paper."""
    visit: Any = registration.visit
    meets = date_format(localtime(visit.meets_at), "j E Y, H:i")
    where = {"meets": meets, "meeting_place": visit.meeting_place, "contact": visit.contact}
    return facts_of(visit) | where


#: After the visit each who was there is asked what they will apply, and what they thought.
takeaway_asked = Notice(
    "activities/takeaway_asked",
    to=lambda takeaway: person_of(takeaway.registration),
    gives=lambda takeaway, entry: (
        facts_of(takeaway.visit) | {"until": date_format(localtime(takeaway.due_at), "j E Y, H:i")}
    ),
    placeholders=("title", "when", "place", "until"),
    topic=Topic.MOVE,
)


def _advance_facts(advance: Advance, entry: Any) -> dict[str, Any]:
    sum_named = advance.amount if advance.due_back is None else advance.due_back
    until = date_format(localtime(advance.return_by), "j E Y") if advance.return_by else ""
    return facts_of(advance.visit) | {
        "amount": format_money(sum_named, "PLN"),
        "until": until,
        "reason": entry.text.note,
    }


def _advance_letter(name: str) -> Notice:
    return Notice(
        f"activities/{name}",
        to=lambda advance: person_of(advance.registration),
        gives=_advance_facts,
        placeholders=(*PLACEHOLDERS, "amount", "until"),
        topic=Topic.MUST,
    )


advance_refused = _advance_letter("advance_refused")
advance_paid = _advance_letter("advance_paid")
advance_to_return = _advance_letter("advance_to_return")


def _claimant(claim: TravelClaim) -> list[Any]:
    return person_of(claim.registration)


def _whoever_is_paid(claim: TravelClaim) -> list[Any]:
    """Nobody is told of a transfer that an advance has made needless."""
    return _claimant(claim) if claim.to_transfer.amount > 0 else []


def _whose_advance_covers_all(claim: TravelClaim) -> list[Any]:
    return [] if claim.to_transfer.amount > 0 else _claimant(claim)


def _claim_facts(claim: TravelClaim, entry: Any) -> dict[str, Any]:
    return facts_of(claim.visit) | {
        "reason": entry.text.note,
        "amount": format_money(claim.payable),
        "transfer": format_money(claim.to_transfer),
    }


def _claim_letter(name: str, to: Any = _claimant) -> Notice:
    return Notice(
        f"activities/{name}",
        to=to,
        gives=_claim_facts,
        placeholders=(*PLACEHOLDERS, "amount", "transfer"),
        topic=Topic.MUST,
    )


def _keepers_if_paid(registration: Registration) -> list[Any]:
    """Whoever keeps the programme's money, where costs of somebody absent went out or are at the bank already."""
    claim = getattr(registration, "travel_claim", None)
    if claim is None or not claim.is_beyond_recall:
        return []
    return holders_of_any([roles.FINANCE, *roles.RUNNERS], claim.programme)


def _what_was_paid(registration: Registration, entry: Any) -> dict[str, Any]:
    claim = registration.travel_claim
    return facts_of(claim.visit) | {
        "person": registration.person.full_name,
        "amount": format_money(claim.accepted_amount or 0, "PLN"),
    }


paid_to_absent = Notice(
    "activities/paid_to_absent",
    to=_keepers_if_paid,
    gives=_what_was_paid,
    placeholders=("title", "when", "place", "person", "amount"),
    leads_to=lambda registration: registration.travel_claim.get_absolute_url(),
    topic=Topic.MUST,
)
claim_received = _claim_letter("claim_received")
claim_returned = _claim_letter("claim_returned")
claim_refused = _claim_letter("claim_refused")
claim_approved = _claim_letter("claim_approved", _whoever_is_paid)
claim_covered = _claim_letter("claim_covered", _whose_advance_covers_all)
claim_paid = _claim_letter("claim_paid", _whoever_is_paid)
