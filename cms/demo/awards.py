"""What becomes of the demo's applications: assessed, decided, signed, paid, reported on, settled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from cms.demo import blind, changes, refunds, register
from cms.demo.assessing import (
    ask_everybody,
    assess_everything,
    being_assessed,
    name_judges,
    waits_for_chair,
)
from cms.demo.cast import Cast
from cms.demo.days import days_ago
from cms.demo.grants import PROGRAMME, Stage
from cms.demo.numbers import invented_account, invented_nip
from cms.demo.papers import paper, photograph
from cms.demo.telling import decide_and_tell, waits_for_letters
from finance.models import BudgetLine
from grants.actions.agreement import sign_agreement
from grants.actions.answering import attach_to_report, save_words
from grants.actions.appeal import file_appeal
from grants.actions.payout import enter_account, record_payment
from grants.actions.register import enter_document
from grants.actions.signing import describe_parties, send_agreement
from grants.documents import agreement_papers
from grants.models import Agreement, Call
from programmes.models import Programme
from questionnaires.forms import Page
from workflows import clock

SELLERS = (
    "Ogrodnik Śląski, szkółka roślin",
    "Tartak Pod Borem",
    "Drukarnia Na Rogu",
    "Sklep Wszystko-do-Domu",
)


def play(cast: Cast, programmes: Mapping[str, Programme], calls: Mapping[str, Call]) -> None:
    """Decide and settle the first call, leave the second in the middle of assessment, a third to the chair, a fourth's letters to staff."""
    stage = Stage(cast, programmes[PROGRAMME])
    decided(stage, Call.objects.get(pk=calls["inicjatywy-lokalne-1"].pk))
    being_assessed(stage, Call.objects.get(pk=calls["inicjatywy-lokalne-2"].pk))
    waits_for_chair(stage)
    waits_for_letters(stage)
    blind.play(stage)


# --- decision, agreements, settlements -----------------------------------------------------------


def decided(stage: Stage, call: Call) -> None:
    """Three local initiatives got about 10 000 PLN each: one is settled, one reported, one corrects its report."""
    name_judges(stage, call)
    with clock.at(days_ago(195)):
        call.write_seed(by=stage.staff, seed="4 11 19 27 38 44")
    assess_everything(call, ask_everybody(stage, call, days_ago(194)), first_day=191)
    decide_and_tell(
        stage,
        call,
        days_ago(182),
        note="Komisja przyjęła ranking bez zmian. Pula wystarczyła na trzy wnioski.",
    )
    published_and_contested(stage, call)
    returned, settled, reported = Agreement.objects.filter(call=call).order_by("ordinal")
    for agreement in (returned, settled, reported):
        pay_out(stage, agreement)
        register.halfway(
            stage, Agreement.objects.get(pk=agreement.pk), accepted=agreement != returned
        )
    changes.play(stage, returned)
    report(settled, days_ago(84), share=Decimal(1), shows=True)
    refunds.play(stage, settled)
    report(reported, days_ago(20), share=Decimal("0.94"), shows=True)
    report(returned, days_ago(24), share=Decimal(1))
    send_back(stage, returned)
    register.play(stage, returned)


def published_and_contested(stage: Stage, call: Call) -> None:
    """The lists are open; of two who appealed one stands higher now, the other was answered with reasons."""
    with clock.at(days_ago(181)):
        call.refresh_from_db()
        call.publish_results(by=stage.staff)
    higher_on_appeal(stage, call)
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


def higher_on_appeal(stage: Stage, call: Call) -> None:
    """Whoever waits on the reserve list gets more points, and a better place on it."""
    waiting, criterion = call.applications.in_state("reserve").first(), call.criteria.all()[1]
    if waiting is None:
        return
    with clock.at(days_ago(181, 18)):
        appeal = file_appeal(
            application=waiting,
            grounds="Odjęto nam punkty za brak narady z mieszkańcami, a jej protokół jest w opisie.",
            by=waiting.author,
            at=clock.now(),
        )
    with clock.at(days_ago(177)):
        appeal.uphold(
            by=stage.cast.chair,
            answer="Narada jest opisana w drugim pytaniu. Podnosimy punkty w tym kryterium.",
            criteria={criterion.key: criterion.maximum},
        )


def pay_out(stage: Stage, agreement: Agreement) -> None:
    """Sent to be signed the day after the decision, signed two days later, paid a week after that."""
    have_signed(
        stage,
        agreement,
        sent=days_ago(181),
        signed=days_ago(179).date(),
        recorded=days_ago(178),
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
            evidence=paper("zaswiadczenie-z-banku.pdf", "Zaswiadczenie z banku"),
            by=application.author,
        )
    if confirmed is not None:
        with clock.at(confirmed):
            account.check_first(by=stage.staff)
            account.confirm(by=stage.cast.finance)


def send_out(stage: Stage, agreement: Agreement, when: datetime) -> bytes:
    """Staff say who signs for each side and send the agreement with its papers; the PDF among them."""
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
    return next(content for name, content in papers if name.endswith(".pdf"))


def have_signed(
    stage: Stage, agreement: Agreement, *, sent: datetime, signed: date, recorded: datetime
) -> None:
    """Send it out; the copy with every signature comes back, is scanned, and the signing is recorded."""
    scan = send_out(stage, agreement, sent)
    with clock.at(recorded):
        sign_agreement(
            agreement=agreement,
            by=stage.staff,
            seen=agreement.version,
            number=agreement.number,
            signed_on=signed,
            scan=SimpleUploadedFile("umowa-podpisana.pdf", scan),
        )


def report(agreement: Agreement, when: datetime, *, share: Decimal, shows: bool = False) -> None:
    """Write the report, enter a document for each cost and hand it in; `share` of each cost was spent, a photograph
    `shows` what was done.
    """
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
                seller_nip=invented_nip(place + 1),
                gross=spent,
                purpose=line.name,
                file=paper(
                    f"faktura-{agreement.pk}-{place}.pdf", f"Faktura {agreement.pk}/{place}"
                ),
            )
        written = agreement.report
        save_words(
            report=written,
            typed=words_of(agreement),
            page=Page(written.answers.version, "demo"),
            by=author,
        )
        if shows:
            uploads = {"photos": [photograph("po pracy.png")]}
            attach_to_report(report=written, uploads=uploads, by=author)
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
        "things": "450,00",
    }


def send_back(stage: Stage, agreement: Agreement) -> None:
    """The grantee has a few days to correct two things."""
    with clock.at(days_ago(4)):
        agreement.return_report(
            by=stage.staff,
            reasons="1. Dołącz dwa zdjęcia z prac.\n2. Napisz, ile osób pomagało przy montażu.",
            due_at=days_ago(-6, 23),
        )
