"""Random lives of pairs: proposed, at work, paused, left, matched anew; in the end nobody waits for anybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

from mentoring.actions import change_milestone, plan_milestone, propose_pair, write_session
from mentoring.models import Edition, Enrolment, Milestone, Pairing, SessionLog
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition, make_enrolment
from tests.walker import Act, Walker
from workflows import clock
from workflows.errors import MoveRefused

OPEN = ("proposed", "accepted_by_mentor", "active", "paused")
MOST = 2  # milestones and meetings of one pair; there is always a next one otherwise


class PairWalk(Walker):
    """An edition with two mentors and so many mentees, walked until it is finished."""

    ends: ClassVar[Any] = {
        Edition: {"finished"},
        Pairing: {"completed", "terminated", "rematched", "declined"},
        Milestone: {"approved", "dropped"},
        SessionLog: {"confirmed", "withdrawn"},
    }
    patience: ClassVar[Any] = {
        "terminate": 3,
        "rematch": 2,
        "decline": 1,
        "take_back": 2,
        "send_back": 1,
        "question": 1,
        "withdraw": 1,
        "pause": 1,
        "drop": 2,
        "finish": 2,
    }

    def __init__(self, seed: int, lives: int = 2) -> None:
        """Everybody is recruited; from here on it is theirs."""
        super().__init__(seed)
        self.edition = make_edition(mentor_capacity=1)
        self.mentors = [make_enrolment(self.edition, "mentor") for _ in range(2)]
        self.mentees = [make_enrolment(self.edition, "mentee") for _ in range(lives)]
        self.staff = make_staff(self.edition.programme)
        self.edition.start(by=self.staff)

    def rows(self) -> Iterator[Any]:
        """The edition and its pairs with what still counts: what a pair that ended left open is left as it is."""
        yield Edition.objects.get(pk=self.edition.pk)
        pairs = Pairing.objects.filter(edition=self.edition)
        yield from pairs.with_people().order_by("pk")
        for model in (Milestone, SessionLog):
            of_pairs = model.objects.filter(pairing__in=pairs.filter(state__in=OPEN))
            yield from of_pairs.with_pair().order_by("pk")

    def people_of(self, row: Any) -> list[Any]:
        """Both sides, and the team."""
        pair = getattr(row, "pairing", row)
        sides = [pair.mentor, pair.mentee] if isinstance(pair, Pairing) else []
        return [*(each.person.user for each in sides), self.staff]

    def acts_that_are_no_moves(self) -> Iterator[tuple[str, Act]]:
        """Staff propose; a pair plans, meets and writes down."""
        for mentee in self.mentees:
            mentor = self.random.choice(self.mentors)
            yield "propose", partial(self.propose, mentor, mentee)
        for pair in Pairing.objects.filter(edition=self.edition, state="active").with_people():
            yield "plan", partial(self.plan, pair)
            yield "meet", partial(self.meet, pair)
            for milestone in pair.milestones.with_pair():
                yield "prove", partial(self.prove, milestone)

    def propose(self, mentor: Enrolment, mentee: Enrolment) -> None:
        """At most twice: then the team gives up on this person."""
        if mentee.pairings_as_mentee.count() >= MOST:
            raise MoveRefused(["Enough was tried."])
        propose_pair(mentor=mentor, mentee=mentee, by=self.staff, lifted=True)

    def plan(self, pair: Pairing) -> None:
        if pair.milestones.count() >= MOST:
            raise MoveRefused(["Enough is planned."])
        plan_milestone(
            pairing=pair,
            by=pair.mentee.person.user,
            title="Rozmowy z sąsiadami",
            shown_by="Notatki",
            due_on=clock.today() + timedelta(days=20),
            required=self.random.random() < 0.7,
        )

    def meet(self, pair: Pairing) -> None:
        if pair.session_logs.count() >= MOST:
            raise MoveRefused(["They have met often enough."])
        side = self.random.choice([pair.mentor, pair.mentee])
        write_session(
            pairing=pair,
            by=side.person.user,
            held_on=clock.today(),
            minutes=60,
            form="online",
            done=f"Spotkanie {pair.session_logs.count() + 1}.",
        )

    def prove(self, milestone: Milestone) -> None:
        if milestone.evidence:
            raise MoveRefused(["It is shown."])
        milestone.evidence = "Odbyły się dwa spotkania."
        user = milestone.pairing.mentee.person.user
        change_milestone(milestone=milestone, seen=milestone.version, fields=["evidence"], by=user)


def broken(edition: Edition) -> Iterator[str]:
    """What does not add up in a finished edition."""
    for mentor in edition.enrolments.accepted_as("mentor"):
        busiest = mentor.pairings_as_mentor.filter(state__in=OPEN).count()
        if busiest > edition.mentor_capacity:
            yield f"{mentor} has {busiest} pairs of {edition.mentor_capacity}"
    for pair in (
        Pairing.objects.filter(edition=edition, state="completed").with_people().with_work()
    ):
        yield from pair.missing()
        for certificate in pair.certificates():
            found = Pairing.objects.of_certificate(certificate.token)
            if found is None or found.pairing != pair:
                yield f"the certificate of {pair} is not known"
    for milestone in Milestone.objects.filter(pairing__edition=edition, state="approved"):
        if not milestone.evidence:
            yield f"{milestone} was approved without anything to see"
