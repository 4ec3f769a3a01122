"""What becomes of the demo's applications: assessed, decided, signed, paid, reported on, settled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cms.demo import changes, refunds
from cms.demo.cast import Cast
from cms.demo.grants import PROGRAMME, Stage, days_ago
from cms.demo.ideas import IDEAS
from cms.demo.numbers import invented_account
from finance.models import BudgetLine
from grants.actions.agreement import sign_agreement
from grants.actions.appeal import file_appeal
from grants.actions.assessment import save_sheet
from grants.actions.assignment import ask_assessors, desk_of, propose_assessors
from grants.actions.decision import decide_call
from grants.actions.payout import enter_account, record_payment
from grants.actions.ranking import standing_of
from grants.actions.report import enter_document, save_report
from grants.actions.signing import describe_parties, send_agreement
from grants.documents import agreement_papers
from grants.models import Agreement, Assessment, Call
from people.models import User
from programmes.models import Programme
from workflows import clock
from workflows.moves import SYSTEM
from workflows.roles import give_role

JUDGES = 5
FEW = 3  # everybody assesses everything there, so that severity can be told
EVIDENCE, EVIDENCE_BYTES = "zaswiadczenie-z-banku.pdf", b"%PDF-1.4\n%%EOF\n"
# Points on the four criteria, by the order of the applications; two assessors differ by a little.
MERITS = ((9, 9, 5, 4), (9, 8, 5, 3), (8, 8, 5, 3), (8, 7, 4, 3), (5, 5, 3, 1))
WORDS = (
    "Potrzeba dobrze opisana, poparta rozmowami z sąsiadami.",
    "Mieszkańcy decydują i pracują, nie tylko korzystają.",
    "Kosztorys oszczędny; warto dopisać, kto kupuje materiały.",
    "Opieka po zakończeniu ustalona na rok.",
)
DOUBTS = (
    "Potrzeba opisana ogólnie, trudno poznać skalę.",
    "Nie wiadomo, co naprawdę zależy od mieszkańców.",
    "Połowa kosztów to wynajem, bez uzasadnienia.",
    "Nie widać, co zostanie po projekcie.",
)
SELLERS = (
    "Ogrodnik Śląski, szkółka roślin",
    "Tartak Pod Borem",
    "Drukarnia Na Rogu",
    "Sklep Wszystko-do-Domu",
)


def play(cast: Cast, programmes: Mapping[str, Programme], calls: Mapping[str, Call]) -> None:
    """Decide and settle the first call, leave the second in the middle of assessment and a third to the chair."""
    stage = Stage(cast, programmes[PROGRAMME])
    decided(stage, Call.objects.get(pk=calls["inicjatywy-lokalne-1"].pk))
    being_assessed(stage, Call.objects.get(pk=calls["inicjatywy-lokalne-2"].pk))
    waits_for_chair(stage)


# --- assessment ----------------------------------------------------------------------------------


def name_judges(stage: Stage, call: Call, number: int = JUDGES) -> list[User]:
    """Make the first `number` assessors of the cast assessors of `call`."""
    judges = stage.cast.assessors[:number]
    for judge in judges:
        give_role(judge, "assessor", call, by=stage.staff)
    return judges


def ask_everybody(stage: Stage, call: Call, when: datetime) -> list[Assessment]:
    """Ask whom Tandem proposes: the load even, nobody tied to an applicant."""
    with clock.at(when):
        wanted = propose_assessors(desk_of(call))
        return ask_assessors(
            call=call, wanted=wanted, due_at=when + timedelta(days=10), by=stage.staff
        )


def declare(assessment: Assessment, when: datetime) -> None:
    """The assessor has no conflict and opens the application."""
    with clock.at(when):
        assessment.declare_no_conflict(by=assessment.assessor, confirmed=True)


def type_in(
    assessment: Assessment, merits: tuple[int, ...], when: datetime, *, half: Decimal
) -> None:
    """Type points and words; `half` shifts the first criterion, so that two sheets differ."""
    criteria = list(assessment.application.call.criteria.all())
    typed: dict[str, Any] = {}
    for place, (criterion, points) in enumerate(zip(criteria, merits, strict=False)):
        given = Decimal(points) + (half if place == 0 else 0)
        words = WORDS if points * 2 > criterion.maximum else DOUBTS
        typed[criterion.key] = {"points": str(given).replace(".", ","), "comment": words[place]}
    with clock.at(when):
        save_sheet(
            assessment=assessment, typed=typed, seen=assessment.version, by=assessment.assessor
        )


def assess(
    assessment: Assessment, merits: tuple[int, ...], when: datetime, *, half: Decimal
) -> None:
    """From the declaration to the finished sheet in one evening."""
    declare(assessment, when)
    type_in(assessment, merits, when + timedelta(hours=1), half=half)
    with clock.at(when + timedelta(hours=2)):
        assessment.submit(by=assessment.assessor)


def assess_everything(
    call: Call, asked: list[Assessment], first_day: int, *, strict: User | None = None
) -> None:
    """Hand in every sheet of `asked`, one a day from `first_day` days ago on.

    Whoever is `strict` gives a point less on each criterion, as the work of the assessors then shows.
    """
    order = list(call.applications.in_state("admitted").in_order_of_number())
    for number, assessment in enumerate(asked):
        merits: tuple[int, ...] = MERITS[order.index(assessment.application) % len(MERITS)]
        if assessment.assessor == strict:
            merits = tuple(max(0, points - 1) for points in merits)
        half = Decimal("0.5") if number % 2 else Decimal(0)
        assess(assessment, merits, days_ago(first_day - number // 2, 18), half=half)


def being_assessed(stage: Stage, call: Call) -> None:
    """One assessment in each state: asked, begun, handed in, handed back."""
    judges = name_judges(stage, call)
    with clock.at(days_ago(10)):
        desk = desk_of(call)
        free = {
            one.pk: [judge for judge in judges if judge.pk in desk.free_for(one)]
            for one in desk.applications
        }
        wanted = {one.pk: [judge.pk for judge in free[one.pk][:2]] for one in desk.applications}
        asked = ask_assessors(call=call, wanted=wanted, due_at=days_ago(-4, 20), by=stage.staff)
    first, second, third, fourth, *rest = asked
    assess(second, MERITS[1], days_ago(6, 19), half=Decimal("0.5"))
    declare(third, days_ago(3))
    type_in(third, MERITS[2][:2], days_ago(2, 20), half=Decimal(0))
    with clock.at(days_ago(5)):
        fourth.recuse(
            by=fourth.assessor, reason="Pracowałam z tą grupą przy wcześniejszym projekcie."
        )
    for number, assessment in enumerate(rest):
        assess(assessment, MERITS[0], days_ago(4 - number, 17), half=Decimal("0.5") * number)
    del first  # waits for its assessor's declaration


def waits_for_chair(stage: Stage) -> None:
    """A call with every sheet in: the chair opens the ranking and decides."""
    call = stage.opened(
        stage.call(
            5,
            opens=96,
            closes=66,
            pl="lato",
            en="summer",
            pool=Decimal("25000.00"),
            assessments_needed=FEW,
        )
    )
    authors = stage.cast.applicants
    rows = [
        stage.submit(call, authors[17 + place], IDEAS[(5, 8, 10, 11)[place]], days_ago(80 - place))
        for place in range(4)
    ]
    with clock.at(call.closes_at):
        call.close(by=SYSTEM, at=call.closes_at)
    for application in rows:
        stage.admit(application, days_ago(60))
    with clock.at(days_ago(52)):
        call.start_assessment(by=stage.staff)
    judges = name_judges(stage, call, FEW)
    asked = ask_everybody(stage, call, days_ago(50))
    assess_everything(call, asked, first_day=45, strict=judges[0])


# --- decision, agreements, settlements -----------------------------------------------------------


def decided(stage: Stage, call: Call) -> None:
    """Three local initiatives got about 10 000 PLN each: one is settled, one reported, one corrects its report."""
    name_judges(stage, call)
    assess_everything(call, ask_everybody(stage, call, days_ago(194)), first_day=191)
    call.refresh_from_db()
    with clock.at(days_ago(182)):
        decide_call(
            call=call,
            by=stage.cast.chair,
            seen=call.version,
            ranking=standing_of(call).digest(),
            note="Komisja przyjęła ranking bez zmian. Pula wystarczyła na trzy wnioski.",
        )
    published_and_contested(stage, call)
    returned, settled, reported = Agreement.objects.filter(call=call).order_by("ordinal")
    for agreement in (returned, settled, reported):
        pay_out(stage, agreement)
    changes.play(stage, returned)
    report(settled, days_ago(84), share=Decimal(1))
    refunds.play(stage, settled)
    report(reported, days_ago(20), share=Decimal("0.94"))
    report(returned, days_ago(24), share=Decimal(1))
    send_back(stage, returned)


def published_and_contested(stage: Stage, call: Call) -> None:
    """The lists are open; whoever ended below the threshold appealed, and the chair answered with reasons."""
    with clock.at(days_ago(181)):
        call.refresh_from_db()
        call.publish_results(by=stage.staff)
    contested = call.applications.filter(decline_reason="below_threshold").first()
    if contested is None:
        return
    with clock.at(days_ago(180)):
        appeal = file_appeal(
            application=contested,
            grounds="W kryterium „Koszty” jest mowa o wynajmie, którego w naszym kosztorysie nie ma.",
            by=contested.author,
            at=clock.now(),
        )
    with clock.at(days_ago(176)):
        appeal.dismiss(
            by=stage.cast.chair,
            answer="Wynajem jest w trzeciej pozycji kosztorysu. Bez niego punktów też byłoby za mało.",
        )


def pay_out(stage: Stage, agreement: Agreement) -> None:
    """Sent to be signed the day after the decision, signed two days later, paid a week after that."""
    send_out(stage, agreement, days_ago(181))
    with clock.at(days_ago(178)):
        sign_agreement(
            agreement=agreement,
            by=stage.staff,
            seen=agreement.version,
            number=agreement.number,
            signed_on=days_ago(179).date(),
        )
    name_account(stage, agreement, days_ago(178, 14), confirmed=days_ago(175))
    with clock.at(days_ago(172)):
        record_payment(agreement=agreement, paid_on=days_ago(172).date(), by=stage.staff)


def name_account(
    stage: Stage, agreement: Agreement, when: datetime, *, confirmed: datetime | None = None
) -> None:
    """The grantee names an account with evidence; two people confirm it, or it waits for them."""
    application = agreement.application
    with clock.at(when):
        account = enter_account(
            agreement=agreement,
            number=invented_account(agreement.pk),
            owner=application.applicant or str(application.author),
            evidence=SimpleUploadedFile(EVIDENCE, EVIDENCE_BYTES),
            by=application.author,
        )
    if confirmed is not None:
        with clock.at(confirmed):
            account.check_first(by=stage.staff)
            account.confirm(by=stage.cast.finance)


def send_out(stage: Stage, agreement: Agreement, when: datetime) -> None:
    """Staff say who signs for each side and send the agreement with its papers."""
    signs = str(agreement.application.author)
    given = {
        party.pk: {
            "represented_by": "Anna Wrona, kierowniczka" if party.capacity == "operator" else signs
        }
        for party in agreement.signatories.all()
        if party.needs_representative
    }
    with clock.at(when):
        describe_parties(agreement=agreement, given=given, by=stage.staff, seen=agreement.version)
        papers = agreement_papers(agreement)
        send_agreement(agreement=agreement, papers=papers, by=stage.staff, seen=agreement.version)


def report(agreement: Agreement, when: datetime, *, share: Decimal) -> None:
    """Write the report, enter a document for each cost and hand it in; `share` of each cost was spent."""
    author, first = agreement.application.author, agreement.starts_on or when.date()
    lines = BudgetLine.objects.filter(budget__in=agreement.budgets.all(), source="grant")
    with clock.at(when - timedelta(hours=3)):
        for place, line in enumerate(lines):
            spent = (line.amount * share).quantize(Decimal("0.01"))
            enter_document(
                agreement=agreement,
                line=line,
                amount=spent,
                by=author,
                number=f"FV {agreement.ordinal}{place + 1}/{when.year}",
                issued_on=first + timedelta(days=10 + place),
                paid_on=first + timedelta(days=12 + place),
                seller_name=SELLERS[place % len(SELLERS)],
                gross=spent,
                purpose=line.name,
            )
        save_report(
            agreement=agreement,
            typed=words_of(agreement),
            seen=agreement.report.version,
            by=author,
            at=when,
        )
    with clock.at(when):
        agreement.hand_in_report(by=author)


def words_of(agreement: Agreement) -> dict[str, str]:
    """What the grantee types into the report."""
    return {
        "done": (
            f"Projekt „{agreement.title_line}” jest skończony. Spotkaliśmy się cztery razy, dwa razy pracowaliśmy "
            "wspólnie w terenie. Plan zmienił się w jednym miejscu: na prośbę sąsiadów przesunęliśmy termin o tydzień."
        ),
        "lessons": "Następnym razem wcześniej ustalimy, kto kupuje materiały.",
        "participants": str(48 + 13 * agreement.ordinal),
        "volunteers": str(9 + agreement.ordinal),
        "own_contribution": "450,00",
    }


def send_back(stage: Stage, agreement: Agreement) -> None:
    """The grantee has a few days to correct two things."""
    with clock.at(days_ago(4)):
        agreement.return_report(
            by=stage.staff,
            reasons="1. Dołącz dwa zdjęcia z prac.\n2. Napisz, ile osób pomagało przy montażu.",
            due_at=days_ago(-6, 23),
        )
