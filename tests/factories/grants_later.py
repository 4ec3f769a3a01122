"""Assessments, decisions, agreements and reports for tests, brought to a state by the real moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from finance.models import BudgetLine
from grants.actions.agreement import sign_agreement
from grants.actions.answering import save_words
from grants.actions.assessment import save_sheet
from grants.actions.assignment import ask_assessors
from grants.actions.committee import Votes
from grants.actions.decision import decide_call
from grants.actions.letters import send_letters
from grants.actions.meeting import (
    call_meeting,
    note_coming,
    recuse_from_item,
    take_up,
    vote_on_item,
)
from grants.actions.minutes import send_minutes
from grants.actions.payout import enter_account, record_payment
from grants.actions.ranking import standing_of
from grants.actions.register import enter_document
from grants.actions.signing import describe_parties, send_agreement
from grants.actions.sitting import sitting_of
from grants.documents.minutes import draft_content
from grants.models import Agreement, Application, Assessment, Call, Meeting, Minutes
from questionnaires.forms import Page
from tests.factories.grants import chair_of, close, make_application, make_call, staff_of
from tests.factories.people import make_user
from tests.remembering import remembered
from workflows import clock
from workflows.roles import give_role, holders

ACCOUNT = "61109010140000071219812874"  # the number with which banks explain IBAN
DONE = "Zbiliśmy ławkę pod lipą w dwie soboty. Przyszło trzydzieści osób, a ławka stoi i jest używana codziennie."
REPORT = {
    "done": DONE,
    "lessons": "",
    "participants": "30",
    "volunteers": "7",
    "things": "100,00",
}


@remembered
def make_judged_call(*requested: str, **fields: Any) -> Call:
    """A call in assessment with one admitted application for each of the amounts `requested`."""
    call = make_call("open", **fields)
    for amount in requested or ("5000.00",):
        make_application(call, "admitted", requested=amount)
    close(call)
    call.start_assessment(by=staff_of(call))
    return call


@remembered
def make_assessor(call: Call, name: str = "Ocena Bezstronna") -> Any:
    """Somebody with the role of assessor in `call`."""
    user = make_user(name)
    give_role(user, "assessor", call, by=None)
    return user


def applications_of(call: Call) -> list[Application]:
    """The admitted applications of `call` by number."""
    return list(call.applications.in_state("admitted").in_order_of_number())


def ask(application: Application, assessor: Any, **fields: Any) -> Assessment:
    """Ask `assessor`, by the action that staff use."""
    call = application.call
    ask_assessors(
        call=call,
        wanted={application.pk: [assessor.pk]},
        due_at=fields.pop("due_at", call.closes_at.replace(year=2099)),
        by=staff_of(call),
    )
    return Assessment.objects.get(application=application, assessor=assessor, state="assigned")


@remembered
def make_assessment(
    state: str = "assigned", *, call: Call | None = None, assessor: Any = None
) -> Assessment:
    """An assessment in one of its states, of the first admitted application of `call`."""
    call = call or make_judged_call()
    assessment = ask(applications_of(call)[0], assessor or make_assessor(call))
    by = assessment.assessor
    if state in {"in_progress", "submitted"}:
        assessment.declare_no_conflict(by=by, confirmed=True)
    if state == "submitted":
        hand_in_sheet(assessment)
    if state == "recused":
        assessment.recuse(by=by, reason="Znam autorkę.")
    if state == "declined":
        assessment.decline(by=by, note="Nie zdążę.")
    if state == "cancelled":
        assessment.cancel(by=staff_of(call), note="Już niepotrzebna.")
    return assessment


def typed_sheet(assessment: Assessment, points: Sequence[str] = ("8", "4,5")) -> dict[str, Any]:
    """A complete sheet as typed, `points` in the order of the criteria."""
    keys = [one.key for one in assessment.application.call.criteria.all()]
    return {
        key: {"points": given, "comment": "Dobrze opisane."}
        for key, given in zip(keys, points, strict=True)
    }


def hand_in_sheet(assessment: Assessment, points: Sequence[str] = ("8", "4,5")) -> None:
    """Type a complete sheet and hand it in."""
    by = assessment.assessor
    save_sheet(
        assessment=assessment,
        typed=typed_sheet(assessment, points),
        seen=assessment.version,
        by=by,
    )
    assessment.submit(by=by)


def assess(application: Application, *sheets: Sequence[str]) -> None:
    """Have `application` assessed by as many new assessors as there are `sheets`."""
    for points in sheets:
        assessment = ask(application, make_assessor(application.call))
        assessment.declare_no_conflict(by=assessment.assessor, confirmed=True)
        hand_in_sheet(assessment, points)


@remembered
def make_assessed_call(*rows: tuple[str, Sequence[str], Sequence[str]], **fields: Any) -> Call:
    """A call in which everything is assessed; each row is (requested, one sheet, another sheet)."""
    rows = rows or (("5000.00", ("8", "4"), ("9", "4")),)
    call = make_judged_call(*[row[0] for row in rows], **fields)
    for application, row in zip(applications_of(call), rows, strict=True):
        assess(application, *row[1:])
    return Call.objects.get(pk=call.pk)


def decide_only(call: Call, *, by: Any = None, note: str = "") -> None:
    """Let the chair decide on the ranking as it stands; nobody is told."""
    chair = by or chair_of(call)
    decide_call(
        call=call, by=chair, seen=call.version, ranking=standing_of(call).digest(), note=note
    )


def send_all(call: Call, *, wordless: bool = False) -> int:
    """Let staff send every letter about the result."""
    fresh = Call.objects.get(pk=call.pk)
    return send_letters(
        call=fresh, by=staff_of(fresh), seen=fresh.version, at=clock.now(), wordless=wordless
    )


def decide(call: Call, *, by: Any = None, note: str = "") -> None:
    """Let the chair decide and staff tell every applicant."""
    decide_only(call, by=by, note=note)
    send_all(call)
    call.refresh_from_db()


@remembered
def make_agreement(state: str = "prepared", **fields: Any) -> Agreement:
    """An agreement about a grant of 5 000 PLN, in one of the states up to its settlement.

    The project runs from yesterday on, unless `fields` say otherwise. `tranches`: percent and condition of each part; left out, all of it once it is signed.
    """
    tranches = fields.pop("tranches", ())
    fields.setdefault("eligible_from", clock.today() - timedelta(days=2))
    call = make_assessed_call(**fields)
    for place, (percent, condition) in enumerate(tranches):
        call.tranches.create(position=place, percent=percent, condition=condition)
    decide(call)
    agreement = Agreement.objects.get(call=call)
    if state != "prepared":
        sign(agreement)
    if state not in {"prepared", "signed"}:
        pay(agreement)
    if state not in {"prepared", "signed", "paid"}:
        hand_in_report(agreement, spent="4500.00" if state == "refund_due" else "5000.00")
    _judge(agreement, state)
    return Agreement.objects.get(pk=agreement.pk)


def _judge(agreement: Agreement, state: str) -> None:
    staff = staff_of(agreement.call)
    if state == "returned":
        agreement.return_report(
            by=staff, reasons="Dołącz zdjęcie.", due_at=clock.now().replace(year=2099)
        )
    elif state == "settled":
        agreement.settle(by=staff, accepted=agreement.amount)
    elif state == "refund_due":
        agreement.ask_for_refund(by=staff, accepted=Decimal("4500.00"))


def sign(agreement: Agreement, **typed: Any) -> None:
    """Record the signing, today."""
    sign_agreement(
        agreement=agreement,
        by=staff_of(agreement.call),
        seen=agreement.version,
        number=agreement.number,
        signed_on=clock.today(),
        scan=SimpleUploadedFile("umowa-podpisana.pdf", b"%PDF-1.4\n%%EOF\n"),
        **typed,
    )


def second_keeper(agreement: Agreement) -> Any:
    """Somebody else who keeps the programme's money."""
    held = holders("finance", agreement.programme)
    if held:
        return held[0]
    user = make_user("Fina Liczykrupa")
    give_role(user, "finance", agreement.programme, by=None)
    return user


