"""How the team of the demo chooses people for mentoring: points of two, notes of talks, a waiting list."""

from __future__ import annotations

from datetime import datetime, timedelta

from cms.demo.applying import apply_by_form
from cms.demo.cast import Cast
from mentoring.actions import note_interview, score_candidate
from mentoring.models import Edition, Enrolment
from people.models import User
from workflows import clock
from workflows.roles import holders

NOTES = (
    "Rozmowa przez telefon, 20 minut. Wie, kogo chce zaprosić, i ma zgodę dyrektorki biblioteki. Boi się rozmowy z radą.",
    "Pomysł szeroki; umówiliśmy się, że zacznie od jednej ulicy. Czas ma tylko wieczorami.",
)


def ago(days: int) -> datetime:
    """So many days ago."""
    return clock.now() - timedelta(days=days)


def choose_people(edition: Edition, staff: User, cast: Cast) -> None:
    """Two of the team give points, talk with some, put two in line and offer one a place."""
    scorers = [staff, *[each for each in team(edition) if each != staff][:1]]
    waiting = []
    for place, user in enumerate(cast.applicants[10:13]):
        with clock.at(ago(5)):
            waiting.append(apply_by_form(edition, user, "mentee", place + 2))
    with clock.at(ago(4)):
        for enrolment in edition.enrolments.in_state("applied").order_by("pk"):
            give_points(enrolment, scorers)
        for enrolment, text in zip(waiting, NOTES, strict=False):
            note_interview(enrolment=enrolment, by=staff, held_on=clock.today(), text=text)
    with clock.at(ago(2)):
        for enrolment in waiting:
            enrolment.put_in_line(by=staff)
        waiting[2].offer_place(by=staff)


def team(edition: Edition) -> list[User]:
    """Those who run the programme."""
    programme = edition.programme
    return [user for role in ("staff", "coordinator") for user in holders(role, programme)]


def give_points(enrolment: Enrolment, scorers: list[User]) -> None:
    """Each gives a little less than the most, by the number of the candidate; the last scorer leaves some open."""
    criteria = list(enrolment.edition.criteria.filter(role=enrolment.role))
    for number, scorer in enumerate(scorers):
        if number and enrolment.pk % 3 == 0:
            continue
        points = {
            each.pk: max(each.points - (enrolment.pk * (number + 2) + at) % 5, 0)
            for at, each in enumerate(criteria)
        }
        score_candidate(enrolment=enrolment, points=points, by=scorer)
