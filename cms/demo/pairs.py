"""The demo's pairs at work: each from its proposal as far as it has come today, by the real moves."""

from __future__ import annotations

from datetime import time
from typing import Any

from cms.demo.cast import Cast
from cms.demo.days import date_at, day
from cms.demo.plans import GOALS, MEETINGS, PlannedPair
from mentoring.actions import (
    change_goal,
    change_milestone,
    plan_meeting,
    plan_milestone,
    propose_pair,
    say_pulse,
    why_not_pair,
    write_session,
    write_to_pair,
)
from mentoring.models import Edition, Enrolment, Milestone, Pairing, SessionLog
from people.models import User
from workflows import clock
from workflows.actors import InPlaceOf
from workflows.models import History

#: How meetings are for a mentee of most pairs, and of the one whose milestone keeps coming back.
PULSES = (
    ((3, ""), (3, "Wychodzę z jasną listą kroków."), (2, "")),
    ((3, ""), (2, ""), (1, "Nie wiem, czego brakuje, a głupio mi pytać trzeci raz.")),
)


class Pairs:
    """Who plays them, and who of the team proposes them."""

    def __init__(self, cast: Cast, staff: User) -> None:
        self.cast, self.staff = cast, staff

    def play(self, edition: Edition, planned: PlannedPair, place: int) -> None:
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
        mentor: Any = milestone.pairing.mentor.person.user
        if planned.phoned and number == 0:
            mentor = InPlaceOf(self.staff, mentor, History.How.PHONE)
        with clock.at(day(begun + 10)):
            milestone.approve(by=mentor, note="Dobra robota, idziemy dalej.")

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
