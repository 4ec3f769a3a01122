"""What people do with an application beside its moves, until it is decided: writing, checking, assessing, meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from grants.actions.appeal import file_appeal
from grants.actions.application import save_answers, start_application
from grants.actions.aside import set_sheet_aside
from grants.actions.assessment import save_sheet
from grants.actions.assignment import ask_assessors
from grants.actions.committee import Votes, change_ranking
from grants.actions.letters import send_letter, send_letters
from grants.actions.meeting import (
    call_meeting,
    note_coming,
    note_going,
    put_aside,
    recuse_from_item,
    take_up,
    vote_on_item,
)
from grants.actions.minutes import record_scan, send_minutes
from grants.actions.more_time import give_more_time
from grants.actions.patron import ask_patron
from grants.actions.question import ask_question
from grants.actions.ranking import standing_of
from grants.actions.reserve import move_up
from grants.actions.sharing import invite_co_author
from grants.actions.sitting import sitting_of
from grants.documents.minutes import draft_content
from grants.models import Application, Assessment, Call, Meeting
from grants.models.sharing import Part
from questionnaires.forms import Page
from tests.factories.grants import check, fresh, hand_in, typed_answers
from tests.factories.grants_later import decide_only, hand_in_sheet, typed_sheet
from tests.lives import Lives, Step
from tests.soundness import Head
from workflows import clock
from workflows.errors import MoveRefused

PDF = b"%PDF-1.4\n%%EOF\n"
ASSESSORS = ("assessor", "second assessor", "third assessor")
SHEETS = (("10", "5"), ("8", "4,5"), ("5", "2"), ("0", "0"))


def in_days(days: int) -> Any:
    """An instant that lies so many days ahead."""
    return clock.now() + timedelta(days=days)


class Before(Lives):
    """The half of a life that ends with the letter."""

    call: Call
    asks: dict[str, Any]

    def doors(self) -> dict[str, Any]:
        """Actions in place of bare moves."""
        return {
            **super().doors(),
            "Application.submit": lambda row, who: hand_in(row),
            "Application.resubmit": lambda row, who: hand_in(row),
            "Application.allow_more_time": self.give_time,
            "Assessment.set_aside": self.set_aside,
            "Call.decide": lambda row, who: decide_only(row, by=who),
            "Call.send_letters": lambda row, who: send_letters(
                call=row, by=who, seen=row.version, at=clock.now(), wordless=True
            ),
            "Minutes.send_to_sign": lambda row, who: send_minutes(
                minutes=row, content=draft_content(row), by=who, seen=row.version
            ),
            "Minutes.sign_on_paper": lambda row, who: record_scan(
                minutes=row,
                upload=SimpleUploadedFile("protokol.pdf", PDF),
                by=who,
                seen=row.version,
            ),
        }

    def give_time(self, row: Application, who: Any) -> None:
        give_more_time(
            call=row.call,
            email=row.author.email,
            until=max(in_days(3), (row.submission_due_at or clock.now()) + timedelta(days=1)),
            reason="Nie było prądu.",
            by=who,
            at=clock.now(),
        )

    def set_aside(self, row: Assessment, who: Any) -> None:
        set_sheet_aside(assessment=row, reason="Są kuzynami.", by=who, seen=row.version)

    def acts_before(self, hero: Head | None, call: Head) -> Iterator[Step]:
        """What may be tried with `hero`, the application whose lives these are, in `call`."""
        if hero is None:
            if call.state == "open":
                yield Step("author", "starts", self.start, 5)
            return
        yield from self.acts_of_writing(hero)
        if hero.state == "submitted":
            yield Step(
                "staff", "finds the form in order", partial(self.check_form, hero, passed=True), 3
            )
            yield Step(
                "staff", "finds the form wrong", partial(self.check_form, hero, passed=False), 0.2
            )
        if hero.state in {"formally_rejected", "not_funded", "reserve"}:
            yield Step("author", "appeals", partial(self.appeal, hero), 0.7)
        if call.state == "open":
            yield Step("author", "asks about the call", self.ask_about_call, 0.1)
        for meeting in self.these(Meeting, "open"):
            yield from self.acts_of_meeting(self.row_of(meeting))
        if call.state == "assessment":
            yield from self.acts_of_judging()
        if call.state == "decided":
            yield Step("staff", "moves the reserve up", self.move_up, 0.5)
            if hero.state == "admitted":
                send = partial(self.send_one, hero)
                yield Step("staff", "sends one letter ahead", send, 0.2)

    def acts_of_writing(self, hero: Head) -> Iterator[Step]:
        if hero.state not in {"draft", "returned"}:
            return
        yield Step("author", "writes", partial(self.write, hero), 4)
        yield Step("author", "invites somebody to write with them", partial(self.invite, hero), 0.1)
        if self.asks.get("applicant_kind") == "informal_group_with_patron":
            yield Step("author", "asks the patron", partial(self.ask_patron, hero), 2)

    def start(self) -> None:
        start_application(call=Call.objects.get(pk=self.call.pk), by=self.cast["author"])

    def check_form(self, hero: Head, *, passed: bool) -> None:
        check(self.row_of(hero), passed=passed)

    def write(self, hero: Head) -> None:
        one = fresh(self.row_of(hero))
        if one.answers.values and one.title:
            raise MoveRefused(["It is written."])
        page = Page(one.answers.version, "test")
        typed = typed_answers(one.call, **self.asks)
        save_answers(application=one, typed=typed, page=page, by=one.author)

    def invite(self, hero: Head) -> None:
        invite_co_author(
            application=self.row_of(hero),
            email=self.cast["co-author"].email,
            given_name="Wera",
            family_name="Współautorska",
            part=self.random.choice(list(Part.values)),
            by=self.cast["author"],
        )

    def ask_patron(self, hero: Head) -> None:
        ask_patron(
            application=self.row_of(hero),
            email=self.cast["patron"].email,
            given_name="Patrycja",
            family_name="Patronowa",
            by=self.cast["author"],
            at=clock.now(),
        )

    def ask_about_call(self) -> None:
        ask_question(
            call=Call.objects.get(pk=self.call.pk),
            topic="costs",
            text="Czy mogę kupić farbę?",
            email="",
            language="pl",
            by=self.cast["author"],
            at=clock.now(),
        )

    def appeal(self, hero: Head) -> None:
        grounds = "Ocena przeczy treści wniosku."
        row, by = self.row_of(hero), self.cast["author"]
        file_appeal(application=row, grounds=grounds, by=by, at=clock.now())

    def move_up(self) -> None:
        call, why = Call.objects.get(pk=self.call.pk), "Ktoś zrezygnował."
        move_up(call=call, reason=why, by=self.cast["staff"])

    def send_one(self, hero: Head) -> None:
        send_letter(application=self.row_of(hero), by=self.cast["staff"], seen=0)

    # --- judging ---------------------------------------------------------------------------------

    def acts_of_judging(self) -> Iterator[Step]:
        for name in ASSESSORS:
            yield Step("staff", f"asks the {name}", partial(self.ask, name), 1)
        yield Step("assessor", "assesses the rival", self.assess_rival, 2)
        for one in self.these(Assessment, "in_progress"):
            sheet = self.random.choice(SHEETS)
            yield Step("assessor", "fills the sheet", partial(self.fill, one, sheet), 3)
        yield Step("chair", "changes the points", self.change_points, 0.1)
        if not self.these(Meeting, "called", "open"):
            eager = 2 if self.call.needs_meeting else 0.05
            yield Step("chair", "calls the committee", self.call_meeting, eager)

    def ask(self, name: str) -> None:
        hero = self.hero_row()
        if hero.state != "admitted":
            raise MoveRefused(["There is nothing to assess."])
        live = hero.assessments.in_state("assigned", "in_progress", "submitted").count()
        if live >= hero.assessments_needed:
            raise MoveRefused(["Enough assess it."])
        wanted = {hero.pk: [self.cast[name].pk]}
        if not ask_assessors(
            call=hero.call, wanted=wanted, due_at=in_days(10), by=self.cast["staff"]
        ):
            raise MoveRefused(["They assess it already."])

    def assess_rival(self) -> None:
        """All of it in one step: it is not the rival's life that is walked."""
        rival = self.row_of(next(one for one in self.these(Application) if one.tag))
        if rival.state != "admitted":
            raise MoveRefused(["There is nothing to assess."])
        free = [self.cast[name] for name in ASSESSORS]
        done = set(rival.assessments.live().values_list("assessor", flat=True))
        missing = rival.assessments_needed - len(done)
        chosen = [one for one in free if one.pk not in done][:missing]
        if missing < 1 or len(chosen) < missing:
            raise MoveRefused(["Enough assess it."])
        wanted = {rival.pk: [one.pk for one in chosen]}
        for sheet in ask_assessors(
            call=rival.call, wanted=wanted, due_at=in_days(10), by=self.cast["staff"]
        ):
            sheet.declare_no_conflict(by=sheet.assessor, confirmed=True)
            hand_in_sheet(sheet, ("7", "4"))

    def fill(self, head: Head, points: tuple[str, str]) -> None:
        one = self.row_of(head)
        if one.sheet:
            raise MoveRefused(["It is filled."])
        typed = typed_sheet(one, points)
        save_sheet(assessment=one, typed=typed, seen=one.version, by=one.assessor)

    def change_points(self) -> None:
        call = Call.objects.get(pk=self.call.pk)
        change_ranking(
            application=self.hero_row(),
            kind="points",
            value=Decimal(self.random.choice([1, 15])),
            reason="Komisja oceniła inaczej.",
            votes=Votes(self.able(call), 0, 0),
            ranking=standing_of(call).digest(),
            by=self.cast["chair"],
            at=clock.now(),
        )

    def able(self, call: Call) -> int:
        """How many can vote just now."""
        meeting = Meeting.objects.filter(call=call, state="open").first()
        return len(sitting_of(meeting, standing_of(call)).voters) if meeting else 2

    def call_meeting(self) -> None:
        call = Call.objects.get(pk=self.call.pk)
        call_meeting(call=call, starts_at=in_days(1), place="Sala 12", by=self.cast["chair"])

    def acts_of_meeting(self, meeting: Meeting) -> Iterator[Step]:
        chair = self.cast["chair"]
        kept = {"meeting": meeting, "by": chair}
        for name in ("chair", "member"):
            come = partial(self.at_once, note_coming, kept, person=self.cast[name])
            yield Step(name, "comes to the meeting", come, 4)
            go = partial(self.at_once, note_going, kept, person=self.cast[name])
            yield Step(name, "goes home", go, 0.1)
        item = meeting.items.filter(ended_at=None).first()
        if item is None:
            up = partial(self.at_once, take_up, kept, application=None)
            yield Step("chair", "takes up what is left", up, 2)
            one = partial(self.at_once, take_up, kept, application=self.hero_row())
            yield Step("chair", "takes up the application", one, 0.5)
            return
        aside = partial(put_aside, **kept, at=clock.now())
        yield Step("chair", "puts the item aside", aside, 0.1)
        recuse = {"person": self.cast["member"], "reason": "Sąsiad."}
        leave = partial(self.at_once, recuse_from_item, kept, **recuse)
        yield Step("member", "leaves for the item", leave, 0.2)
        able = self.able(meeting.call)
        votes = self.random.choice([Votes(able, 0, 0), Votes(able, 0, 0), Votes(0, able, 0)])
        vote = partial(self.at_once, vote_on_item, kept, votes=votes)
        yield Step("chair", "has the committee vote", vote, 4)

    def at_once(self, action: Any, kept: dict[str, Any], **given: Any) -> None:
        """An action of the meeting, now."""
        action(**kept, **given, at=clock.now())

    def hero(self) -> Head | None:
        """The application whose lives these are; None before it is begun."""
        return next((one for one in reversed(self.these(Application)) if not one.tag), None)

    def hero_row(self) -> Application:
        """The same, read."""
        hero = self.hero()
        if hero is None:
            raise MoveRefused(["Nobody has begun."])
        row: Application = self.row_of(hero)
        return row
