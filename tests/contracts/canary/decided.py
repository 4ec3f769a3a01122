"""A call that is decided while no letter has gone: nobody who applied may know yet what became of it."""

from __future__ import annotations

from decimal import Decimal

from grants.actions.assessment import save_sheet
from grants.actions.committee import Votes, change_ranking
from grants.actions.expertise import say_topics
from grants.actions.justifying import edit_justification, newest_of
from grants.actions.meeting import take_up, vote_on_item
from grants.actions.minutes import describe_course
from grants.actions.ranking import standing_of
from grants.models import Application, Assessment, Call, Minutes
from tests.contracts.canary.words import Scenery
from tests.factories.grants import chair_of, close, make_application, make_call, staff_of
from tests.factories.grants_later import ask as ask_assessor
from tests.factories.grants_later import (
    carry,
    decide_only,
    make_assessor,
    make_meeting,
    make_member,
    typed_sheet,
)
from tests.factories.people import make_user
from tests.factories.questions import make_question
from workflows import clock
from workflows.roles import give_role

TEAM = {"staff", "boss"}
COMMITTEE = {"chair", "deputy", "member"}
#: What the committee gives in place of what was asked for, as pages and as files write it.
AMOUNT = ("3\N{NO-BREAK SPACE}917", "3917")
POINTS = ("873,5", "873.5")


class Decided(Scenery):
    """One applicant gets less than was asked for, one gets nothing; both are kept in the dark until the letters."""

    def play(self) -> None:
        """From the applications to the decision and the draft of its minutes."""
        criteria = [
            {"title_pl": "Pomysł", "maximum": Decimal(1000)},
            {"title_pl": "Koszty", "maximum": Decimal(1000)},
        ]
        call = make_call(
            criteria=criteria, assessments_needed=1, pool=Decimal(6000), max_grant=Decimal(6000)
        )
        self.people["staff"] = staff_of(call)
        self.people["boss"] = make_user("Bossa Kadr")
        give_role(self.people["boss"], "coordinator", call.programme, by=None)
        self.apply(call)
        self.ask(call)
        close(call)
        self.call = call = Call.objects.get(pk=call.pk)
        self.sit(call)
        call.start_assessment(by=staff_of(call))
        self.assess(Call.objects.get(pk=call.pk))
        self.judge(Call.objects.get(pk=call.pk))

    def apply(self, call: Call) -> None:
        """Two who applied, and somebody who only looks on."""
        self.people["winner"] = make_user("Wygrana Lipowa")
        self.people["rival"] = make_user("Rywalka Polna")
        self.people["stranger"] = make_user("Obca Osoba")
        for part in ("winner", "rival"):
            application = make_application(call, "admitted", author=self.people[part])
            setattr(self, part, application)

    def ask(self, call: Call) -> None:
        """A question that nobody has answered yet carries its asker's address."""
        make_question(call, text="Kanpytanie o farbę", email="kanpyta@poczta.example")
        self.keeps("Kanpytanie", "kanpyta", readers=TEAM)

    def sit(self, call: Call) -> None:
        """Chair, deputy and a member; an assessor of their own and two readers from outside."""
        self.people["chair"] = chair_of(call)
        for role in ("deputy", "member"):
            self.people[role] = make_member(call, role, f"Ktosia {role.title()}")
        self.people["scorer"] = make_assessor(call, "Ocena Pierwsza")
        for role in ("funder", "finance", "editor"):
            self.people[role] = make_user(f"Ktosia {role.title()}")
            give_role(self.people[role], role, call.programme, by=None)

    def assess(self, call: Call) -> None:
        """Both are assessed by one who says which topics they know."""
        scorer = self.people["scorer"]
        for application, points in ((self.winner, "873,5"), (self.rival, "12")):
            sheet = ask_assessor(application, scorer)
            sheet.declare_no_conflict(by=scorer, confirmed=True)
            self.fill(sheet, points)
        say_topics(
            call=call,
            assessor=scorer,
            topics=["who_benefits:neighbours"],
            seen=0,
            by=scorer,
            at=clock.now(),
        )
        self.keeps("Kanocena", *POINTS, readers={"scorer", *COMMITTEE, *TEAM})

    def fill(self, sheet: Assessment, points: str) -> None:
        typed = typed_sheet(sheet, (points, "1"))
        for one in typed.values():
            one["comment"] = "Kanocena projektu."
        save_sheet(assessment=sheet, typed=typed, seen=sheet.version, by=sheet.assessor)
        sheet.submit(by=sheet.assessor)

    def judge(self, call: Call) -> None:
        """The committee gives less, for a reason; staff word what the letter will say; minutes are being drawn up."""
        chair = self.people["chair"]
        meeting = make_meeting(call)
        take_up(meeting=meeting, application=self.winner, by=chair, at=clock.now())
        change_ranking(
            application=Application.objects.get(pk=self.winner.pk),
            kind="amount",
            value=Decimal("3917.00"),
            reason="Kanzmiana kwoty przez komisję.",
            votes=Votes(3, 0, 0),
            ranking=standing_of(call).digest(),
            by=chair,
            at=clock.now(),
        )
        vote_on_item(meeting=meeting, votes=Votes(3, 0, 0), by=chair, at=clock.now())
        carry(meeting, None)
        decide_only(Call.objects.get(pk=call.pk))
        self.word(self.winner)
        meeting.close_meeting(by=chair)
        minutes = Minutes.objects.get(meeting=meeting)
        describe_course(
            minutes=minutes, course="Kanprzebieg obrad.", by=chair, seen=minutes.version
        )
        self.keeps("Kanzmiana", *AMOUNT, readers=COMMITTEE | TEAM)
        self.keeps("Kanprzebieg", readers=COMMITTEE | TEAM)

    def word(self, application: Application) -> None:
        """Staff put the justification in words of their own, and nobody has read them yet."""
        first = application.call.criteria.first()
        edit_justification(
            application=Application.objects.get(pk=application.pk),
            typed={first.pk: "Kanuzasadnienie listu."},
            seen=newest_of(application),
            by=staff_of(application.call),
            at=clock.now(),
        )
        self.keeps("Kanuzasadnienie", readers=TEAM)
