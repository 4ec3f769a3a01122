"""The letters of mentoring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from workflows.notices import Mail, Notice
from workflows.topics import Topic

if TYPE_CHECKING:
    from people.models import Person

    from .models import (
        Deputy,
        Enrolment,
        Followup,
        Inquiry,
        MentorOffer,
        MentorRequest,
        Milestone,
        PairAgreement,
        Pairing,
        PlannedMeeting,
        SessionLog,
        Supervision,
    )


def account(enrolment: Enrolment | MentorOffer) -> Any:
    """The account behind an enrolment, else the person's address."""
    return account_of(enrolment.person)


def account_of(person: Person) -> Any:
    """A person's account, else their address."""
    return person.user or Mail(person.email, name=person.full_name)


def applicant(enrolment: Enrolment) -> list[Any]:
    return [account(enrolment)]


def mentor(obj: Any) -> list[Any]:
    return [account(getattr(obj, "pairing", obj).mentor)]


def mentee(obj: Any) -> list[Any]:
    return [account(getattr(obj, "pairing", obj).mentee)]


def approvers(milestone: Milestone) -> list[Any]:
    """The mentor, and whoever stands in for them."""
    deputy = milestone.pairing.deputy
    return [*mentor(milestone), *([deputy.user] if deputy else [])]


def all_three(deputy: Deputy) -> list[Any]:
    """Mentor, mentee and deputy."""
    return [*both(deputy), deputy.user]


def both(obj: Any) -> list[Any]:
    return [*mentor(obj), *mentee(obj)]


def proposer(pairing: Pairing) -> list[Any]:
    return [pairing.proposed_by]


def asked_already(pairing: Pairing) -> list[Any]:
    """Who knows of a proposal: the mentor, and the mentee once the mentor agreed."""
    return both(pairing) if pairing.mentor_accepted_at else mentor(pairing)


def waiting_for_an_answer(pairing: Pairing) -> list[Any]:
    """Whoever waits to hear whether a pair comes about: the proposer, and a mentor who agreed."""
    agreed = mentor(pairing) if pairing.mentor_accepted_at else []
    return [*proposer(pairing), *(each for each in agreed if each != pairing.proposed_by)]


def other_side(log: SessionLog) -> list[Any]:
    """Whoever of the two did not write the meeting down, and the mentor's deputy where the mentor is asked."""
    sides = (log.pairing.mentor.person, log.pairing.mentee.person)
    # a side without an account wrote nothing: staff did, for one of the two
    asked = [side for side in sides if side.user_id is None or side.user_id != log.written_by_id]
    letters = [account_of(person) for person in asked]
    stands_in = log.pairing.deputy if sides[0] in asked else None
    return [*letters, *([stands_in.user] if stands_in else [])]


def writer(log: SessionLog) -> list[Any]:
    return [log.written_by]


def of_edition(enrolment: Enrolment, entry: Any) -> Mapping[str, Any]:
    return {"edition": enrolment.edition.title, "reason": entry.text.note}


def of_application(enrolment: Enrolment, entry: Any) -> Mapping[str, Any]:
    """With the days by which the person hears, so that nobody has to ask."""
    edition = enrolment.edition
    return {
        **of_edition(enrolment, entry),
        "role": enrolment.get_role_display(),
        "recruits_until": date_format(localtime(edition.recruits_until), "j E Y, H:i"),
        "answers_by": date_format(localtime(edition.answers_by), "j E Y"),
        "starts_on": date_format(edition.starts_on, "j E Y"),
    }


def of_place(enrolment: Enrolment, entry: Any) -> Mapping[str, Any]:
    until = enrolment.answer_until
    said = date_format(localtime(until), "j E Y, H:i") if until else ""
    return {**of_edition(enrolment, entry), "answer_until": said}


def of_pair(pairing: Pairing, entry: Any) -> Mapping[str, Any]:
    return {
        "edition": pairing.edition.title,
        "mentor": pairing.mentor.person.full_name,
        "mentee": pairing.mentee.person.full_name,
        "reason": entry.text.note,
    }


def of_resumed(pairing: Pairing, entry: Any) -> Mapping[str, Any]:
    return {**of_pair(pairing, entry), "days": pairing.days_paused}


def of_milestone(milestone: Milestone, entry: Any) -> Mapping[str, Any]:
    return {**of_pair(milestone.pairing, entry), "title": milestone.title}


def of_log(log: SessionLog, entry: Any) -> Mapping[str, Any]:
    return {**of_pair(log.pairing, entry), "day": date_format(log.held_on), "minutes": log.minutes}


def of_meeting(meeting: PlannedMeeting, entry: Any) -> Mapping[str, Any]:
    return {**of_pair(meeting.pairing, entry), **_when_and_where(meeting)}