def name_account(agreement: Agreement, number: str = ACCOUNT) -> Any:
    """The grantee names the account and attaches evidence."""
    return enter_account(
        agreement=agreement,
        number=number,
        owner="Sąsiedzi z Lipowej",
        evidence=SimpleUploadedFile("potwierdzenie.pdf", b"%PDF-1.4\n%%EOF\n"),
        by=agreement.application.author,
    )


def confirm_account(agreement: Agreement) -> Any:
    """Two people confirm the account, so that it can be paid to."""
    account = name_account(agreement)
    account.check_first(by=staff_of(agreement.call))
    account.confirm(by=second_keeper(agreement))
    return account


def pay(agreement: Agreement) -> None:
    """Record the payment to a confirmed account, today."""
    confirm_account(agreement)
    record_payment(agreement=agreement, paid_on=clock.today(), by=staff_of(agreement.call))


def enter(agreement: Agreement, amount: str = "5000.00", **fields: Any) -> Any:
    """Enter a document whose whole amount the first line of the grant carries."""
    line = BudgetLine.objects.filter(budget__in=agreement.budgets.all(), source="grant").first()
    given = {
        "number": "FV 1/2026",
        "issued_on": clock.today(),
        "paid_on": clock.today(),
        "seller_name": "Tartak Pod Borem",
        "gross": Decimal(amount),
        "purpose": "Deski",
    } | fields
    return enter_document(
        agreement=agreement,
        line=line,
        amount=Decimal(amount),
        by=agreement.application.author,
        **given,
    )


