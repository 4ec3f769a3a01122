"""The demo's events and study visits: those of finished programmes within their dates, the others around today."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from activities.actions import apply_for_place, enter_participant, take_attendance
from activities.actions.presence import Tick, check_in
from activities.actions.selection import (
    give_places,
    ranked_applicants,
    score_applicant,
    written_order,
)
from activities.models import Event, Registration, Stop, StudyVisit, VisitCriterion
from cms.demo import homecoming, journeys, money_ahead, setting_out
from cms.demo.cast import Cast
from cms.demo.events import EVENTS, TODAY, Planned
from cms.demo.study_visits import VISITS, PlannedVisit
from people.actions.consents import give_consent
from people.models import ConsentClause, Person, User
from programmes.actions import give_programme_role
from programmes.models import Programme
from workflows import clock
from workflows.roles import holders

REASONS = (
    "Prowadzę w urzędzie budżet obywatelski i chcę zobaczyć, jak wygląda rozmowa z mieszkańcami gdzie indziej.",
    "Zakładamy radę osiedla. Chcę porozmawiać z ludźmi, którzy mają to już za sobą.",
    "Po wizycie opowiem o niej na spotkaniu sieci i spróbujemy spaceru badawczego u nas.",
)
NEEDS = (("wegetariańska", ""), ("", ""), ("bez glutenu", ""), ("", "pętla indukcyjna"), ("", ""))

THURSDAY, FRIDAY = 3, 4


def play(cast: Cast, programmes: Mapping[str, Programme]) -> None:
    """Plan, announce, hold and close them by the real moves, each on its own day."""
    for code, planned in EVENTS.items():
        if code in programmes:
            troupe = Troupe(cast, programmes[code])
            for event in planned:
                troupe.play_event(event)
    for code, visits in VISITS.items():
        if code in programmes:
            troupe = Troupe(cast, programmes[code])
            for visit in visits:
                troupe.play_visit(visit)


def instant(day: date, hour: int) -> datetime:
    """The hour of a day in Warsaw."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


def day_of(when: int | date) -> date:
    """A day: itself, today, or the working day at or before so many days from today."""
    if isinstance(when, date):
        return when
    if when == TODAY:
        return timezone.localdate()
    day = timezone.localdate() + timedelta(days=when)
    return day - timedelta(days=max(day.weekday() - THURSDAY, 0)) if day.weekday() > FRIDAY else day


def agree_to_needs(person: Person, answers: Mapping[str, str]) -> None:
    """Whoever tells of their health has agreed that it is kept."""
    if person.user and (answers["diet"] or answers["access_needs"]):
        clause = ConsentClause.objects.newest().get(key="needs")
        give_consent(person=person, clause=clause, by=person.user)