def edition_mentors(supervision: Supervision) -> list[Any]:
    """Every mentor accepted in the edition."""
    rows = supervision.edition.enrolments.accepted_as("mentor").select_related("person__user")
    return [account(each) for each in rows]


def of_supervision(supervision: Supervision, entry: Any) -> Mapping[str, Any]:
    return {
        "edition": supervision.edition.title,
        "leader": supervision.led_by,
        "reason": entry.text.note,
        **_when_and_where(supervision),
    }


def _when_and_where(meeting: PlannedMeeting | Supervision) -> dict[str, Any]:
    return {
        "moment": date_format(localtime(meeting.starts_at), "j E Y, H:i"),
        "minutes": meeting.minutes,
        "form": meeting.get_form_display(),
        "place": meeting.place or gettext("you agree on it together"),
    }


def coordinators(request: MentorRequest) -> list[Any]:
    """The accounts that hear of the request."""
    return request.confidants()


def asker(request: MentorRequest) -> list[Any]:
    return [request.asked_by]


def of_request(request: MentorRequest, entry: Any) -> Mapping[str, Any]:
    """No names: a letter may be read over somebody's shoulder."""
    return {"edition": request.pairing.edition.title, "reason": entry.text.note}


def offered(offer: MentorOffer) -> list[Any]:
    """Whoever is offered a mentor; nobody where they asked for it themselves."""
    return [] if offer.is_own_wish else [account(offer)]


def offerer(offer: MentorOffer) -> list[Any]:
    return [] if offer.is_own_wish else [offer.offered_by]


def of_offer(offer: MentorOffer, entry: Any) -> Mapping[str, Any]:
    return {
        "edition": offer.edition.title,
        "title": offer.title,
        "person": offer.person.full_name,
        "until": date_format(localtime(offer.edition.recruits_until), "j E Y, H:i"),
        "reason": entry.text.note,
    }


def of_agreement(agreement: PairAgreement, entry: Any) -> Mapping[str, Any]:
    return of_pair(agreement.pairing, entry)


def of_message(pairing: Pairing, author: Any) -> Mapping[str, Any]:
    """No words of the message: they are for those who see the pair, and mail is read by others too."""
    return {
        "mentor": pairing.mentor.person.full_name,
        "mentee": pairing.mentee.person.full_name,
        "author": author.display_name,
    }


def asked(inquiry: Inquiry) -> list[Any]:
    return [account(inquiry.of)]


def of_inquiry(inquiry: Inquiry, entry: Any) -> Mapping[str, Any]:
    return {"edition": inquiry.pairing.edition.title, "what": inquiry.get_kind_display()}


def of_deputy(deputy: Deputy, entry: Any) -> Mapping[str, Any]:
    given = {**of_pair(deputy.pairing, entry), "deputy": deputy.user.display_name}
    return given | {"day": date_format(deputy.until), "reason": entry.text.note or deputy.reason}


def of_followup(followup: Followup, entry: Any) -> Mapping[str, Any]:
    return {
        "edition": followup.pairing.edition.title,
        "what": followup.what,
        "day": date_format(followup.due_on),
    }


_PAIR = ("edition", "mentor", "mentee", "reason")


def _letter(
    name: str, to: Any, gives: Any, *placeholders: str, topic: Topic, to_others: bool = False
) -> Notice:
    return Notice(
        f"mentoring/{name}",
        to=to,
        gives=gives,
        placeholders=placeholders,
        topic=topic,
        to_others=to_others,
    )