def hand_in_report(agreement: Agreement, *, spent: str | None = "5000.00") -> None:
    """Write a complete report with one document (None: with what is entered) and hand it in."""
    by = agreement.application.author
    if spent is not None:
        enter(agreement, spent, number=f"FV {agreement.pk}/2026")
    write_report(agreement)
    agreement.hand_in_report(by=by)


def write_report(agreement: Agreement) -> None:
    """Answer every question of the final report."""
    report = agreement.report
    page = Page(report.answers.version, "test")
    save_words(report=report, typed=REPORT, page=page, by=agreement.application.author)


def send(agreement: Agreement) -> None:
    """Name who signs for each side and send the agreement out, with its papers."""
    staff = staff_of(agreement.call)
    given = {party.pk: {"represented_by": "Jan Podpis"} for party in agreement.signatories.all()}
    describe_parties(agreement=agreement, given=given, by=staff, seen=agreement.version)
    send_agreement(
        agreement=agreement,
        papers=[("umowa.pdf", b"%PDF-1.4\n%%EOF\n")],
        by=staff,
        seen=agreement.version,
    )


@remembered
def make_member(call: Call, role: str = "member", name: str = "Członka Komisji") -> Any:
    """Somebody with that role on the committee of `call`."""
    user = make_user(name)
    give_role(user, role, call, by=None)
    return user


@remembered
def make_meeting(call: Call, state: str = "open", *, members: int = 2) -> Meeting:
    """A meeting of the committee with its chair and `members`, in one of the states up to its end."""
    chair = chair_of(call)
    people = [chair, *(make_member(call, name=f"Członka {n} Komisji") for n in range(members))]
    meeting = call_meeting(call=call, starts_at=clock.now(), place="Sala 12", by=chair)
    if state == "called":
        return meeting
    meeting.open_meeting(by=chair)
    for person in people:
        note_coming(meeting=meeting, person=person, by=chair, at=clock.now())
    if state == "closed":
        carry(meeting, None)
        meeting.close_meeting(by=chair)
    return meeting


@remembered
def make_minutes(call: Call, state: str = "drafted", *, meeting: Meeting | None = None) -> Minutes:
    """The minutes of the meeting at which `call` was decided, in one of their states up to the signatures.

    Once they are signed, every letter about the result has gone.
    """
    meeting = meeting or make_meeting(call)
    if not meeting.items.exists():
        carry(meeting, None)
    decide_only(Call.objects.get(pk=call.pk))
    meeting.close_meeting(by=chair_of(call))
    minutes = Minutes.objects.get(meeting=meeting)
    if state == "drafted":
        return minutes
    send_minutes(
        minutes=minutes,
        content=draft_content(minutes),
        by=chair_of(call),
        seen=minutes.version,
    )
    if state == "signed":
        for one in meeting.presences.select_related("person"):
            minutes.confirm(by=one.person, digest=minutes.digest)
        send_all(call)
    return minutes


def carry(
    meeting: Meeting, application: Application | None, *, out: tuple[Any, str] | None = None
) -> Any:
    """Take `application` (or what is left) up; everybody who can vote is for it; `out`: who leaves, and why."""
    chair, now = chair_of(meeting.call), clock.now()
    take_up(meeting=meeting, application=application, by=chair, at=now)
    if out:
        recuse_from_item(meeting=meeting, person=out[0], reason=out[1], by=chair, at=now)
    able = len(sitting_of(meeting, standing_of(meeting.call)).voters)
    return vote_on_item(meeting=meeting, votes=Votes(able, 0, 0), by=chair, at=now)
