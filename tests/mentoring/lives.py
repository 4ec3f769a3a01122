"""Lives of pairs: proposed, at work, paused, left, matched anew; in the end nobody waits for anybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar

from mentoring.actions import (
    ask_for_another,
    begin_followup,
    change_goal,
    change_milestone,
    name_deputy,
    plan_meeting,
    plan_milestone,
    propose_pair,
    rematch,
    write_session,
)
from mentoring.models import (
    Deputy,
    Edition,
    Followup,
    MentorRequest,
    Milestone,
    PairAgreement,
    Pairing,
    PlannedMeeting,
    SessionLog,
)
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition, make_enrolment
from tests.lives import Lives, Step
from tests.soundness import Head
from workflows import clock
from workflows.errors import MoveRefused
from workflows.moves import Move

OPEN = ("proposed", "accepted_by_mentor", "active", "paused")
ENDS: dict[type[Any], set[str]] = {
    Edition: {"finished"},
    Pairing: {"completed", "terminated", "rematched", "declined"},
    Milestone: {"approved", "dropped"},
    SessionLog: {"confirmed", "withdrawn"},
    PlannedMeeting: {"held", "called_off"},
    PairAgreement: {"accepted", "taken_back"},
    Deputy: {"ended"},
    MentorRequest: {"stays", "rematched", "withdrawn", "lapsed"},
    Followup: {"closed"},
}
FAMILY = tuple(ENDS)
#: What a pair that ended left open is left as it is.
LEFT = {Milestone, SessionLog, PairAgreement}
TWICE = (
    2  # pairs of a mentee, milestones and meetings of a pair; there is always a next one otherwise
)


AGREEMENT = "{{ mentor }} pomaga {{ mentee }}: spotkań {{ meetings }}."


class PairLives(Lives):
    """An edition that runs, with two mentors and one or two mentees, until it is finished."""

    ends: ClassVar[Any] = ENDS
    family: ClassVar[Any] = FAMILY
    bushy_at: ClassVar[int] = 30
    eagerness: ClassVar[Any] = {
        "Edition.finish": 0.1,
        "Pairing.terminate": 0.03,
        "Pairing.rematch": 0.05,
        "Pairing.decline": 0.15,
        "Pairing.take_back": 0.1,
        "Pairing.pause": 0.15,
        "Milestone.drop": 0.1,
        "Milestone.send_back": 0.3,
        "SessionLog.question": 0.3,
        "SessionLog.withdraw": 0.2,
        "PlannedMeeting.call_off": 0.3,
        "PairAgreement.take_back": 0.2,
        "Deputy.end": 0.2,
        "MentorRequest.rematch": 0.3,
        "passes": 0.5,
    }

    # --- the beginning -----------------------------------------------------------------------------

    def begin(self) -> None:
        """Everybody is recruited; from here on it is theirs."""
        pick = self.random.choice
        edition = make_edition(
            mentor_capacity=1,
            sessions_due=pick([1, 2]),
            milestones_due=pick([0, 1]),
            agreement_text_pl=pick(["", AGREEMENT]),
        )
        self.mentors = [make_enrolment(edition, "mentor") for _ in range(2)]
        self.mentees = [make_enrolment(edition, "mentee") for _ in range(pick([1, 1, 2]))]
        self.cast = {"staff": make_staff(edition.programme)}
        for name, sides in (("mentor", self.mentors), ("mentee", self.mentees)):
            self.cast |= {f"{name} {n}": one.person.user for n, one in enumerate(sides, 1)}
        edition.start(by=self.cast["staff"])

    # --- what there is -----------------------------------------------------------------------------

    def tag(self, row: Any) -> str:
        """To which pair it belongs."""
        return str(getattr(row, "pairing_id", ""))

    def counts(self, head: Head) -> bool:
        """What a pair left open does not hold the edition up."""
        if head.model not in LEFT:
            return super().counts(head)
        return any(str(pair.pk) == head.tag for pair in self.these(Pairing, *OPEN))

    def standing(self) -> list[str]:
        """What is not at an end."""
        return super().standing() if self.these(Pairing) else ["nobody is in a pair"]

    def open_steps(self) -> Iterator[Step]:
        """Before there is a pair there is nothing to end."""
        begun = bool(self.these(Pairing))
        for step in super().open_steps():
            if begun or step.name not in {"Edition.finish", "passes"}:
                yield step

    def later(self) -> Iterator[datetime]:
        """When a planned meeting is over, and when a deputy's last day is."""
        for head in self.these(PlannedMeeting, "planned"):
            yield self.row_of(head).starts_at
        for head in self.these(Deputy, "acting"):
            yield clock.now() + timedelta(days=(self.row_of(head).until - clock.today()).days + 1)

    # --- what people do ------------------------------------------------------------------------------

    def doors(self) -> dict[str, Any]:
        """Actions in place of bare moves."""
        why = "Bo tak wyszło."
        return {
            "MentorRequest.rematch": lambda row, who: rematch(request=row, by=who, reason=why),
        }

    def given(self, row: Any, move: Move, who: Any) -> dict[str, Any]:
        """What staff write when a to-do is done."""
        typed = {"done": "Rozmowa z obojgiem.", "outcome": "better"}
        return {name: typed[name] for name in move.takes if name in typed}

    def acts(self) -> Iterator[Step]:
        """Staff propose; a pair plans, meets and writes down; somebody stands in, or asks for somebody else."""
        for number, _mentee in enumerate(self.mentees, 1):
            for other, _mentor in enumerate(self.mentors, 1):
                propose = partial(self.propose, other - 1, number - 1)
                yield Step("staff", f"proposes mentor {other} to mentee {number}", propose, 0.6)
        for head in self.these(Pairing, "active", "paused"):
            pair = self.row_of(head)
            mentee = self.name_of_side(pair, "mentee")
            if head.state == "active":
                yield Step(mentee, "plans a milestone", partial(self.plan, pair), 1.5)
                yield Step(mentee, "writes the goal down", partial(self.aim, pair))
                for side in ("mentor", "mentee"):
                    meet = partial(self.meet, pair, side)
                    yield Step(self.name_of_side(pair, side), "writes a meeting down", meet)
                yield Step(mentee, "plans a meeting", partial(self.plan_meeting, pair), 0.4)
            yield Step("staff", "names a deputy", partial(self.stand_in, pair), 0.2)
            yield Step(mentee, "asks for somebody else", partial(self.ask_anew, pair), 0.1)
            yield Step("staff", "notes a to-do", partial(self.note_to_do, pair), 0.1)
        for head in self.these(Milestone, "planned", "in_progress", "returned"):
            if self.counts(head):
                prove = partial(self.prove, head)
                yield Step(f"pair {self.number_of(head)}", "shows what was done", prove, 2)

    def name_of_side(self, pair: Pairing, side: str) -> str:
        """How the walk calls somebody of a pair."""
        user = getattr(pair, side).person.user
        return next(name for name, each in self.cast.items() if each.pk == user.pk)

    def number_of(self, head: Head) -> int:
        """Which of the pairs it is."""
        return [str(pair.pk) for pair in self.these(Pairing)].index(head.tag) + 1

    def propose(self, mentor: int, mentee: int) -> None:
        """At most twice: then the team gives up on this person."""
        who = self.mentees[mentee]
        if who.pairings_as_mentee.count() >= TWICE:
            raise MoveRefused(["Enough was tried."])
        propose_pair(mentor=self.mentors[mentor], mentee=who, by=self.cast["staff"], lifted=True)

    def plan(self, pair: Pairing) -> None:
        if pair.milestones.count() >= TWICE:
            raise MoveRefused(["Enough is planned."])
        plan_milestone(
            pairing=pair,
            by=pair.mentee.person.user,
            title="Rozmowy z sąsiadami",
            shown_by="Notatki",
            due_on=clock.today() + timedelta(days=20),
            required=self.random.random() < 0.7,
        )

    def aim(self, pair: Pairing) -> None:
        if pair.goal:
            raise MoveRefused(["It is written down."])
        pair.goal = "Park, o którym zdecydowali sąsiedzi."
        change_goal(pairing=pair, seen=pair.version, by=pair.mentee.person.user)

    def prove(self, head: Head) -> None:
        milestone = self.row_of(head)
        if milestone.evidence:
            raise MoveRefused(["It is shown."])
        milestone.evidence = "Odbyły się dwa spotkania."
        user = milestone.pairing.mentee.person.user
        change_milestone(milestone=milestone, seen=milestone.version, fields=["evidence"], by=user)

    def meet(self, pair: Pairing, side: str) -> None:
        written = pair.session_logs.count()
        if written >= TWICE + 1:
            raise MoveRefused(["They have met often enough."])
        write_session(
            pairing=pair,
            by=getattr(pair, side).person.user,
            held_on=clock.today(),
            minutes=60,
            form="online",
            done=f"Spotkanie {written + 1}.",
        )

    def plan_meeting(self, pair: Pairing) -> None:
        if pair.meetings.count() >= TWICE:
            raise MoveRefused(["They will meet often enough."])
        plan_meeting(
            pairing=pair,
            by=pair.mentee.person.user,
            starts_at=clock.now() + timedelta(days=3),
            minutes=60,
            form="online",
            place="Biblioteka",
        )

    def stand_in(self, pair: Pairing) -> None:
        free = [one for one in self.mentors if one.pk != pair.mentor_id]
        name_deputy(
            pairing=pair,
            user=free[0].person.user,
            until=clock.today() + timedelta(days=10),
            reason="Urlop.",
            by=self.cast["staff"],
        )

    def ask_anew(self, pair: Pairing) -> None:
        if pair.requests.exists():
            raise MoveRefused(["It was asked before."])
        ask_for_another(pairing=pair, by=pair.mentee.person.user, text="Nie rozumiemy się.")

    def note_to_do(self, pair: Pairing) -> None:
        if pair.followups.exists():
            raise MoveRefused(["Somebody looks after them."])
        begin_followup(
            pairing=pair,
            by=self.cast["staff"],
            kind=self.random.choice(list(Followup._meta.get_field("kind").choices or []))[0],
            what="Zadzwonić do obojga.",
            assigned_to=self.cast["staff"],
            due_on=clock.today() + timedelta(days=5),
        )

    # --- what adds up ------------------------------------------------------------------------------

    def broken(self) -> Iterator[str]:
        """What does not add up in the edition; asked when a pair or a milestone moved."""
        if any(one.startswith(("Pairing.", "Milestone.")) for one in self.watch.made):
            yield from broken(Edition.objects.get(pk=self.mentors[0].edition_id))


def broken(edition: Edition) -> Iterator[str]:
    """What does not add up in an edition."""
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