enrolment_received = _letter(
    "enrolment_received",
    applicant,
    of_application,
    "edition", "reason", "role", "recruits_until", "answers_by", "starts_on",
    topic=Topic.MUST,
)  # fmt: skip
enrolment_accepted = _letter(
    "enrolment_accepted", applicant, of_edition, "edition", "reason", topic=Topic.MUST
)
enrolment_declined = _letter(
    "enrolment_declined", applicant, of_edition, "edition", "reason", topic=Topic.MUST
)
enrolment_withdrawn = _letter(
    "enrolment_withdrawn",
    applicant,
    of_edition,
    "edition",
    "reason",
    to_others=True,
    topic=Topic.MUST,
)
enrolment_waiting = _letter(
    "enrolment_waiting", applicant, of_edition, "edition", "reason", topic=Topic.MUST
)
enrolment_offered = _letter(
    "enrolment_offered", applicant, of_place, "edition", "reason", "answer_until", topic=Topic.MUST
)
enrolment_lapsed = _letter(
    "enrolment_lapsed", applicant, of_edition, "edition", "reason", topic=Topic.MUST
)
pairing_proposed = _letter("pairing_proposed", mentor, of_pair, *_PAIR, topic=Topic.MUST)
pairing_for_mentee = _letter("pairing_for_mentee", mentee, of_pair, *_PAIR, topic=Topic.MUST)
pairing_begins = _letter("pairing_begins", both, of_pair, *_PAIR, topic=Topic.MUST)
pairing_declined = _letter(
    "pairing_declined", waiting_for_an_answer, of_pair, *_PAIR, topic=Topic.MUST
)
pairing_taken_back = _letter("pairing_taken_back", asked_already, of_pair, *_PAIR, topic=Topic.MUST)
pairing_resumed = _letter("pairing_resumed", both, of_resumed, *_PAIR, "days", topic=Topic.NEWS)
pairing_paused = _letter("pairing_paused", both, of_pair, *_PAIR, topic=Topic.NEWS)
pairing_completed = _letter("pairing_completed", both, of_pair, *_PAIR, topic=Topic.MUST)
pairing_ended = _letter("pairing_ended", both, of_pair, *_PAIR, topic=Topic.MUST)
plan_approved = _letter("plan_approved", mentee, of_pair, *_PAIR, topic=Topic.NEWS)
pairing_rematched = _letter("pairing_rematched", both, of_pair, *_PAIR, topic=Topic.MUST)
milestone_submitted = _letter(
    "milestone_submitted", approvers, of_milestone, *_PAIR, "title", topic=Topic.MOVE
)
milestone_approved = _letter(
    "milestone_approved", mentee, of_milestone, *_PAIR, "title", topic=Topic.NEWS
)
milestone_dropped = _letter(
    "milestone_dropped", both, of_milestone, *_PAIR, "title", to_others=True, topic=Topic.NEWS
)
milestone_returned = _letter(
    "milestone_returned", mentee, of_milestone, *_PAIR, "title", topic=Topic.MOVE
)
log_written = _letter("log_written", other_side, of_log, *_PAIR, "day", "minutes", topic=Topic.MOVE)
log_questioned = _letter(
    "log_questioned", writer, of_log, *_PAIR, "day", "minutes", topic=Topic.MOVE
)
_WHEN = ("moment", "minutes", "form", "place")
_MEETING = (*_PAIR, *_WHEN)
meeting_planned, meeting_called_off = (
    Notice(
        f"mentoring/{name}",
        to=both,
        gives=of_meeting,
        placeholders=_MEETING,
        attaches=lambda meeting: meeting.invitation(),
        topic=Topic.MUST,
    )
    for name in ("meeting_planned", "meeting_called_off")
)
supervision_planned, supervision_called_off = (
    Notice(
        f"mentoring/{name}",
        to=edition_mentors,
        gives=of_supervision,
        placeholders=("edition", "leader", "reason", *_WHEN),
        attaches=lambda supervision: supervision.invitation(),
        topic=Topic.MUST,
    )
    for name in ("supervision_planned", "supervision_called_off")
)
followup_given = _letter(
    "followup_given",
    lambda followup: [followup.assigned_to],
    of_followup,
    "edition",
    "what",
    "day",
    topic=Topic.MOVE,
)
deputy_named = _letter(
    "deputy_named", all_three, of_deputy, *_PAIR, "deputy", "day", topic=Topic.MUST
)
deputy_ended = _letter(
    "deputy_ended", all_three, of_deputy, *_PAIR, "deputy", "day", topic=Topic.MUST
)
request_made = _letter(
    "request_made", coordinators, of_request, "edition", "reason", topic=Topic.MUST
)
request_received = _letter(
    "request_received", asker, of_request, "edition", "reason", topic=Topic.MUST
)
request_stays = _letter("request_stays", asker, of_request, "edition", "reason", topic=Topic.MUST)
_OFFER = ("edition", "title", "person", "until", "reason")
mentor_offered = _letter("mentor_offered", offered, of_offer, *_OFFER, topic=Topic.MUST)
mentor_offer_declined = _letter(
    "mentor_offer_declined", offerer, of_offer, *_OFFER, topic=Topic.NEWS
)
mentor_offer_taken_back = _letter(
    "mentor_offer_taken_back", offered, of_offer, *_OFFER, topic=Topic.MUST
)
agreement_taken_back = _letter(
    "agreement_taken_back", both, of_agreement, *_PAIR, to_others=True, topic=Topic.MUST
)
agreement_offered = _letter("agreement_offered", both, of_agreement, *_PAIR, topic=Topic.MUST)
agreement_accepted = _letter("agreement_accepted", both, of_agreement, *_PAIR, topic=Topic.MUST)
#: Sent by the action itself: writing a message is no move.
pair_message = _letter(
    "pair_message", both, lambda pairing, entry: {}, "mentor", "mentee", "author", topic=Topic.TALK
)
inquiry_asked = _letter("inquiry_asked", asked, of_inquiry, "edition", "what", topic=Topic.MOVE)