class Troupe:
    """Who plays in one programme: its staff, and the people who come, the same ones again and again."""

    def __init__(self, cast: Cast, programme: Programme) -> None:
        self.cast, self.programme = cast, programme
        self.dice = random.Random(programme.code)  # noqa: S311 - the same demo every time
        held = holders("staff", programme)
        self.staff: User = held[0] if held else cast.staff[0]
        if not held:
            give_programme_role(user=self.staff, role="staff", programme=programme, by=cast.admin)
        team = {cast.coordinator.pk, cast.admin.pk, *(user.pk for user in cast.staff)}
        self.crowd = [person for person in cast.people if person.user_id not in team]
        self.codes = 0

    def code(self, model: type[Any], activity: str) -> str:
        """An address on the site: the activity and a number."""
        self.codes += 1
        return f"{activity}-{self.programme.pk}-{self.codes}"

    def some(self, number: int) -> list[Person]:
        """So many people; whoever came once comes more easily again."""
        regulars = self.crowd[: max(number, 1) * 2]
        return self.dice.sample(regulars, min(number, len(regulars)))

    def play_event(self, planned: Planned) -> None:
        """One event from its draft as far as it has come today."""
        first = day_of(planned.when)
        starts, ends = instant(first, 10), instant(first + timedelta(days=planned.days - 1), 16)
        with clock.at(min(starts - timedelta(days=60), clock.now() - timedelta(days=2))):
            event = Event.objects.begin(
                by=self.staff,
                activity=self.programme.activities.get(code=planned.activity),
                code=self.code(Event, planned.activity),
                title_pl=planned.title,
                title_en=planned.title_en,
                description_pl=planned.about,
                description_en=planned.about_en,
                place=planned.place,
                starts_at=starts,
                ends_at=ends,
                capacity=planned.capacity,
                regions=list(planned.regions),
                for_minors=planned.for_minors,
                materials=planned.materials,
            )
            self._write_programme(event, first, planned)
        if planned.state == "draft":
            return
        with clock.at(min(starts - timedelta(days=50), clock.now() - timedelta(days=1))):
            event.announce(by=self.staff)
        self._gather(event, self.some(planned.people), all_confirm=planned.when == TODAY)
        if planned.state == "cancelled":
            with clock.at(min(starts - timedelta(days=5), clock.now())):
                event.cancel(
                    by=self.staff,
                    note="Sala jest zalana, nie znaleźliśmy innej. Podamy nowy termin.",
                )
        if planned.when == TODAY:
            self._let_in(event)
        if planned.state in ("held", "closed"):
            self._hold(event, planned.state)

    def _gather(self, event: Event, people: Iterable[Person], *, all_confirm: bool) -> None:
        """Whoever has an account registers, staff enter the others; some confirm, one gives the place up."""
        moment = min(event.starts_at - timedelta(days=20), clock.now() - timedelta(hours=3))
        for number, person in enumerate(people):
            with clock.at(moment + timedelta(minutes=number)):
                registration = self._register(event, person, number)
                says_so = all_confirm or number % 4 == 0
                if person.user_id and says_so and registration.state == "accepted":
                    registration.confirm(by=person.user)
                if person.user_id and number % 11 == 10:
                    registration.cancel(by=person.user)

    def _register(self, event: Event, person: Person, number: int) -> Registration:
        if person.user_id is None:
            return enter_participant(subject=event, person=person, by=self.staff)
        diet, access = NEEDS[number % len(NEEDS)]
        answers = {"diet": diet, "access_needs": access}
        agree_to_needs(person, answers)
        return apply_for_place(
            subject=event,
            person=person,
            by=person.user,
            at=clock.now(),
            answers=answers,
            sessions=self._choice(number),
        )

    def _write_programme(self, event: Event, first: date, planned: Planned) -> None:
        """What happens on which day; of the sessions some are small."""
        for point in planned.points:
            Stop.objects.create(
                event=event,
                day=first + timedelta(days=point.day),
                starts=point.starts,
                ends=point.ends,
                title_pl=point.title,
                title_en=point.title_en,
                place=point.room,
                host=point.host,
                capacity=point.places,
            )
        self.sessions = list(Stop.objects.sessions().filter(event=event))

    def _choice(self, number: int) -> list[Stop]:
        """One in two chooses a session, as long as it has room."""
        if number % 2 or not self.sessions:
            return []
        one = self.sessions[number // 2 % len(self.sessions)]
        return [one] if one.choices.count() < (one.capacity or 0) else []

    def _let_in(self, event: Event) -> None:
        """The first are in, the others still on their way."""
        keys = event.registrations.taking_a_place().order_by("pk").values_list("pk", flat=True)
        for number, key in enumerate(keys[:5]):
            at = clock.now() - timedelta(minutes=9 - number)
            check_in(
                event=event, ticks=[Tick(key, event.days[0], at, is_there=True)], by=self.staff
            )

    def _hold(self, event: Event, state: str) -> None:
        with clock.at(event.ends_at):
            event.hold(by=self.staff)
        self._take_attendance(event, leave_last=state == "held" and len(event.days) > 1)
        if state == "closed":
            with clock.at(min(event.ends_at + timedelta(days=3), clock.now())):
                event.close(by=self.staff)

    def _take_attendance(self, subject: Event | StudyVisit, *, leave_last: bool = False) -> None:
        """About one in ten stays away, one in six leaves before the second day."""
        keys = list(subject.registrations.taking_a_place().values_list("pk", flat=True))
        came = [key for place, key in enumerate(keys) if place % 10 != 7]
        days = subject.days[:-1] if leave_last else subject.days
        for number, day in enumerate(days):
            present = {key for place, key in enumerate(came) if number == 0 or place % 6 != 5}
            with clock.at(instant(day, 17)):
                take_attendance(subject=subject, day=day, present=present, by=self.staff)

    def play_visit(self, planned: PlannedVisit, applicants: Sequence[User] | None = None) -> None:
        """One visit from its draft as far as it has come today; `applicants` in place of the cast's own."""
        first = day_of(planned.when)
        starts = instant(first, 9)
        with clock.at(starts - timedelta(days=75)):
            visit = StudyVisit.objects.begin(
                by=self.staff,
                activity=self.programme.activities.get(code="visit"),
                code=planned.code,
                title_pl=planned.title,
                title_en=planned.title_en,
                description_pl=planned.about,
                description_en=planned.about_en,
                place=planned.place,
                starts_at=starts,
                ends_at=instant(first + timedelta(days=1), 16),
                apply_until=instant(first - timedelta(days=21), 23),
                capacity=planned.capacity,
                claim_days=journeys.CLAIM_DAYS,
                travel_cap=journeys.CAP,
                travel_pool=journeys.POOL,
            )
            for offset, hour, title, title_en, place, host in planned.stops:
                Stop.objects.create(
                    visit=visit,
                    day=first + timedelta(days=offset),
                    starts=time(hour),
                    ends=time(hour + 2),
                    title_pl=title,
                    title_en=title_en,
                    place=place,
                    host=host,
                )
            for position, (name, name_en, most) in enumerate(CRITERIA):
                VisitCriterion.objects.create(
                    visit=visit, position=position, name_pl=name, name_en=name_en, points=most
                )
            visit.announce(by=self.staff)
        going = self._applicants(planned.people) if applicants is None else applicants
        self._apply(visit, [user.person for user in going])
        self._score(visit)
        if planned.state != "recruiting":
            self._go(visit, planned.state)

    def _applicants(self, number: int) -> Sequence[User]:
        named = [*self.cast.mentees, *self.cast.mentors, *self.cast.applicants]
        return named[:number]

    def _apply(self, visit: StudyVisit, people: Iterable[Person]) -> None:
        closes = min(visit.closes_at - timedelta(days=10), clock.now() - timedelta(days=2))
        for number, person in enumerate(people):
            diet, access = NEEDS[number % len(NEEDS)]
            answers = {"motivation": REASONS[number % 3], "diet": diet, "access_needs": access}
            with clock.at(closes + timedelta(hours=number)):
                agree_to_needs(person, answers)
                apply_for_place(
                    subject=visit, person=person, by=person.user, at=clock.now(), answers=answers
                )

    def _go(self, visit: StudyVisit, state: str) -> None:
        """Choose, confirm, travel, report and, if it came so far, settle."""
        with clock.at(visit.closes_at + timedelta(days=2)):
            self._choose(visit)
            visit.select(by=self.staff)
        with clock.at(visit.closes_at + timedelta(days=4)):
            for registration in visit.registrations.in_state("accepted"):
                registration.confirm(by=registration.person.user)
            visit.confirm(by=self.staff)
        setting_out.play(visit, self.staff)
        if state == "confirmed":
            money_ahead.play(visit, self.staff, self.cast.admin)
            return
        with clock.at(visit.starts_at - timedelta(days=5)):
            homecoming.choose_form(visit, self.staff)
        self._take_attendance(visit)
        with clock.at(visit.ends_at + timedelta(hours=2)):
            visit.hold(by=self.staff)
        homecoming.play(visit, self.staff, is_over=state != "held")
        if state == "held":
            return
        with clock.at(visit.ends_at + timedelta(days=14)):
            visit.report = REPORT
            visit.save(update_fields=["report"])
            visit.submit_report(by=self.staff)
        journeys.play(visit, self.staff, self.cast, all_paid=state == "settled")
        if state == "settled":
            with clock.at(visit.ends_at + timedelta(days=30)):
                visit.settle(by=self.staff)

    def _score(self, visit: StudyVisit) -> None:
        """Every applicant has points, as soon as they applied."""
        criteria = list(visit.criteria.all())
        closes = min(visit.closes_at + timedelta(days=1), clock.now() - timedelta(hours=20))
        for number, registration in enumerate(visit.registrations.undecided().order_by("pk")):
            points = {
                each.pk: max(each.points - (number * 3 + place) % (each.points + 1), 0)
                for place, each in enumerate(criteria)
            }
            with clock.at(closes + timedelta(minutes=number)):
                score_applicant(registration=registration, points=points, seen={}, by=self.staff)

    def _choose(self, visit: StudyVisit) -> None:
        seen = written_order(ranked_applicants(visit))
        give_places(visit=visit, seen=seen, by=self.staff, at=clock.now())


#: What counts, in Polish and in English, and up to how many points.
CRITERIA = (
    ("Gdzie wykorzystasz to, co zobaczysz", "Where you will apply what you see", 10),
    ("Twoja gmina dopiero zaczyna", "Your municipality is only beginning", 5),
    ("Praca w parze mentoringowej", "You work in a mentoring pair", 3),
)
REPORT = (
    "Zobaczyliśmy, jak miasto rozmawia z mieszkańcami, zanim powstanie projekt: spacery badawcze, dyżury na targu, "
    "krótkie ankiety przy przystankach. Zaskoczyło nas, że na każde zgłoszenie ktoś odpowiada na piśmie. "
    "U siebie zaczniemy od dwóch spacerów i tablicy, na której widać, co stało się z pomysłami."
)
