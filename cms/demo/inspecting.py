"""Running grants are checked: papers and visits, signed, objected to, being written up, still ahead."""

from __future__ import annotations

from datetime import date, datetime

from cms.demo.days import days_ago
from cms.demo.grants import Stage
from cms.demo.papers import photograph
from grants.actions.inspecting import (
    announce_inspection,
    send_protocol,
    tell_done,
    write_protocol,
)
from grants.documents.inspecting import protocol_papers
from grants.models import Agreement, Inspection
from grants.rules.inspecting import InspectionKind, Result
from workflows import clock

PAPERS = "Dowody księgowe do dotacji, ich opisy, potwierdzenia zapłaty i karty pracy wolontariuszy."
ON_THE_SPOT = "Miejsce projektu, rzeczy kupione z dotacji i informacja o tym, kto go sfinansował."
GOOD = "Projekt jest prowadzony zgodnie z umową. Zaleceń nie ma."


def play(stage: Stage) -> None:
    """One check in each state that a grant's page can show."""
    mine = Agreement.objects.filter(application__author=stage.cast.applicants[0]).order_by("pk")
    first = mine.filter(state="returned").first()
    if first is None:  # the demo's applicant has one
        return
    others = Agreement.objects.filter(call=first.call).exclude(pk=first.pk)
    signed_with_recommendations(stage, first)
    announced(stage, first)
    closed(stage, others.get(state="settled"))
    for agreement in others.filter(state="reported"):
        objected_to(stage, agreement)
        being_written(stage, agreement)


def inspect(stage: Stage, agreement: Agreement, kind: InspectionKind, when: datetime) -> Inspection:
    """Announced ten days before, carried out on the day."""
    with clock.at(days_ago((clock.now() - when).days + 10)):
        inspection = announce_inspection(
            agreement=agreement,
            kind=kind,
            day=when.date(),
            where="godz. 11, Rybnik, na miejscu projektu"
            if kind == InspectionKind.VISIT
            else "w biurze federacji",
            lead=stage.staff,
            scope=ON_THE_SPOT if kind == InspectionKind.VISIT else PAPERS,
            by=stage.staff,
        )
    with clock.at(when):
        inspection.hold(by=stage.staff, held_on=when.date())
    return inspection


def write(
    stage: Stage,
    inspection: Inspection,
    *,
    conclusion: str,
    wrong: str = "",
    place: int = 0,
    wanted: tuple[tuple[str, date], ...] = (),
) -> None:
    """Everything in order but the item at `place`, where `wrong` says what it is."""
    found = [{"result": str(Result.IN_ORDER), "note": ""} for _mark in inspection.marks]
    if wrong:
        found[place] = {"result": str(Result.NOT_IN_ORDER), "note": wrong}
    write_protocol(
        inspection=inspection,
        found=found,
        conclusion=conclusion,
        wanted=wanted,
        by=stage.staff,
        seen=inspection.version,
    )


def send(stage: Stage, inspection: Inspection) -> None:
    """With the papers as they are now."""
    send_protocol(inspection=inspection, papers=protocol_papers(inspection), by=stage.staff)


def signed_with_recommendations(stage: Stage, agreement: Agreement) -> None:
    """The grantee objected to one finding, was right, signed the corrected protocol and did the first thing."""
    author = agreement.application.author
    inspection = inspect(stage, agreement, InspectionKind.VISIT, days_ago(30))
    wanted = (
        ("Dopisz na tabliczce, z czyich środków powstał projekt.", days_ago(2).date()),
        ("Zamocuj donice tak, by przejście miało 120 cm.", days_ago(-9).date()),
    )
    with clock.at(days_ago(28)):
        write(
            stage,
            inspection,
            conclusion="Brakuje dwóch ławek i opisu na tabliczce.",
            wrong="Są trzy ławki z pięciu.",
            place=1,
            wanted=wanted,
        )
        send(stage, inspection)
    with clock.at(days_ago(25)):
        inspection.object_to(
            by=author,
            objection="Ławek jest pięć. Dwie stoją za budynkiem, zdjęcia dołączyłam do sprawozdania.",
        )
    with clock.at(days_ago(22)):
        inspection.agree(by=stage.staff, answer="Zgoda, ławek jest pięć. Poprawiamy protokół.")
        write(
            stage,
            inspection,
            conclusion="Wszystkie rzeczy są na miejscu. Tabliczka wymaga dopisania finansującego.",
            wrong="Na tabliczce nie ma informacji, kto sfinansował projekt.",
            place=2,
            wanted=wanted,
        )
        send(stage, inspection)
    with clock.at(days_ago(20)):
        inspection.sign(by=author)
    with clock.at(days_ago(3)):
        tell_done(
            recommendation=inspection.recommendations.all()[0],
            answer="Tabliczka jest wymieniona, zdjęcie w załączniku.",
            evidence=photograph("tabliczka.png"),
            by=author,
        )


def announced(stage: Stage, agreement: Agreement) -> None:
    """Still ahead."""
    with clock.at(days_ago(1)):
        announce_inspection(
            agreement=agreement,
            kind=InspectionKind.DESK,
            day=days_ago(-12).date(),
            where="w biurze federacji, godz. 10",
            lead=stage.staff,
            scope=PAPERS,
            by=stage.staff,
        )


def closed(stage: Stage, agreement: Agreement) -> None:
    """Nothing was wrong: the signature ends it."""
    inspection = inspect(stage, agreement, InspectionKind.DESK, days_ago(90))
    with clock.at(days_ago(88)):
        write(stage, inspection, conclusion=GOOD)
        send(stage, inspection)
    with clock.at(days_ago(86)):
        inspection.sign(by=agreement.application.author)


def objected_to(stage: Stage, agreement: Agreement) -> None:
    """The staff have to answer."""
    inspection = inspect(stage, agreement, InspectionKind.DESK, days_ago(14))
    with clock.at(days_ago(12)):
        write(
            stage,
            inspection,
            conclusion="Jeden rachunek nie ma opisu, do czego posłużył.",
            wrong="Rachunek z drukarni: brak opisu i podpisu skarbnika.",
            wanted=(("Opisz rachunek z drukarni.", days_ago(-10).date()),),
        )
        send(stage, inspection)
    with clock.at(days_ago(8)):
        inspection.object_to(
            by=agreement.application.author,
            objection="Opis jest na odwrocie rachunku, w skanie zabrakło drugiej strony.",
        )


def being_written(stage: Stage, agreement: Agreement) -> None:
    """Carried out two days ago."""
    inspection = inspect(stage, agreement, InspectionKind.VISIT, days_ago(2))
    with clock.at(days_ago(1)):
        write(stage, inspection, conclusion="", wrong="Zabrakło wejścia bez progu.", place=3)
