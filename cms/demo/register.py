"""A running grant: documents from two sources, alike elsewhere, accepted, asked about; volunteers who worked."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal

from cms.demo.days import days_ago
from cms.demo.grants import Stage
from grants.actions.answering import save_words
from grants.actions.register import enter_document
from grants.actions.volunteering import enter_work
from grants.models import Agreement
from questionnaires.forms import Page
from workflows import clock


def play(stage: Stage, agreement: Agreement) -> None:
    """While the report is corrected: one more receipt, one question, one document accepted."""
    accepted, asked, *_others = agreement.register.standing().order_by("pk")
    with clock.at(days_ago(3)):
        accepted.accept(by=stage.staff)
        asked.ask(
            by=stage.staff,
            question="Na fakturze jest dziesięć sztuk, w kosztorysie osiem. Do czego posłużyły dwie pozostałe?",
        )
    document = accepted.document
    if document is None:  # it was only accepted
        return
    with clock.at(days_ago(2)):
        enter_document(
            agreement=agreement,
            line=agreement.lines().filter(source="grant").order_by("-pk")[0],
            amount=Decimal(0),
            own=Decimal("64.50"),
            by=agreement.application.author,
            number=document.number,
            issued_on=document.issued_on + timedelta(days=2),
            paid_on=document.issued_on + timedelta(days=2),
            seller_name=document.seller_name,
            seller_nip=document.seller_nip,
            gross=Decimal("64.50"),
            purpose="Wkręty i impregnat, dokupione z własnych pieniędzy",
        )
    volunteers(agreement)


def halfway(stage: Stage, agreement: Agreement, *, accepted: bool) -> None:
    """The interim report in the middle of the project: accepted, or returned with one question."""
    report, author = agreement.interim, agreement.application.author
    with clock.at(days_ago(127)):
        said = {
            "done": "Spotkaliśmy się dwa razy, materiały są kupione, skrzynie stoją. Rośliny sadzimy za tydzień.",
            "percent": "55",
            "participants": "21",
        }
        save_words(report=report, typed=said, page=Page(report.answers.version, "demo"), by=author)
        report.hand_in(by=author)
    with clock.at(days_ago(124)):
        if accepted:
            report.accept(by=stage.staff, note="Dobrze idzie. Zróbcie zdjęcia przy sadzeniu.")
        else:
            report.give_back(
                by=stage.staff,
                reasons="Napisz, co idzie inaczej niż w planie: termin warsztatów minął.",
                due_at=days_ago(-6, 23),
            )


def volunteers(agreement: Agreement) -> None:
    """Three neighbours worked on four days; three days are confirmed."""
    kinds = list(agreement.call.work_rates.all())
    author, first = agreement.application.author, agreement.starts_on or days_ago(90).date()
    worked = (
        ("Maria Lipka", 0, 12, 10, Decimal(4), "Sadzenie i podlewanie"),
        ("Jan Jawor", 0, 12, 10, Decimal("3.5"), "Zbijanie skrzyń"),
        ("Halina Olcha", 1, 19, 16, Decimal(2), "Poprowadzenie warsztatu o roślinach"),
        ("Maria Lipka", 0, 26, 9, Decimal("1.5"), "Sprzątanie po pikniku"),
    )
    with clock.at(days_ago(2, 19)):
        rows = [
            enter_work(
                agreement=agreement,
                given_name=name.split()[0],
                family_name=name.split()[1],
                kind=kinds[kind],
                day=first + timedelta(days=after),
                begins=time(hour),
                hours=hours,
                task=task,
                by=author,
            )
            for name, kind, after, hour, hours, task in worked
        ]
        for work in rows[:3]:
            work.confirm(by=author)
