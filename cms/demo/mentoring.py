"""The demo's mentoring: an edition at work with pairs in every state, and the next one taking applications."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cms.demo.answers import play_answers
from cms.demo.applying import (
    MENTEE_CALL,
    MENTEE_CALL_EN,
    MENTOR_CALL,
    MENTOR_CALL_EN,
    apply_by_form,
    facts,
    leave_unfinished,
)
from cms.demo.care import play_care
from cms.demo.cast import Cast
from cms.demo.choosing import choose_people
from cms.demo.hours import play_contracts, play_hours
from cms.demo.plans import (
    AGREEMENT,
    AGREEMENT_EN,
    GOALS,
    MEETINGS,
    PAIRS,
    TEMPLATE,
    TOPICS,
    PlannedPair,
)
from mentoring.actions import (
    change_goal,
    change_milestone,
    choose_visits,
    compute_run,
    enrol,
    keep_places,
    keep_template,
    plan_meeting,
    plan_milestone,
    plant_criteria,
    propose_pair,
    say_pulse,
    set_topics,
    start_run,
    state_wishes,
    usual_forms,
    visits_for,
    why_not_pair,
    write_session,
    write_to_pair,
)
from mentoring.models import Edition, Enrolment, Milestone, Pairing, SessionLog
from people.actions.consents import give_consent
from people.models import ConsentClause, User
from programmes.actions import give_programme_role
from programmes.models import Programme
from workflows import clock
from workflows.roles import holders

PROGRAMME = "przestrzen-praktykow-partycypacji"
#: How meetings are for a mentee of most pairs, and of the one whose milestone keeps coming back.
PULSES = (
    ((3, ""), (3, "Wychodzę z jasną listą kroków."), (2, "")),
    ((3, ""), (2, ""), (1, "Nie wiem, czego brakuje, a głupio mi pytać trzeci raz.")),
)
ABOUT = (
    "Pół roku pracy w parze: ktoś, kto robi to od lat, i ktoś, kto dopiero zaczyna. Razem planujecie jedno działanie "
    "w Twojej miejscowości i przeprowadzacie je krok po kroku."
)
ABOUT_EN = (
    "Half a year of work in a pair: somebody who has done it for years and somebody who is just beginning. "
    "Together you plan one action in your town and carry it out step by step."
)


def play(cast: Cast, programmes: Mapping[str, Programme]) -> None:
    """Recruit, pair, meet and approve by the real moves, each on its own day."""
    if PROGRAMME not in programmes:
        return
    scene = Scene(cast, programmes[PROGRAMME])
    running = scene.edition("mentoring-2026", "Mentoring 2026", "Mentoring 2026", -150, 60)
    scene.recruit(running, mentors=range(8), mentees=range(11))
    with clock.at(day(-128)):
        running.start(by=scene.staff)
    play_contracts(running, scene.staff)
    for place, planned in enumerate(PAIRS):
        scene.play_pair(running, planned, place)
    # pairs at work get proposals only: what one asks of everybody is said before they begin
    scene.propose_plan(running, asks=False)
    play_hours(running, scene.staff)
    play_care(running, scene.staff)
    play_answers(running)
    scene.take_along(running)
    scene.agree_to_be_found(running)
    scene.next_edition()


def day(offset: int, hour: int = 12) -> datetime:
    """An hour of a day, `offset` days from today (negative: ago)."""
    return timezone.make_aware(datetime.combine(date_at(offset), time(hour)))


def date_at(offset: int) -> date:
    """The day `offset` days from today."""
    return timezone.localdate() + timedelta(days=offset)


class Scene:
    """Who plays, and in which programme."""

    def __init__(self, cast: Cast, programme: Programme) -> None:
        self.cast, self.programme = cast, programme
        held = holders("staff", programme)
        self.staff: User = held[0] if held else cast.staff[0]
        if not held:
            give_programme_role(user=self.staff, role="staff", programme=programme, by=cast.admin)

    def edition(
        self,
        code: str,
        title: str,
        title_en: str,
        starts: int,
        ends: int,
        places: tuple[int, int] = (12, 8),
    ) -> Edition:
        """An edition whose recruitment is open since a month and a half before it starts."""
        with clock.at(day(starts - 50)):
            edition = Edition.objects.begin(
                by=self.staff,
                activity=self.programme.activities.get(kind="mentoring"),
                code=code,
                title_pl=title,
                title_en=title_en,
                description_pl=ABOUT,
                description_en=ABOUT_EN,
                mentee_call_pl=MENTEE_CALL,
                mentee_call_en=MENTEE_CALL_EN,
                mentor_call_pl=MENTOR_CALL,
                mentor_call_en=MENTOR_CALL_EN,
                mentee_places=places[0],
                mentor_places=places[1],
                recruits_until=day(starts - 5, 23),
                starts_on=date_at(starts),
                ends_on=date_at(ends),
                mentor_capacity=3,
                sessions_due=7,
                hours_due=8,
                sessions_share=80,
                milestones_due=3,
                contract_hours=24,
                **usual_forms(),
                agreement_text_pl=AGREEMENT,
                agreement_text_en=AGREEMENT_EN,
                confirm_after_days=14,
            )
            set_topics(edition=edition, names=[{"pl": pl, "en": en} for pl, en in TOPICS])
            plant_criteria(edition)
            edition.open_recruitment(by=self.staff)
        return edition

    def propose_plan(self, edition: Edition, *, asks: bool) -> None:
        """The edition's template of the plan; `asks` says whether some of it is asked of every pair."""
        rows = [
            {
                "id": None,
                "title": title,
                "shown_by": shown_by,
                "days": days,
                "required": asks and must,
            }
            for title, shown_by, days, must in TEMPLATE
        ]
        keep_template(edition=edition, rows=rows, by=self.staff)

    def apply(self, edition: Edition, user: User, role: str, place: int) -> Enrolment:
        """One application, two days later than the one before it."""
        return enrol(
            edition=edition,
            person=user.person,
            role=role,
            by=user,
            at=clock.now(),
            **facts(edition, role, place),
        )

    def recruit(self, edition: Edition, *, mentors: range, mentees: range) -> None:
        """Most are accepted; one withdraws and one is told why not."""
        people = [("mentor", place, self.cast.mentors[place]) for place in mentors]
        people += [("mentee", place, self.cast.mentees[place]) for place in mentees]
        for number, (role, place, user) in enumerate(people):
            with clock.at(day(-190 + number)):
                enrolment = self.apply(edition, user, role, place)
            with clock.at(day(-160)):
                if role == "mentee" and place == mentees[-1]:
                    enrolment.decline(
                        by=self.staff,
                        note="Działanie skończy się, zanim ruszy edycja. Zapraszamy do następnej.",
                    )
                elif role == "mentor" and place == mentors[-1]:
                    enrolment.withdraw(by=user, note="Zmieniam pracę i nie będę mieć czasu.")
                else:
                    enrolment.accept(by=self.staff)

    def take_along(self, edition: Edition) -> None:
        """The visits of the programme belong to the edition; a mentee goes on one of them."""
        fresh = Edition.objects.get(pk=edition.pk)
        choose_visits(
            edition=fresh, visits=visits_for(fresh), due=1, seen=fresh.version, by=self.staff
        )

    def agree_to_be_found(self, edition: Edition) -> None:
        """Both sides of the completed pair stand in the directory of practitioners."""
        clause = ConsentClause.objects.filter(key="directory").order_by("-version")[0]
        for pair in edition.pairings.in_state("completed").with_people():
            for side in (pair.mentor, pair.mentee):
                if user := side.person.user:
                    give_consent(person=side.person, clause=clause, by=user)

    def play_pair(self, edition: Edition, planned: PlannedPair, place: int) -> None:
        """One pair from its proposal as far as it has come today."""
        mentee = edition.enrolments.get(person__user=self.cast.mentees[planned.mentee])
        first = -8 if planned.state in ("proposed", "accepted_by_mentor", "declined") else -127
        with clock.at(day(first)):
            pair = propose_pair(
                mentor=self._free_mentor(edition, planned.mentor, mentee),
                mentee=mentee,
                by=self.staff,
                note="Łączą Was tematy i to, że oboje lubicie zaczynać od rozmowy na ulicy.",
            )
        mentor_user, mentee_user = pair.mentor.person.user, pair.mentee.person.user
        if planned.state == "proposed":
            return
        with clock.at(day(first + 3)):
            if planned.state == "declined":
                pair.decline(
                    by=mentor_user, note="Znamy się od lat, lepiej, żeby pomógł ktoś z zewnątrz."
                )
                return
            pair.accept_as_mentor(by=mentor_user)
        if planned.state == "accepted_by_mentor":
            return
        with clock.at(day(first + 5)):
            pair.accept_as_mentee(by=mentee_user)
            pair.goal = GOALS[place % 3]
            change_goal(pairing=pair, seen=pair.version, by=mentee_user)
        with clock.at(day(first + 6)):
            self._agree(pair, planned, both=place > 0)
        self._work(pair, planned)
        self._end(pair, planned.state)

    def _agree(self, pair: Pairing, planned: PlannedPair, *, both: bool) -> None:
        """The mentor accepts first; of one pair the mentee still reads it, of another the text was wrong."""
        agreement = pair.agreements.get()
        agreement.accept_first(by=pair.mentor.person.user)
        if planned.state == "paused":
            agreement.take_back(by=self.staff, note="W tekście była zła data. Poprawimy ją.")
        elif both:
            agreement.accept_second(by=pair.mentee.person.user)
        write_to_pair(
            pairing=pair,
            by=pair.mentor.person.user,
            text="Dzień dobry! Zapisz proszę przed spotkaniem trzy pytania, od których zaczniemy.",
        )

    def _free_mentor(self, edition: Edition, place: int, mentee: Enrolment) -> Enrolment:
        """The planned mentor, or the next one when the two are tied."""
        mentors = list(edition.enrolments.accepted_as("mentor").order_by("pk"))
        ranked = [*mentors[place:], *mentors[:place]]
        return next(mentor for mentor in ranked if not why_not_pair(mentor, mentee))

    def _work(self, pair: Pairing, planned: PlannedPair) -> None:
        with clock.at(day(-119)):
            plan = [
                self._plan(pair, number, texts) for number, texts in enumerate(planned.milestones)
            ]
        if planned.approved:
            with clock.at(day(-118)):
                pair.approve_plan(by=pair.mentor.person.user)
        for number, milestone in enumerate(plan[: planned.approved]):
            self._approve(milestone, planned, number)
        self._meet(pair, planned)
        if planned.now and planned.approved < len(plan):
            self._take_up(plan[planned.approved], planned)

    def _plan(self, pair: Pairing, number: int, texts: tuple[str, str, str]) -> Milestone:
        title, shown_by, _evidence = texts
        return plan_milestone(
            pairing=pair,
            by=pair.mentee.person.user,
            title=title,
            shown_by=shown_by,
            due_on=date_at(-88 + 52 * number),
            required=True,
        )

    def _approve(self, milestone: Milestone, planned: PlannedPair, number: int) -> None:
        begun = -100 + 22 * number
        self._submit(milestone, planned.milestones[number][2], begun)
        with clock.at(day(begun + 10)):
            milestone.approve(
                by=milestone.pairing.mentor.person.user, note="Dobra robota, idziemy dalej."
            )

    def _submit(self, milestone: Milestone, evidence: str, begun: int) -> None:
        mentee = milestone.pairing.mentee.person.user
        with clock.at(day(begun)):
            milestone.start(by=mentee)
        with clock.at(day(begun + 7)):
            milestone.evidence = evidence
            change_milestone(
                milestone=milestone, seen=milestone.version, fields=["evidence"], by=mentee
            )
            milestone.submit(by=mentee)

    def _take_up(self, milestone: Milestone, planned: PlannedPair) -> None:
        """The milestone the pair is at: in progress, waiting for the mentor, or returned."""
        if planned.now == "in_progress":
            with clock.at(day(-60)):
                milestone.start(by=milestone.pairing.mentee.person.user)
            return
        begun = -11 if planned.returned < 2 else -60
        self._submit(
            milestone, planned.milestones[planned.approved][2] or "Opis w przygotowaniu.", begun
        )
        if planned.now == "submitted":
            return
        reason = "Trzy potrzeby są sporne, a z opisu nie wynika, kto ich nie chce. Dopisz, z kim już o tym rozmawiasz."
        for turn in range(planned.returned):
            with clock.at(day(begun + 9 + 5 * turn)):
                milestone.send_back(by=milestone.pairing.mentor.person.user, note=reason)
            if turn + 1 < planned.returned:
                with clock.at(day(begun + 11)):
                    milestone.submit(by=milestone.pairing.mentee.person.user)

    def _meet(self, pair: Pairing, planned: PlannedPair) -> None:
        """Meetings written down now by one side, now by the other; the last may still wait for an answer."""
        sides = (pair.mentee.person.user, pair.mentor.person.user)
        for number, ago in enumerate(planned.meetings):
            with clock.at(day(-ago, 19)):
                log = self._write(pair, number, sides[number % 2])
            with clock.at(day(-ago + 1)):
                log.confirm(by=sides[(number + 1) % 2])
                mood, comment = PULSES[planned.returned > 1][number % 3]
                say_pulse(log=log, by=pair.mentee.person.user, mood=mood, comment=comment)
        if planned.waiting:
            with clock.at(day(-planned.waiting, 19)):
                self._write(pair, 5, sides[0], note="Zapytać o wójta jeszcze raz.")
            self._plan_next(pair, planned.waiting, sides[0])

    def _plan_next(self, pair: Pairing, ago: int, by: User | None) -> None:
        """One meeting planned and called off for a better one, which stands in both calendars."""
        plan = {"minutes": 60, "form": "in_person", "place": "Biblioteka Gminna, czytelnia"}
        with clock.at(day(-ago, 20)):
            called_off = plan_meeting(pairing=pair, by=by, starts_at=day(2, 17), **plan)
            called_off.call_off(by=by, note="Biblioteka jest wtedy zamknięta.")
            plan_meeting(
                pairing=pair,
                by=by,
                starts_at=day(4, 17),
                about="Co powiemy radzie gminy i kto pójdzie na spotkanie.",
                **plan,
            )

    def _write(self, pair: Pairing, number: int, by: User | None, note: str = "") -> SessionLog:
        done, following = MEETINGS[number % len(MEETINGS)]
        return write_session(
            pairing=pair,
            by=by,
            note=note,
            held_on=clock.today(),
            # a mentor of several pairs is with one of them at a time
            begins=time(8 + 2 * (pair.mentee_id % 5)),
            minutes=60 + 15 * (number % 3),
            form=("in_person", "online", "phone")[number % 3],
            done=done,
            next_steps=following,
        )

    def _end(self, pair: Pairing, state: str) -> None:
        mentor = pair.mentor.person.user
        with clock.at(day(-30)):
            if state == "completed":
                pair.complete(by=mentor)
            elif state == "paused":
                pair.pause(
                    by=pair.mentee.person.user, note="Choroba w rodzinie. Wracamy w grudniu."
                )
            elif state == "terminated":
                pair.terminate(
                    by=self.staff,
                    note="Osoba ucząca się wyjechała na stałe; dziękujemy za dotychczasową pracę.",
                )

    def next_edition(self) -> None:
        """The edition that takes applications now: some wait for a decision; for those who are in, plans are computed."""
        edition = self.edition("mentoring-2027", "Mentoring 2027", "Mentoring 2027", 29, 210)
        self.propose_plan(edition, asks=True)
        newcomers = [*self.cast.mentees[11:15], *self.cast.applicants[6:8]]
        for place, user in enumerate([*self.cast.mentors[7:10], *newcomers]):
            role = "mentor" if place < len(self.cast.mentors[7:10]) else "mentee"
            with clock.at(day(-12 + place)):
                enrolment = apply_by_form(edition, user, role, place + 1)
            if place in (0, 1, 3, 4, 5, 6):
                with clock.at(day(-3)):
                    enrolment.accept(by=self.staff)
        choose_people(edition, self.staff, self.cast)
        with clock.at(day(-1)):
            leave_unfinished(edition, self.cast.applicants[0])
        self._plan_pairs(edition)

    def _plan_pairs(self, edition: Edition) -> None:
        """Wishes of both sides, a mentor with less time, somebody excluded, and a run with three plans that differ."""
        mentors = list(edition.enrolments.accepted_as("mentor").order_by("pk"))
        mentees = list(edition.enrolments.accepted_as("mentee").order_by("pk"))
        wishes: tuple[tuple[Enrolment, list[Enrolment], list[Enrolment]], ...] = (
            (mentees[0], [mentors[1], mentors[0]], []),
            (mentees[1], [mentors[1]], [mentors[0]]),
            (mentors[0], [mentees[2], mentees[0]], []),
        )
        with clock.at(day(-2)):
            for enrolment, wanted, excluded in wishes:
                state_wishes(
                    enrolment=enrolment,
                    wanted=wanted,
                    excluded=excluded,
                    by=enrolment.person.user,
                )
            busy = mentors[1]
            busy.capacity = 1
            keep_places(enrolment=busy, seen=busy.version, by=busy.person.user)
        with clock.at(day(-1)):
            compute_run(start_run(edition=edition, by=self.staff))
