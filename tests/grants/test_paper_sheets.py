"""A call assessed on paper: the table is checked whole, shown first, brought in once."""

import hashlib
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from grants.importing.paper import plan_import
from grants.models import Assessment, Score
from tests.factories.grants import staff_of
from tests.factories.grants_later import (
    applications_of,
    ask,
    hand_in_sheet,
    make_assessor,
    make_judged_call,
)
from tests.factories.people import make_user
from workflows.models import History
from workflows.roles import give_role
from workflows.spreadsheets import Table, read_table, workbook

pytestmark = pytest.mark.django_db

HEAD = ["Wniosek", "Oceniający", "Kryterium", "Punkty", "Uzasadnienie"]


@pytest.fixture
def call():
    return make_judged_call()


@pytest.fixture
def assessor(call):
    return make_assessor(call, "Papierowa Ocena")


def rows_of(call, assessor, **changes):
    number = applications_of(call)[0].number
    given = {"idea": 8.5, "costs": "4,5", "number": number, "email": assessor.email} | changes
    return [
        [given["number"], given["email"], "Pomysł", given["idea"], "Dobry."],
        [given["number"], given["email"], "Koszty", given["costs"], "Oszczędne."],
    ]


def table(*rows):
    return workbook([Table("Oceny", [HEAD, *rows])])


def page_of(call):
    return reverse("grants:call-paper-sheets", args=[call.code])


def upload(browser, call, content, **more):
    file = SimpleUploadedFile("oceny.xlsx", content)
    return browser.post(page_of(call), {"file": file, **more})


def call_import(call, content, *options):
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        call_command(
            "import_assessments", call.code, file.name, "--by", staff_of(call).email, *options
        )


def test_staff_see_the_difference_first_and_bring_it_in_with_the_same_file(
    call, assessor, client_of
):
    browser, content = client_of(staff_of(call)), table(*rows_of(call, assessor))

    shown = upload(browser, call, content)
    assert "8,5 · 4,5" in shown.content.decode()
    assert not Assessment.objects.exists()

    upload(browser, call, content, confirmed=hashlib.sha256(content).hexdigest())
    assessment = Assessment.objects.get()
    assert (assessment.state, assessment.assessor, assessment.total) == ("submitted", assessor, 13)
    assert Score.objects.count() == 2


def test_another_file_than_the_one_shown_is_shown_again(call, assessor, client_of):
    content = table(*rows_of(call, assessor))

    upload(client_of(staff_of(call)), call, content, confirmed="0" * 64)

    assert not Assessment.objects.exists()


def test_the_history_says_who_entered_the_paper(call, assessor):
    call_import(call, table(*rows_of(call, assessor)))

    entry = History.objects.of(Assessment.objects.get()).get(move="submit")
    assert str(staff_of(call)) in entry.text.note


def test_twice_changes_nothing_the_second_time(call, assessor):
    content = table(*rows_of(call, assessor))
    call_import(call, content)

    call_import(call, content)

    assert Assessment.objects.count() == 1
    assert plan_import(call, content).same == [(applications_of(call)[0].number, assessor.email)]


def test_a_dry_run_changes_nothing(call, assessor, capsys):
    call_import(call, table(*rows_of(call, assessor)), "--dry-run")

    assert assessor.email in capsys.readouterr().out
    assert not Assessment.objects.exists()


def test_a_sheet_in_work_is_completed_from_paper(call, assessor):
    ask(applications_of(call)[0], assessor)

    call_import(call, table(*rows_of(call, assessor)))

    assert Assessment.objects.get().state == "submitted"


def test_other_points_than_those_handed_in_are_refused(call, assessor):
    assessment = ask(applications_of(call)[0], assessor)
    assessment.declare_no_conflict(by=assessor, confirmed=True)
    hand_in_sheet(assessment)

    problems = plan_import(call, table(*rows_of(call, assessor))).problems

    assert len(problems) == 1
    assert "zamrożona" in problems[0]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"number": "99/2026"}, "kolumna A"),
        ({"email": "nikt@example.org"}, "kolumna B"),
        ({"idea": 10.5}, "kolumna D"),
        ({"idea": "dużo"}, "kolumna D"),
        ({"idea": 7.3}, "kolumna D"),
        ({"idea": None}, "kolumna D"),
    ],
)
def test_one_bad_row_is_named_by_row_and_column_and_nothing_changes(
    call, assessor, changes, place, client_of
):
    content = table(*rows_of(call, assessor, **changes))

    page = upload(client_of(staff_of(call)), call, content)

    assert page.status_code == 422
    assert f"wiersz 2, {place}" in page.content.decode()
    with pytest.raises(CommandError, match="wiersz 2"):
        call_import(call, content)
    assert not Assessment.objects.exists()


def test_a_sheet_that_lacks_a_criterion_says_which(call, assessor):
    problems = plan_import(call, table(rows_of(call, assessor)[0])).problems

    assert "Koszty" in problems[0]


def test_a_criterion_twice_is_refused(call, assessor):
    first, second = rows_of(call, assessor)

    assert "wiersz 4, kolumna C" in plan_import(call, table(first, second, first)).problems[0]


def test_an_unknown_criterion_is_refused(call, assessor):
    row = rows_of(call, assessor)[0]
    row[2] = "Uroda"

    assert "kolumna C" in plan_import(call, table(row)).problems[0]


def test_an_assessor_in_conflict_is_refused(call):
    author = applications_of(call)[0].author
    give_role(author, "assessor", call, by=None)

    assert plan_import(call, table(*rows_of(call, author))).problems


@pytest.mark.parametrize("content", [b"to nie tabela", table()])
def test_a_file_without_a_table_or_without_rows_says_so(call, content, client_of):
    assert upload(client_of(staff_of(call)), call, content).status_code == 422


def test_without_a_file_the_page_asks_for_one(call, client_of):
    page = client_of(staff_of(call)).post(page_of(call), {})

    assert page.status_code == 422
    assert "Wybierz tabelę" in page.content.decode()


def test_the_table_to_fill_in_has_a_row_for_each_criterion_awaited(call, assessor, client_of):
    ask(applications_of(call)[0], assessor)

    rows = read_table(client_of(staff_of(call)).get(page_of(call), {"as": "xlsx"}).content)

    assert [row[2] for row in rows[1:]] == ["Pomysł", "Koszty"]
    assert {row[1] for row in rows[1:]} == {assessor.email}


def test_the_page_is_for_staff_alone(call, assessor, client_of):
    assert client_of(assessor).get(page_of(call)).status_code == 403
    assert client_of(make_user("Obca Osoba")).get(page_of(call)).status_code == 404


@pytest.mark.parametrize(
    "words", [["nie-ma", "x.xlsx", "--by", "a@b.pl"], ["{call}", "x.xlsx", "--by", "a@b.pl"]]
)
def test_the_command_names_what_it_does_not_know(call, words):
    with pytest.raises(CommandError):
        call_command("import_assessments", *[word.format(call=call.code) for word in words])


def test_the_command_names_a_file_that_is_not_there(call):
    with pytest.raises(CommandError, match=r"brak\.xlsx"):
        call_command("import_assessments", call.code, "brak.xlsx", "--by", staff_of(call).email)
