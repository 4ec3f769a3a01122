"""The demo's mentoring: an edition at work with pairs in every state, and the next one taking applications."""

from __future__ import annotations

from collections.abc import Mapping

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
from cms.demo.days import date_at, day
from cms.demo.hours import play_contracts, play_hours, play_other_projects
from cms.demo.pairs import Pairs
from cms.demo.plans import (
    AGREEMENT,
    AGREEMENT_EN,
    PAIRS,
    TEMPLATE,
    TOPICS,
)
from mentoring.actions import (
    choose_visits,
    compute_run,
    enrol,
    keep_places,
    keep_template,
    plant_criteria,
    set_topics,
    start_run,
    state_wishes,
    usual_forms,
    visits_for,
)
from mentoring.models import Edition, Enrolment
from people.actions.consents import give_consent
from people.models import ConsentClause, User
from programmes.actions import give_programme_role
from programmes.models import Programme
from workflows import clock
from workflows.roles import holders

PROGRAMME = "przestrzen-praktykow-partycypacji"
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
    pairs = Pairs(cast, scene.staff)
    for place, planned in enumerate(PAIRS):
        pairs.play(running, planned, place)
    # pairs at work get proposals only: what one asks of everybody is said before they begin
    scene.propose_plan(running, asks=False)
    play_hours(running, scene.staff)
    play_other_projects(running)
    play_care(running, scene.staff)
    play_answers(running)
    scene.take_along(running)
    scene.agree_to_be_found(running)
    scene.next_edition()


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
