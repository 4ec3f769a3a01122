"""Tables that leave and come back: numbers stay numbers, no cell runs, and what is no table says so."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from workflows.spreadsheets import (
    Table,
    UnreadableTable,
    comma_separated,
    harmless,
    read_table,
    workbook,
)


@pytest.mark.parametrize("text", ["=1+1", "+48 600", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_starts_a_formula(text):
    assert harmless(text) == f"'{text}"
    assert comma_separated([[text]]).decode("utf-8-sig").lstrip('"').startswith("'")


@given(st.text(max_size=20))
def test_no_text_at_all_starts_a_formula(text):
    assert not str(harmless(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_workbook_reads_back_as_it_was_written():
    moment = datetime(2026, 12, 3, 13, 32, tzinfo=UTC)
    rows = [["Numer", "Kwota"], ["1/2026", Decimal("12.50")], [date(2026, 5, 1), moment]]

    back = read_table(workbook([Table("Wnioski", rows)]))

    assert back[:2] == [["Numer", "Kwota"], ["1/2026", 12.5]]
    assert back[2] == [datetime(2026, 5, 1), datetime(2026, 12, 3, 14, 32)]


def test_more_rows_than_are_measured_are_all_there():
    rows = [["Numer"], *([number] for number in range(1000))]

    assert len(read_table(workbook([Table("Dużo", rows)]))) == 1001


def test_heads_are_bold_and_sheets_have_their_names():
    book = load_workbook(BytesIO(workbook([Table("Pierwszy", [["A"], ["b"]]), Table("Drugi", [])])))

    assert book.sheetnames == ["Pierwszy", "Drugi"]
    assert [cell.font.bold for cell in book["Pierwszy"]["A"]] == [True, False]


def test_csv_has_semicolons_polish_letters_and_decimal_commas():
    content = comma_separated([["Łódź; miasto", Decimal("1234.50"), None, date(2026, 5, 1)]])

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").strip() == '"Łódź; miasto";1234,50;;2026-05-01'


@pytest.mark.parametrize("content", [b"", b"Numer;Kwota", b"PK\x03\x04 nic"])
def test_what_is_no_workbook_says_what_to_do(content):
    with pytest.raises(UnreadableTable, match=r"xlsx"):
        read_table(content)


def test_a_table_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("workflows.spreadsheets.MOST_ROWS", 2)

    with pytest.raises(UnreadableTable, match="za dużo"):
        read_table(workbook([Table("Dużo", [[1], [2], [3]])]))


def test_nothing_a_day_and_a_moment_are_written_as_people_read_them():
    moment = datetime(2026, 12, 3, 13, 32, tzinfo=UTC)

    written = comma_separated([[None, date(2026, 5, 1), moment]]).decode("utf-8-sig")

    assert written.strip().split(";" if ";" in written else ",") == [
        "",
        "2026-05-01",
        "2026-12-03 14:32:00",
    ]


def test_a_workbook_of_charts_alone_is_no_table():
    book, out = Workbook(), BytesIO()
    book.create_chartsheet()
    book.remove(book.active)
    book.save(out)

    with pytest.raises(UnreadableTable, match="XLSX"):
        read_table(out.getvalue())


def test_a_sheet_that_is_broken_inside_is_no_table():
    whole, broken = ZipFile(BytesIO(workbook([Table("Lista", [["a"]])]))), BytesIO()
    with ZipFile(broken, "w") as made:
        for name in whole.namelist():
            body = whole.read(name)
            made.writestr(name, body[: len(body) // 2] if "sheet1" in name else body)

    with pytest.raises(UnreadableTable, match="XLSX"):
        read_table(broken.getvalue())
