"""Requests about data in the demo: one that waits, one that takes longer, one from a call, some that are answered."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from people.actions.data_requests import ask_about_data, take_request_down
from workflows import clock

from .cast import Cast


def _at(offset: int, hour: int = 10) -> datetime:
    day = timezone.localdate() + timedelta(days=offset)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def play(people: Cast) -> None:
    """Applicants, a mentee and somebody who never logs in ask; the administrator answers some of it."""
    admin, applicant, second = people.admin, people.applicants[0], people.applicants[1]
    mentee, mentor = people.mentees[0], people.mentors[0]
    caller = next(person for person in people.people if person.user is None and person.email)
    with clock.at(_at(-60)):
        answered = ask_about_data(person=mentor.person, kind="copy", words="", by=mentor)
    with clock.at(_at(-57)):
        answered.fulfil(by=admin, answer="Kopia jest do pobrania na stronie „Moje dane”.")
    with clock.at(_at(-50)):
        refused = ask_about_data(
            person=second.person,
            kind="objection",
            words="Nie chcę, żeby mój wniosek był w sprawozdaniu programu.",
            by=second,
        )
    with clock.at(_at(-44)):
        refused.refuse(
            by=admin,
            answer="Program musi rozliczyć się z każdej dotacji. W sprawozdaniu są kwoty i tytuł, a Twojego nazwiska w nim nie ma.",
        )
    with clock.at(_at(-36)):
        longer = take_request_down(
            person=caller,
            kind="restriction",
            words="Proszę nie używać numeru telefonu, dopóki nie wyjaśnimy, czyj jest.",
            came="phone",
            received_on=clock.today(),
            by=admin,
        )
    with clock.at(_at(-20)):
        longer.extend(
            by=admin,
            longer_until=longer.may_last_until,
            reason="Numer jest w kilku starych zgłoszeniach na papierze. Musimy je przejrzeć.",
        )
    with clock.at(_at(-27)):
        ask_about_data(person=mentee.person, kind="erasure", words="", by=mentee)
    with clock.at(_at(-6, 18)):
        ask_about_data(
            person=applicant.person,
            kind="correction",
            words="Na liście obecności z marca jest moje dawne nazwisko. Sama tego nie zmienię.",
            by=applicant,
        )
