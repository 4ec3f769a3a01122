"""Editions, enrolments, pairs, milestones and meetings, brought to a state by the real moves."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from mentoring.actions import enrol, plan_meeting, plan_milestone, propose_pair, write_session
from mentoring.models import Edition, Enrolment, Milestone, Pairing, PlannedMeeting, SessionLog
from tests.factories.activities import make_activity
from tests.factories.people import make_admin, make_user
from tests.remembering import remembered
from workflows import clock

_numbers = count(1)


@remembered
def make_edition(state: str = "recruiting", *, by: Any = None, **fields: Any) -> Edition:
    """An edition of half a year that takes applications for two more weeks."""
    by = by or make_admin()
    given: dict[str, Any] = {
        "activity": fields.pop("activity", None) or make_activity("mentoring"),
        "code": f"edycja-{next(_numbers)}",
        "title_pl": "Edycja jesienna",
        "recruits_until": clock.now() + timedelta(days=14),
        "starts_on": clock.today() + timedelta(days=20),
        "ends_on": clock.today() + timedelta(days=200),
        "sessions_due": 2,
        "sessions_share": 50,
        "milestones_due": 1,
    }
    edition = Edition.objects.begin(by=by, **{**given, **fields})
    steps = {
        "draft": [],
        "recruiting": ["open_recruitment"],
        "running": ["open_recruitment", "start"],
    }
    for move in steps[state]:
        getattr(edition, move)(by=by)
    return edition


@remembered
def make_enrolment(
    edition: Edition | None = None,
    role: str = "mentee",
    *,
    user: Any = None,
    accepted: bool = True,
    **answers: Any,
) -> Enrolment:
    """Somebody's application; accepted unless said otherwise."""
    user = user or make_user()
    given = {"region": "14", "need": "Chcę zacząć.", "experience": "Dziesięć lat pracy.", **answers}
    enrolment = enrol(
        edition=edition or make_edition(),
        person=user.person,
        role=role,
        by=user,
        at=clock.now(),
        **given,
    )
    if accepted:
        enrolment.accept(by=make_admin())
    return enrolment


@remembered
def make_pair(
    state: str = "active", *, edition: Edition | None = None, mentor: Any = None, mentee: Any = None
) -> Pairing:
    """A mentor and a mentee (accounts) who agreed to work together, or are on the way there."""
    edition = edition or make_edition()
    sides = {
        "mentor": edition.enrolments.filter(person__user=mentor).first() if mentor else None,
        "mentee": None,
    }
    pair = propose_pair(
        mentor=sides["mentor"] or make_enrolment(edition, "mentor", user=mentor),
        mentee=make_enrolment(edition, "mentee", user=mentee),
        by=make_admin(),
    )
    one, other = pair.mentor.person.user, pair.mentee.person.user
    if state != "proposed":
        pair.accept_as_mentor(by=one)
    if state in ("active", "paused"):
        pair.accept_as_mentee(by=other)
    if state == "paused":
        pair.pause(by=one, note="Urlop.")
    return pair


def mentor_of(obj: Any) -> Any:
    """The mentor's account."""
    return getattr(obj, "pairing", obj).mentor.person.user


def mentee_of(obj: Any) -> Any:
    """The mentee's account."""
    return getattr(obj, "pairing", obj).mentee.person.user


@remembered
def make_milestone(
    state: str = "planned", *, pair: Pairing | None = None, **fields: Any
) -> Milestone:
    """A milestone due in a month."""
    pair = pair or make_pair()
    given = {
        "title": "Rozmowy z mieszkańcami",
        "shown_by": "Notatki z dwóch spotkań",
        "due_on": clock.today() + timedelta(days=30),
        **fields,
    }
    milestone = plan_milestone(pairing=pair, by=mentee_of(pair), **given)
    if state != "planned":
        milestone.start(by=mentee_of(pair))
    if state in ("submitted", "returned", "approved"):
        Milestone.objects.filter(pk=milestone.pk).update(evidence="Odbyły się dwa spotkania.")
        milestone.submit(by=mentee_of(pair))
    if state == "returned":
        milestone.send_back(by=mentor_of(pair), note="Brakuje notatki z drugiego spotkania.")
    if state == "approved":
        milestone.approve(by=mentor_of(pair))
    return milestone


@remembered
def make_meeting(*, pair: Pairing | None = None, days: float = 3, **fields: Any) -> PlannedMeeting:
    """A meeting of an hour, planned by the mentee, in so many days."""
    pair = pair or make_pair()
    starts_at = clock.now() + timedelta(days=days)
    given = {"minutes": 60, "form": "online", "place": "Biblioteka", **fields}
    return plan_meeting(pairing=pair, by=mentee_of(pair), starts_at=starts_at, **given)


@remembered
def make_session(
    state: str = "submitted", *, pair: Pairing | None = None, **fields: Any
) -> SessionLog:
    """An hour today, written down by the mentee."""
    pair = pair or make_pair()
    given = {
        "held_on": clock.today(),
        "minutes": 60,
        "form": "online",
        "done": "Plan działania.",
        **fields,
    }
    log = write_session(pairing=pair, by=mentee_of(pair), **given)
    if state == "confirmed":
        log.confirm(by=mentor_of(pair))
    if state == "questioned":
        log.question(by=mentor_of(pair), note="To było pół godziny.")
    return log
