"""A full edition of mentoring by real moves: sixty mentees, twenty-five mentors, nine months, two study visits.

Everything that happens to an edition happens to somebody here: a mentor declines, another leaves and their pairs
are matched anew, two in a dozen give up or pause, a milestone comes back, a meeting is written down too late.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from cms.demo import crowd
from cms.demo.activities import Troupe
from cms.demo.cast import Cast
from cms.demo.days import date_at, day
from cms.demo.mentoring import PROGRAMME, Scene
from cms.demo.plans import GOALS, MEETINGS, PAIRS
from cms.demo.study_visits import PlannedVisit
from mentoring.actions import (
    change_goal,
    change_milestone,
    compute_run,
    leave_edition,
    plan_milestone,
    propose_pair,
    propose_published,
    publish_run,
    start_run,
    why_not_pair,
    write_session,
)
from mentoring.models import Edition, Enrolment, MatchRun, Milestone, Pairing
from people.models import User
from programmes.models import Programme
from workflows import clock
from workflows.moves import SYSTEM

MENTEES, MENTORS = 60, 25
STARTS, ENDS = -300, -28  # days from today
LEAVES = 95  # days after the beginning: one of the mentors has no time any more
A_DOZEN = 12
#: Which of a dozen pairs it happens to.
GIVES_UP, COMES_BACK, LATE, PAUSES = 1, 2, 3, 4
SESSIONS, MINUTES = 6, 90
MILESTONES = PAIRS[0].milestones[:3]

WALK = (
    (0, 10, "Od mapy do projektu", "From a map to a project", "Ratusz", "zespół dialogu"),
    (1, 10, "Co byśmy zrobili inaczej", "What we would do differently", "Biblioteka", "radne"),
)
VISITS = (
    PlannedVisit(
        "slupsk",
        "Wizyta w Słupsku",
        "Visit to Słupsk",
        "Słupsk",
        STARTS + 110,
        "settled",
        0,
        0,
        "Miasto, które odpowiada na każdy pomysł: jak to działa od środka.",
        "A town that answers every idea: how it works from inside.",
        WALK,
    ),
    PlannedVisit(
        "cieszyn",
        "Wizyta w Cieszynie",
        "Visit to Cieszyn",
        "Cieszyn",
        STARTS + 200,
        "settled",
        0,
        0,
        "Dwa miasta nad jedną rzeką planują wspólnie.",
        "Two towns on one river plan together.",
        WALK,
    ),
)


def play(
    cast: Cast,
    programmes: Mapping[str, Programme],
    mentees: int = MENTEES,
    mentors: int = MENTORS,
) -> Edition:
    """Play it from the recruitment to the end and return the finished edition."""
    scene = Scene(cast, programmes[PROGRAMME])
    places = (MENTEES, MENTORS)
    edition = scene.edition(
        "mentoring-2025", "Mentoring 2025", "Mentoring 2025", STARTS, ENDS, places
    )
    Edition.objects.filter(pk=edition.pk).update(sessions_due=SESSIONS + 1)
    full = NineMonths(scene, Edition.objects.get(pk=edition.pk))
    full.recruit(mentees, mentors)
    full.match()
    full.leave()
    full.work()
    full.travel()
    return full.finish()


class NineMonths:
    """The edition on its way."""

    def __init__(self, scene: Scene, edition: Edition) -> None:
        self.scene, self.edition = scene, edition
        self.staff = scene.staff
        self.late_pairs: set[int] = set()

    def recruit(self, mentees: int, mentors: int) -> None:
        """All but one are accepted; for that one there is no place in this edition."""
        people = [("mentor", user) for user in crowd.gather("mentor", mentors)]
        people += [("mentee", user) for user in crowd.gather("mentee", mentees + 1)]
        for place, (role, user) in enumerate(people):
            with clock.at(day(STARTS - 40 + place * 30 // len(people))):
                enrolment = self.scene.apply(self.edition, user, role, place)
            with clock.at(day(STARTS - 4)):
                if place + 1 < len(people):
                    enrolment.accept(by=self.staff)
                else:
                    enrolment.decline(by=self.staff, note="Miejsc jest mniej niż zgłoszeń.")
        with clock.at(day(STARTS)):
            self.edition.start(by=self.staff)

    def match(self) -> None:
        """One plan for all; one mentor declines, and their mentee gets the next one who may."""
        self._propose(day(STARTS + 1))
        first = self.edition.pairings.open().with_people().order_by("pk")[0]
        with clock.at(day(STARTS + 2)):
            first.decline(by=first.mentor.person.user, note="Znamy się z pracy w jednej radzie.")
        with clock.at(day(STARTS + 3)):
            propose_pair(
                mentor=self._another(first.mentee, first.mentor),
                mentee=first.mentee,
                by=self.staff,
                note="Pierwsza propozycja się nie udała, ta ma te same tematy.",
            )
        self._accept(STARTS + 5)

    def _propose(self, moment: datetime) -> None:
        with clock.at(moment):
            run = start_run(edition=self.edition, by=self.staff)
            compute_run(run)
            publish_run(run=run, plan="total", by=self.staff)
            propose_published(MatchRun.objects.get(pk=run.pk))

    def _another(self, mentee: Enrolment, not_this: Enrolment) -> Enrolment:
        mentors = self.edition.enrolments.accepted_as("mentor").exclude(pk=not_this.pk)
        return next(each for each in mentors.order_by("pk") if not why_not_pair(each, mentee))

    def _accept(self, offset: int) -> None:
        for pair in self.edition.pairings.in_state("proposed").with_people():
            with clock.at(day(offset)):
                pair.accept_as_mentor(by=pair.mentor.person.user)
            with clock.at(day(offset + 1)):
                pair.accept_as_mentee(by=pair.mentee.person.user)

    def leave(self) -> None:
        """A mentor leaves; only those concerned are matched anew. It comes first, while the others' places are taken."""
        leaving = self._active()[-1].mentor
        for pair in self._active():
            if pair.mentor_id == leaving.pk:
                self._meet(pair, STARTS, 0)
        with clock.at(day(STARTS + LEAVES)):
            run = leave_edition(
                mentor=leaving, by=self.staff, reason="Nowa praca zabiera wszystkie wieczory."
            )
            if run:
                compute_run(run)
        known = set(self.edition.pairings.values_list("pk", flat=True))
        self._propose(day(STARTS + LEAVES + 2))
        self._accept(STARTS + LEAVES + 4)
        self.late_pairs = {each.pk for each in self._active()} - known

    def work(self) -> None:
        """Every pair plans, meets and hands milestones in; what befalls whom is told by its place."""
        for place, pair in enumerate(self._active()):
            again = pair.pk in self.late_pairs
            begins = STARTS + LEAVES + 5 if again else STARTS
            with clock.at(day(begins + 8)):
                pair.goal = GOALS[place % len(GOALS)]
                change_goal(pairing=pair, seen=pair.version, by=pair.mentee.person.user)
            befalls = 0 if again else place % A_DOZEN
            if befalls == GIVES_UP:
                self._give_up(pair)
            else:
                self._walk(pair, begins, befalls)

    def _active(self) -> Sequence[Pairing]:
        return list(self.edition.pairings.in_state("active").with_people().order_by("pk"))

    def _give_up(self, pair: Pairing) -> None:
        """The mentee moves away after two meetings."""
        self._meet(pair, STARTS, 0)
        self._meet(pair, STARTS, 1)
        with clock.at(day(STARTS + 60)):
            pair.terminate(by=self.staff, note="Wyjazd na stałe. Dziękujemy za wspólną pracę.")
            pair.mentee.refresh_from_db()
            pair.mentee.withdraw(by=pair.mentee.person.user, note="Wyjeżdżam z kraju.")

    def _walk(self, pair: Pairing, begins: int, befalls: int) -> None:
        """Three milestones and six meetings in the months after `begins`, then the pair completes."""
        with clock.at(day(begins + 9)):
            plan = [self._plan(pair, number, begins) for number in range(len(MILESTONES))]
        step = (ENDS - begins - 30) // SESSIONS
        for number in range(SESSIONS):
            self._meet(pair, begins, number, step=step, late=befalls == LATE and number == 1)
            if befalls == PAUSES and number == 2:
                self._pause(pair, begins + 10 + step * number + 1)
            if number % 2:
                milestone, at = plan[number // 2], begins + 12 + step * number
                self._hand_in(milestone, number // 2, at, comes_back=befalls == COMES_BACK)
        with clock.at(day(ENDS - 8)):
            pair.refresh_from_db()
            pair.complete(by=pair.mentor.person.user)

    def _plan(self, pair: Pairing, number: int, begins: int) -> Milestone:
        title, shown_by, _evidence = MILESTONES[number]
        return plan_milestone(
            pairing=pair,
            by=pair.mentee.person.user,
            title=title,
            shown_by=shown_by,
            due_on=date_at(begins + 80 * (number + 1)),
            required=True,
        )

    def _meet(
        self, pair: Pairing, begins: int, number: int, *, step: int = 25, late: bool = False
    ) -> None:
        """A meeting that the other side confirms the next day; a late one is written weeks after and counts by itself."""
        held, sides = begins + 10 + step * number, (pair.mentee, pair.mentor)
        done, following = MEETINGS[number % len(MEETINGS)]
        with clock.at(day(held + (20 if late else 0), 19)):
            log = write_session(
                pairing=pair,
                by=sides[number % 2].person.user,
                held_on=date_at(held),
                minutes=MINUTES,
                form=("in_person", "online", "phone")[number % 3],
                done=done,
                next_steps=following,
            )
        with clock.at(day(held + (36 if late else 1))):
            if late:
                log.confirm_by_itself(by=SYSTEM)
            else:
                log.confirm(by=sides[(number + 1) % 2].person.user)

    def _pause(self, pair: Pairing, offset: int) -> None:
        with clock.at(day(offset)):
            pair.refresh_from_db()
            pair.pause(by=pair.mentee.person.user, note="Operacja i rehabilitacja.")
        with clock.at(day(offset + 9)):
            pair.resume(by=pair.mentor.person.user)

    def _hand_in(self, milestone: Milestone, number: int, at: int, *, comes_back: bool) -> None:
        """Handed in and approved; once it comes back with what is missing."""
        mentee, mentor = (
            getattr(milestone.pairing, side).person.user for side in ("mentee", "mentor")
        )
        with clock.at(day(at)):
            milestone.start(by=mentee)
            milestone.evidence = MILESTONES[number][2] or "Opis i zdjęcia w załączniku."
            change_milestone(
                milestone=milestone, seen=milestone.version, fields=["evidence"], by=mentee
            )
            milestone.submit(by=mentee)
        if comes_back and number == 0:
            with clock.at(day(at + 2)):
                milestone.send_back(by=mentor, note="Dopisz, kto nie przyszedł i dlaczego.")
            with clock.at(day(at + 4)):
                milestone.submit(by=mentee)
        with clock.at(day(at + 6)):
            milestone.approve(by=mentor, note="Dobra robota.")

    def travel(self) -> None:
        """Two visits for those who want to go; a third more apply than there are places."""
        users = [
            each.person.user
            for each in self.edition.enrolments.accepted_as("mentee").select_related("person__user")
        ]
        places = max(len(users) // 4, 6)
        troupe = Troupe(self.scene.cast, self.scene.programme)
        for number, visit in enumerate(VISITS):
            applicants = _turned(users, number * places)[: places + places // 3]
            planned = replace(visit, people=len(applicants), capacity=places, when=visit.when)
            troupe.play_visit(planned, applicants)

    def finish(self) -> Edition:
        """No pair is on its way any more."""
        with clock.at(day(ENDS) + timedelta(days=2)):
            edition = Edition.objects.get(pk=self.edition.pk)
            edition.finish(by=self.staff)
        return Edition.objects.get(pk=edition.pk)


def _turned(users: Sequence[User], by: int) -> list[User]:
    """The same people, beginning with another."""
    by %= len(users)
    return [*users[by:], *users[:by]]
