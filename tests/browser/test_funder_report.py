"""The report to the funder: its figures open to their rows, it is submitted, frozen, downloaded and read."""

from __future__ import annotations

from io import BytesIO

import openpyxl

PROGRAMME = "/panel/programmes/przestrzen-praktykow-partycypacji/"
MONEY = "/panel/programmes/miedzysektorowa-wspolpraca/"
STORY = "Fora i seminaria odbyły się zgodnie z planem, dwa przenieśliśmy na jesień."


def test_report_is_opened_figure_by_figure_submitted_frozen_and_read_by_the_funder(invite):
    # Staff open the report for the period and look behind the figures.
    staff = invite("staff").open(f"{PROGRAMME}reports/").follow("Sprawozdanie nr 2")
    report = staff.page.url
    staff.reads("3 / 4").reads("75,0 %").reads("Ile to kosztuje")
    staff.follow("Ogólnopolskie Fora Praktyków Partycypacji").reads(
        "III Forum Praktyków Partycypacji"
    )
    staff.open(report).follow("Osoby, które z pomocą mentora").open(report)
    staff.follow("Pisz").fill("Co się działo", STORY).press("Zapisz sprawozdanie").reads(STORY)
    staff.follow("Złóż sprawozdanie").press("Złóż sprawozdanie").reads("złożone")

    # What is frozen may be taken away as PDF and XLSX.
    pdf, workbook = (
        staff.page.request.get(link.get_attribute("href")).body()
        for link in staff.page.get_by_role(
            "link", name="przestrzen-praktykow-partycypacji-2-pl"
        ).all()
    )
    assert pdf.startswith(b"%PDF-")
    cells = [
        cell
        for sheet in openpyxl.load_workbook(BytesIO(workbook))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert "Ogólnopolskie Fora Praktyków Partycypacji" in cells

    # The funder reads it, gives it back with a reason or accepts it.
    funder = invite("funder").open("/panel/").open("/panel/reports/").open(report).reads(STORY)
    funder.follow("Przyjmij sprawozdanie").press("Przyjmij sprawozdanie").reads("przyjęte")


def test_money_of_a_programme_is_planned_spent_left_and_opens_to_its_documents(invite):
    staff = invite("staff").open(f"{MONEY}reports/").follow("Sprawozdanie nr 2")
    staff.reads("30 000,00 zł").reads("26 920,00 zł").reads("Wkład własny")
    staff.follow("1 Mikrogranty na inicjatywy lokalne").reads("Zielone podwórko przy Kościelnej")
