"""The demo's coordinators look after pairs: to-dos out of signals, and what a mentee asked in confidence."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from mentoring.actions import ask_for_another, begin_followup, candidates, name_deputy
from mentoring.models import Edition
from mentoring.signals import Kind
from people.actions.handing_over import hand_over
from people.models import User
from workflows import clock


def _at(offset: int, hour: int = 10) -> datetime:
    day = timezone.localdate() + timedelta(days=offset)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def play_care(edition: Edition, staff: User) -> None:
    """Two to-dos and a deputy for the pair whose milestone keeps coming back; one mentor will be away; one confidential request waits."""
    pairs = edition.pairings.in_state("active").order_by("pk").with_people()
    stuck = next(pair for pair in pairs if pair.milestones.filter(returned_count__gt=1).exists())
    with clock.at(_at(-40)):
        closed = begin_followup(
            pairing=stuck,
            by=staff,
            kind=Kind.LATE,
            signal="",
            what="Zapytać, co zatrzymało kamień milowy",
            assigned_to=staff,
            due_on=clock.today() + timedelta(days=7),
        )
    with clock.at(_at(-36)):
        closed.close(
            by=staff,
            done="Rozmowa z obiema stronami: urlop, a potem choroba. Umówili nowy termin.",
            outcome="watch",
        )
    with clock.at(_at(-4)):
        begin_followup(
            pairing=stuck,
            by=staff,
            kind=Kind.RETURNED,
            signal="",
            what="Porozmawiać z obojgiem, czego brakuje w opisie",
            assigned_to=staff,
            due_on=clock.today() + timedelta(days=10),
        )
    with clock.at(_at(-5)):
        name_deputy(
            pairing=stuck,
            user=candidates(stuck).filter(person__enrolments__role="mentor").earliest("pk"),
            until=clock.today() + timedelta(days=25),
            reason="Mentor lub mentorka jest na zwolnieniu do końca miesiąca.",
            by=staff,
        )
    asking = pairs[0]
    resting = asking.mentor.person.user
    with clock.at(_at(-1)):
        hand_over(
            giver=resting,
            recipient=staff,
            since=clock.today() + timedelta(days=20),
            until=clock.today() + timedelta(days=34),
            reason="Urlop.",
            by=resting,
        )
    with clock.at(_at(-2, 19)):
        ask_for_another(
            pairing=asking,
            by=asking.mentee.person.user,
            text="Dobrze się rozmawia, ale nasze godziny się rozjechały: od miesiąca przekładamy spotkania.",
        )
