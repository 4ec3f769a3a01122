"""What people say in confidence in a mentoring pair and before a study visit."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from activities.actions import note_needs, propose_advance
from activities.models import Registration
from mentoring.actions import (
    ask_for_another,
    begin_draft,
    begin_followup,
    keep_note,
    name_deputy,
    note_interview,
    offer_mentor,
    plan_supervision,
    say_pulse,
    start_run,
    state_outside_hours,
    state_wishes,
    usual_forms,
)
from mentoring.signals import Kind
from people.numbers import account_groups
from programmes.registries.projects import Project
from tests.contracts.canary.words import Scenery
from tests.factories.activities import make_event, make_registration, make_staff
from tests.factories.mentoring import (
    make_edition,
    make_enrolment,
    make_meeting,
    make_milestone,
    make_pair,
    make_session,
    mentee_of,
    mentor_of,
)
from tests.factories.people import make_membership, make_organisation, make_user
from tests.factories.travel import ACCOUNT
from tests.factories.visits import make_group, places
from workflows import clock
from workflows.roles import give_role

OUTSIDERS = ("funder", "finance", "editor")


class Together(Scenery):
    """A pair at work, with their mentee's employer at the next desk, and a group before its journey."""

    def play(self) -> None:
        """Both, with everybody who would like to know."""
        self.people["stranger"] = make_user("Obca Osoba")
        self.pair()
        self.visit()

    def readers_of(self, programme: Any) -> None:
        """Those who see the programme without running it."""
        for role in OUTSIDERS:
            user = self.people.setdefault(role, make_user(f"Ktosia {role.title()}"))
            give_role(user, role, programme, by=None)

    def pair(self) -> None:
        """Private notes of both, the pulse, a request for another mentor, exclusions, a to-do."""
        edition = make_edition(agreement_text_pl="Umowa o zaufaniu.", **usual_forms())
        pair = make_pair(edition=edition)
        self.people["mentor"], self.people["mentee"] = mentor_of(pair), mentee_of(pair)
        self.people["staff"] = make_staff(edition.programme)
        self.people["other_mentor"] = make_user("Inna Mentorka")
        make_enrolment(edition, "mentor", user=self.people["other_mentor"])
        self.employed(self.people["mentee"])
        self.readers_of(edition.programme)
        self.say(pair)
        self.stand_in(pair)
        self.shun(edition, pair)
        self.offer(edition)
        start_run(edition=edition, by=self.people["staff"])
        plan_supervision(
            edition=edition,
            by=self.people["staff"],
            starts_at=clock.now() + timedelta(days=2),
            minutes=90,
            form="online",
            place="Kansuperwizja",
            led_by="Halina Wrona",
        )
        self.keeps("Kansuperwizja", readers={"mentor", "other_mentor", "stand_in", "staff"})

    def employed(self, mentee: Any) -> None:
        """The head of the office in which the mentee works is a member of it, and no more here."""
        office = make_organisation("Urząd Gminy Lipowo")
        self.people["employer"] = make_user("Szefowa Urzędu")
        for user in (mentee, self.people["employer"]):
            make_membership(user.person, office)

    def say(self, pair: Any) -> None:
        mentor, mentee, staff = mentor_of(pair), mentee_of(pair), self.people["staff"]
        log = make_session("confirmed", pair=pair, done="Kanspotkanie o planie.")
        keep_note(log=log, by=mentee, text="Kannotatka mojej strony.")
        keep_note(log=log, by=mentor, text="Kanzapisek drugiej strony.")
        say_pulse(log=log, by=mentee, mood=1, comment="Kanpuls po rozmowie.")
        make_milestone("returned", pair=pair, shown_by="Kandowody z rozmów")
        make_session(pair=pair, done="Kanspotkanie drugie.")
        make_meeting(pair=pair, about="Kantemat spotkania")
        ask_for_another(pairing=pair, by=mentee, text="Kanprosba o zmianę.")
        begin_followup(
            pairing=pair,
            by=staff,
            kind=Kind.SILENCE,
            what="Kanzadanie koordynacji",
            assigned_to=staff,
            due_on=clock.today() + timedelta(days=7),
        )
        state_outside_hours(
            enrolment=pair.mentor,
            by=mentor,
            project="Kanzlecenie gdzie indziej",
            month=clock.today().replace(day=1),
            minutes=600,
            day=None,
            begins=None,
        )
        self.keeps("Kanzlecenie", readers={"mentor", "staff"})
        both = {"mentor", "mentee", "staff", "stand_in"}
        self.keeps("Kanspotkanie", "Kandowody", "Kantemat", readers=both)
        self.keeps("Kannotatka", readers={"mentee"})
        self.keeps("Kanzapisek", readers={"mentor"})
        self.keeps("Kanpuls", readers={"mentee", "staff"})
        self.keeps("Kanprosba", readers={"mentee", "staff"})
        self.keeps("Kanzadanie", readers={"staff"})

    def stand_in(self, pair: Any) -> None:
        """Another mentor reads for a time what the pair reads: neither notes, nor the pulse, nor the request."""
        self.people["stand_in"] = make_user("Zastępczyni Mentorki")
        make_enrolment(pair.edition, "mentor", user=self.people["stand_in"])
        name_deputy(
            pairing=pair,
            user=self.people["stand_in"],
            until=clock.today() + timedelta(days=7),
            reason="Kanzastepstwo",
            by=self.people["staff"],
        )
        self.keeps("Kanzastepstwo", readers={"mentor", "mentee", "staff", "stand_in"})

    def offer(self, edition: Any) -> None:
        """Somebody with a funded project is offered a mentor; what they want to do is theirs and the team's."""
        self.people["offered"] = offered = make_user("Osoba z Grantem")
        project = Project(
            name="canary-1",
            title="Kanprojekt",
            idea="Kanpomysl na podwórko.",
            url="/",
            programme=edition.programme,
            person=offered.person,
        )
        offer_mentor(edition=edition, project=project, by=self.people["staff"], at=clock.now())
        self.keeps("Kanprojekt", "Kanpomysl", readers={"offered", "staff"})

    def shun(self, edition: Any, pair: Any) -> None:
        """Somebody who waits for a mentor says with whom they will not work; the one meant never learns it."""
        waiting = make_enrolment(edition, user=make_user("Kanwykluczajaca Osoba"))
        self.people["waiting"] = waiting.person.user
        state_wishes(
            enrolment=waiting, wanted=[], excluded=[pair.mentor], by=self.people["waiting"]
        )
        note_interview(
            enrolment=waiting,
            by=self.people["staff"],
            held_on=clock.today(),
            text="Kanrozmowa z kandydatką.",
        )
        self.keeps("Kanrozmowa", readers={"staff"})
        # mentors read who applied where they choose with whom they would like to work, and nowhere else
        self.keeps("Kanwykluczajaca", readers={"waiting", "staff"}, elsewhere="mentoring:wishes")
        self.people["candidate"] = candidate = make_user("Kandydatka Pisząca")
        begin_draft(edition=edition, person=candidate.person, role="mentee", at=clock.now())

    def visit(self) -> None:
        """Two travel together; what one needs and when they were born is for those who prepare the journey."""
        group = make_group(2)
        first, second = places(group)
        self.people["traveller"], self.people["companion"] = first.person.user, second.person.user
        self.people["visit_staff"] = make_staff(group.programme)
        self.readers_of(group.programme)
        note_needs(
            registration=first,
            seen=first.version,
            by=self.people["traveller"],
            access_needs="Kanrampa",
            diet="Kandieta",
        )
        propose_advance(
            registration=Registration.objects.get(pk=first.pk),
            amount=Decimal(150),
            account=ACCOUNT,
            by=self.people["visit_staff"],
        )
        self.keeps("Kanrampa", "Kandieta", readers={"traveller", "visit_staff"})
        self.keeps(
            ACCOUNT, account_groups(ACCOUNT), readers={"traveller", "visit_staff", "finance"}
        )
        make_registration(make_event(), user=self.people["traveller"])
