"""Lists as files: what one sees on the page, no more, in a form a spreadsheet opens."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from grants.actions.ranking import standing_of
from tests.factories.grants import chair_of, make_application, make_call, staff_of
from tests.factories.grants_later import decide, make_assessed_call
from tests.factories.people import make_user
from workflows.spreadsheets import read_table

pytestmark = pytest.mark.django_db

TWO = (("5000.00", ("8", "4"), ("9", "4")), ("7000.00", ("2", "1"), ("2", "1")))


def export(browser, **query):
    return browser.get(reverse("grants:application-export"), query)


def numbers_in(answer):
    return [row[0] for row in read_table(answer.content)[1:]]


def test_staff_take_the_list_of_their_calls_with_them(client_of):
    application = make_application(state="submitted", title="Ławka pod lipą")

    rows = read_table(export(client_of(staff_of(application.call))).content)

    assert rows[0][0] == "Numer"
    assert rows[1][:2] == [application.number, "Ławka pod lipą"]
    assert rows[1][7] == 5000


def test_the_filter_of_the_page_holds_for_the_file(client_of):
    call = make_call()
    make_application(call, "submitted", author=make_user("Ola Pierwsza"), title="Ogród")
    found = make_application(call, "submitted", author=make_user("Ela Druga"), title="Mural")

    answer = export(client_of(staff_of(call)), words="mural")

    assert numbers_in(answer) == [found.number]


def test_nobody_takes_what_they_do_not_see(client_of):
    application = make_application(state="submitted")

    assert numbers_in(export(client_of(make_user("Obca Osoba")))) == []
    assert numbers_in(export(client_of(application.author))) == []


def test_a_title_that_looks_like_a_formula_is_text(client_of):
    application = make_application(state="submitted", title="=HYPERLINK(1)")

    answer = export(client_of(staff_of(application.call)), **{"as": "csv"})

    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][1] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_file_asks_the_same_few_questions(client_of, django_assert_num_queries, item_count):
    call = make_call()
    for number in range(item_count):
        make_application(call, "submitted", author=make_user(f"Autorka {number}"))
    browser = client_of(staff_of(call))
    browser.get(reverse("workflows:inbox"))

    with django_assert_num_queries(8):
        export(browser)


class TestRanking:
    """The ranking as a file and as a command."""

    def test_chair_and_staff_take_the_ranking_with_them(self, client_of):
        call = make_assessed_call(*TWO)
        address = reverse("grants:call-ranking-export", args=[call.code])

        for person in (chair_of(call), staff_of(call)):
            rows = read_table(client_of(person).get(address).content)
            assert [row[0] for row in rows[1:]] == [1, 2]

    @pytest.mark.parametrize("item_count", [1, 3])
    def test_the_file_asks_the_same_few_questions(
        self, client_of, django_assert_num_queries, item_count
    ):
        call = make_assessed_call(*TWO[:1] * item_count)
        browser = client_of(chair_of(call))
        browser.get(reverse("workflows:inbox"))

        with django_assert_num_queries(11):
            answer = browser.get(reverse("grants:call-ranking-export", args=[call.code]))

        assert len(read_table(answer.content)) == item_count + 1

    def test_an_assessor_hears_who_may(self, client_of):
        call = make_assessed_call()
        assessor = call.applications.get().assessments.first().assessor
        address = reverse("grants:call-ranking-export", args=[call.code])

        assert client_of(assessor).get(address).status_code == 403
        assert client_of(make_user("Obca Osoba")).get(address).status_code == 404

    def test_the_command_prints_place_number_points_outcome_amount(self, capsys):
        call = make_assessed_call(*TWO)

        call_command("export_ranking", call.code, "--csv")

        rows = list(csv.reader(StringIO(capsys.readouterr().out), delimiter=";"))
        standing = standing_of(call)
        assert len(rows) == 3
        assert rows[1][1] == standing.applications[standing.rows[0].candidate.key].number
        assert rows[1][3:] == ["funded", "5000,00"]

    def test_a_decided_call_prints_what_was_decided(self, capsys):
        call = make_assessed_call(*TWO)
        decide(call)

        call_command("export_ranking", call.code)

        assert "funded" in capsys.readouterr().out

    def test_an_unknown_call_is_named(self):
        with pytest.raises(CommandError, match="nie-ma"):
            call_command("export_ranking", "nie-ma", "--csv")
