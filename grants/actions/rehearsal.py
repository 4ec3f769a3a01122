"""A call played through before it opens, with invented applicants; nothing of it is kept and no letter leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.models import Application, Assessment, Call, Meeting, Minutes
from grants.rules import call as rules
from grants.rules.advice import advice_on
from grants.rules.declaring import parties_in, yet_to_tick
from grants.rules.invented import Inventor
from grants.rules.lot import lacks_seed
from grants.rules.patron import needs_patron
from grants.rules.soundness import Finding, findings_of
from people.models import Person, User
from questionnaires.forms import Page
from workflows import clock
from workflows.errors import MoveRefused, NotFromHere, NotYours
from workflows.moves import SYSTEM
from workflows.outbox import silence
from workflows.roles import give_role, holders

from .afterwards import Afterwards
from .appeal import file_appeal
from .application import save_answers, start_application, submit_application
from .assessment import save_sheet
from .assignment import ask_assessors
from .casting import COMMITTEE, missing_people
from .committee import Votes
from .decision import decide_call
from .desk import ASSESSOR, desk_of
from .formal import Finding as Mark
from .formal import record_findings
from .letters import send_letters
from .listing import declare_ties
from .meeting import call_meeting, note_coming, take_up, vote_on_item
from .minutes import send_minutes
from .patron import ask_patron
from .proposing import propose_assessors
from .ranking import standing_of

HOUR = timedelta(hours=1)
ROUNDS = 3  # two assessments and, where two differ too much, the third
Step = tuple[str, str, Callable[[], None]]


@dataclass
class Rehearsal:
    """What a rehearsal showed: steps that went through, what stops the call, what is worth a second look."""

    steps: list[str] = field(default_factory=list)
    stuck: list[Finding] = field(default_factory=list)
    advice: list[Finding] = field(default_factory=list)

    @property
    def went_through(self) -> bool:
        """Whether the call reached its end with nothing in the way."""
        return not self.stuck


def rehearse_call(*, call: Call, by: Any) -> Rehearsal:
    """Play `call`, which is in preparation, from its opening to its end, and undo everything.

    Raises NotYours, and NotFromHere once the call is open.
    """
    if not rules.can_edit(by, call):
        raise NotYours(rules.can_edit.why_not(by, call))
    if call.state != Call.States.DRAFT:
        raise NotFromHere([_("A call is rehearsed before it opens.")])
    shown = Rehearsal(stuck=findings_of(call))
    people = holders(ASSESSOR, call)
    shown.advice = advice_on(call, assessors=len(people), expected=_received_last_time(call))
    shown.stuck += missing_people(call)
    with transaction.atomic(), silence(_("Rehearsal")):
        if not findings_of(call):
            Play(call, by, shown).run()
        transaction.set_rollback(True)
    return shown


def _received_last_time(call: Call) -> int | None:
    before = Call.objects.filter(activity=call.activity_id, closes_at__lt=call.opens_at)
    last = before.with_counts().order_by("-closes_at").first()
    return last.received if last else None


class Play:
    """One rehearsal on its way."""

    def __init__(self, call: Call, by: Any, shown: Rehearsal) -> None:
        self.call, self.by, self.shown = call, by, shown
        self.now = max(clock.now(), call.opens_at)
        self.applications: list[Application] = []
        self.invented = 0

    def run(self) -> None:
        """Step by step, until the end or until a step is refused."""
        if self.went(self.until_the_decision()):
            rest = Afterwards(self, self.applications[0])
            self.went([*rest.steps(), self.end(rest)])

    def until_the_decision(self) -> list[Step]:
        """From the opening to the letters."""
        return [
            ("dates", _("The call opens."), self.open),
            ("form", _("Invented applicants fill the form in and submit it."), self.apply),
            ("dates", _("The call closes."), self.close),
            (
                "formal",
                _("The formal check admits them and rejects one after its correction."),
                self.check,
            ),
            (COMMITTEE, _("Assessors are asked, declare and give points."), self.assess),
            ("criteria", _("The committee decides."), self.decide),
        ]

    def end(self, rest: Afterwards) -> Step:
        """The last step."""
        return ("duties", _("Agreements end and the call is finished."), lambda: self.finish(rest))

    def went(self, steps: Iterable[Step]) -> bool:
        """Play `steps` until one is refused; whether all went through."""
        for chapter, label, step in steps:
            try:
                with transaction.atomic(), clock.at(self.now):
                    step()
            except MoveRefused as refusal:
                self.shown.stuck += [Finding(chapter, one) for one in refusal.sentences]
                return False
            self.shown.steps.append(label)
            self.now += HOUR
        return True

    def fresh(self) -> Call:
        """The call as it is now."""
        return Call.objects.get(pk=self.call.pk)

    def somebody(self) -> User:
        """An invented account with a person behind it, at an address of its own."""
        self.invented += 1
        email = f"osoba@proba-{self.call.pk}-{self.invented}.invalid"
        user: User = User.objects.create_user(email, name=f"Osoba Próbna {self.invented}")
        Person.objects.create(
            given_name="Osoba", family_name=f"Próbna {self.invented}", email=email, user=user
        )
        return user

    def holder(self, role: str) -> User:
        """Who holds `role` on the call; somebody invented when nobody does."""
        held = holders(role, self.call)
        if held:
            return held[0]
        user = self.somebody()
        give_role(user, role, self.call, by=None)
        return user

    def open(self) -> None:
        """From here on the call takes applications."""
        self.fresh().open_call(by=self.by)

    def apply(self) -> None:
        """One application of each kind that may apply, at least three, and one that will fail the formal check."""
        kinds = list(self.call.who_may_apply)
        for number in range(max(len(kinds), 3) + 1):
            self.applications.append(self._submitted(kinds[number % len(kinds)], number))

    def _submitted(self, kind: str, number: int) -> Application:
        author = self.somebody()
        draft = start_application(call=self.fresh(), by=author)
        typed = Inventor(self.call, kind, number).answers(draft.questions())
        save_answers(
            application=draft, typed=typed, page=Page(draft.answers.version, ""), by=author
        )
        draft = Application.objects.select_related("call", "answers", "author").get(pk=draft.pk)
        if missing := draft.missing():
            raise MoveRefused([f"„{one.label}”: {one.sentence}" for one in missing])
        if needs_patron(draft):
            self._confirmed_by_patron(draft)
        submit_application(
            application=draft,
            by=author,
            at=self.now,
            seen=draft.version,
            answers_seen=draft.answers.version,
        )
        return Application.objects.select_related("call").get(pk=draft.pk)

    def _confirmed_by_patron(self, draft: Application) -> None:
        self.invented += 1
        asked = ask_patron(
            application=draft,
            email=f"patron@proba-{self.call.pk}-{self.invented}.invalid",
            given_name="Osoba",
            family_name=f"Próbna {self.invented}",
            by=draft.author,
            at=self.now,
        )
        asked.confirm(by=asked.user, capacity=_("Rehearsal"), agreed=True)

    def close(self) -> None:
        """The clock closes the call."""
        self.now = max(self.call.closes_at, self.now)
        with clock.at(self.now):
            self.fresh().close(by=SYSTEM)

    def check(self) -> None:
        """Everything on the formal card is in order, but with the last one."""
        rejected = self.applications.pop()
        marks = {item.pk: Mark(passed=True) for item in self.call.checklist.all()}
        for application in self.applications:
            record_findings(application=application, findings=marks, by=self.by)
            application.admit(by=self.by)
        self.reject(rejected)
        self.fresh().start_assessment(by=self.by)

    def reject(self, application: Application) -> None:
        """Returned, corrected, rejected all the same; its appeal, where the call has one, is dismissed."""
        author = application.author
        application.return_for_correction(
            by=self.by, reasons=_("Rehearsal"), due_at=self.now + 24 * HOUR
        )
        application = Application.objects.select_related("call", "answers").get(pk=application.pk)
        submit_application(
            application=application,
            by=author,
            at=self.now,
            seen=application.version,
            answers_seen=application.answers.version,
        )
        again = Application.objects.select_related("call").get(pk=application.pk)
        again.reject_formally(by=self.by, grounds=_("Rehearsal"))
        if self.call.formal_appeal_days:
            appeal = file_appeal(application=again, grounds=_("Rehearsal"), by=author, at=self.now)
            appeal.dismiss(by=self.by, answer=_("Rehearsal"))

    def assess(self) -> None:
        """The first application gets every point, the second opposite ones, the others half."""
        while len(holders(ASSESSOR, self.call)) < self.call.assessments_needed + 1:
            give_role(self.somebody(), ASSESSOR, self.call, by=None)
        self.tick_nothing()
        for _round in range(ROUNDS):
            proposal = propose_assessors(desk_of(self.fresh()))
            if proposal.sentences:
                raise MoveRefused(proposal.sentences)
            ask_assessors(call=self.fresh(), wanted=proposal.wanted, due_at=None, by=self.by)
            for sheet in self._open_sheets():
                self._fill(sheet)

    def tick_nothing(self) -> None:
        """In a blind call the assessors go through the list of parties first."""
        call = self.fresh()
        seen = [key for key, _label in parties_in(call)]
        for one in yet_to_tick(call):
            declare_ties(call=call, ticked=[], seen=seen, by=one, at=clock.now())

    def _open_sheets(self) -> list[Assessment]:
        asked = Assessment.objects.in_call(self.call).in_state("assigned")
        return list(asked.select_related("application__call", "assessor").order_by("pk"))

    def _fill(self, sheet: Assessment) -> None:
        by = sheet.assessor
        sheet.declare_no_conflict(by=by, confirmed=True)
        typed = {
            one.key: {"points": str(self._points(sheet, one.maximum)), "comment": "Próba."}
            for one in self.call.criteria.all()
        }
        save_sheet(assessment=sheet, typed=typed, seen=sheet.version, by=by)
        sheet.submit(by=by)

    def _points(self, sheet: Assessment, most: Any) -> Any:
        place = [one.pk for one in self.applications].index(sheet.application_id)
        if place == 0:
            return most
        if place == 1:
            handed_in = sheet.application.assessments.filter(state="submitted").count()
            return 0 if handed_in % 2 else most
        return int(most / 2)

    def decide(self) -> None:
        """The chair decides, staff send the letters; an application with every point has to get a grant."""
        chair = self.holder("chair")
        self.fill_committee(chair)
        if lacks_seed(self.call):
            self.fresh().write_seed(by=self.by, seed=_("Rehearsal"))
        call = self.fresh()
        meeting = self.meet(call, chair) if call.needs_meeting else None
        ranking = standing_of(call).digest()
        decide_call(call=call, by=chair, seen=call.version, ranking=ranking)
        if meeting:
            self.sign_minutes(meeting, chair)
        decided = self.fresh()
        send_letters(call=decided, by=self.by, seen=decided.version, at=self.now)
        best = Application.objects.get(pk=self.applications[0].pk)
        if best.state != Application.States.FUNDED:
            raise MoveRefused([_("Even an application with every point gets no grant.")])

    def fill_committee(self, chair: User) -> None:
        """Whoever lacks for the committee and the quorum that the call asks for is invented."""
        call = self.call
        voting = {chair, *(one for role in rules.VOTING for one in holders(role, call))}
        for _missing in range(max(call.committee_min, call.quorum) - len(voting)):
            give_role(self.somebody(), "member", call, by=None)

    def meet(self, call: Call, chair: User) -> Meeting:
        """The committee meets and carries the whole list in one act."""
        meeting = call_meeting(call=call, starts_at=self.now, place=_("Rehearsal"), by=chair)
        meeting.open_meeting(by=chair)
        voting = [one for role in rules.VOTING for one in holders(role, call)]
        for person in dict.fromkeys(voting):
            note_coming(meeting=meeting, person=person, by=chair, at=self.now)
        item = take_up(meeting=meeting, application=None, by=chair, at=self.now)
        able = len(set(voting)) - item.recusals.count()
        vote_on_item(meeting=meeting, votes=Votes(able, 0, 0), by=chair, at=self.now)
        return meeting

    def sign_minutes(self, meeting: Meeting, chair: User) -> None:
        """The meeting is closed and everybody who was there signs: letters wait for it."""
        meeting.close_meeting(by=chair)
        minutes = Minutes.objects.get(meeting=meeting)
        # the words of the paper play no part: it goes with the rehearsal
        send_minutes(minutes=minutes, content=[], by=chair, seen=minutes.version, at=self.now)
        for presence in meeting.presences.order_by("pk"):
            minutes.confirm(by=presence.person, digest=minutes.digest)

    def finish(self, rest: Afterwards) -> None:
        """Every agreement ends, then the call does."""
        rest.end_the_others()
        self.fresh().finish(by=self.by)
