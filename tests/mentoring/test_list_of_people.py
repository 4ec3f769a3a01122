"""A list of mentors or mentees from a spreadsheet: the difference first, all of it or nothing, twice changes nothing."""

import csv
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from mentoring.actions import set_topics
from mentoring.forms.importing import as_semicolons
from mentoring.importing import Reader, list_of, table_to_fill
from mentoring.models import Edition, Enrolment
from people.models import Person
from programmes.importing import NotImported
from programmes.importing.tree import Unreadable
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition, make_enrolment
from tests.factories.people import make_admin, make_person, make_user
from workflows.models import Message
from workflows.spreadsheets import Table, comma_separated, workbook

HEAD = ["E-mail", "Imię", "Nazwisko", "Województwo", "Tematy", "Jak może się spotykać",
        "Kiedy ma czas", "Języki", "Pomysł i potrzeby", "Doświadczenie"]  # fmt: skip
ANNA = ["anna@example.org", "Anna", "Wiśniewska", "śląskie", "konsultacje; budżet", "online",
        "weekendy; dni robocze, rano", "polski; ukraiński", "Skwer", ""]  # fmt: skip
PIOTR = ["piotr@example.org", "Piotr", "Lipa", "22", "", "", "", "", "", ""]


@pytest.fixture
def edition(db):
    made = make_edition()
    set_topics(edition=made, names=[{"pl": "konsultacje", "en": "consultation"}, {"pl": "budżet"}])
    return made


def text(*rows):
    return comma_separated(rows).decode("utf-8-sig")


def bring(edition, *rows, role="mentee", head=HEAD):
    return list_of(edition, role).apply_text(text(head, *rows), by=make_admin())


def refused(edition, *rows, head=HEAD):
    with pytest.raises(NotImported) as refusal:
        bring(edition, *rows, head=head)
    return [str(one) for one in refusal.value.problems]


def address(edition, name="import", side="mentee"):
    return reverse(f"mentoring:people-{name}", args=[edition.code, side])


def upload(content, name="lista.csv"):
    return {"file": SimpleUploadedFile(name, content)}


class TestWhatALineSays:
    def test_a_new_person_is_entered_with_the_facts_by_which_pairs_are_found(self, edition):
        result = bring(edition, ANNA)

        made = edition.enrolments.get()
        assert (made.person.full_name, made.role, made.state) == (
            "Anna Wiśniewska",
            "mentee",
            "applied",
        )
        assert (made.region, made.forms, made.languages) == ("24", ["online"], ["pl", "uk"])
        assert set(made.availability) == {"weekend", "morning"}
        assert {topic.name for topic in made.topics.all()} == {"konsultacje", "budżet"}
        assert [change.how for change in result.changes] == ["new"]
        assert (
            Message.objects.get(template="mentoring/enrolment_received").address
            == "anna@example.org"
        )

    def test_somebody_who_is_known_already_is_not_entered_again(self, edition):
        known = make_person(email="anna@example.org")
        bring(edition, ANNA)
        assert edition.enrolments.get().person == known
        assert Person.objects.filter(email="anna@example.org").count() == 1

    def test_the_same_list_again_changes_nothing(self, edition):
        bring(edition, ANNA, PIOTR)
        version = edition.enrolments.order_by("pk").first().version
        again = bring(edition, ANNA, PIOTR)
        assert [change.how for change in again.changes] == ["same", "same"]
        assert again.unchanged == 2
        assert edition.enrolments.order_by("pk").first().version == version
        assert Message.objects.filter(template="mentoring/enrolment_received").count() == 2

    def test_what_differs_is_said_field_by_field(self, edition):
        bring(edition, ANNA)
        changed = [*ANNA[:3], "pomorskie", "konsultacje", *ANNA[5:]]
        (change,) = bring(edition, changed).changes
        assert change.how == "changed"
        assert [(one.before, one.after) for one in change.fields] == [
            ("śląskie", "pomorskie"),
            ("budżet; konsultacje", "konsultacje"),
        ]
        assert edition.enrolments.get().region == "22"

    def test_an_empty_cell_and_a_missing_column_take_nothing_away(self, edition):
        bring(edition, ANNA)
        bring(edition, [*ANNA[:3], "", "", "", "", "", "", ""])
        bring(edition, ANNA[:4], head=HEAD[:4])
        made = edition.enrolments.get()
        assert (made.region, made.need, made.forms) == ("24", "Skwer", ["online"])
        assert made.topics.count() == 2

    def test_english_words_are_read_too(self, edition):
        head = [
            "E-mail",
            "First name",
            "Surname",
            "Region",
            "Topics",
            "Languages",
            "Kolumna zespołu",
        ]
        bring(edition, [*ANNA[:4], "Consultation", "Polish", "x"], head=head)
        assert edition.enrolments.get().languages == ["pl"]

    @pytest.mark.parametrize(
        ("at", "cell", "sentence"),
        [
            (0, "to nie adres", "wiersz 2, E-mail: „to nie adres” to nie adres e-mail"),
            (0, "", "wiersz 2, E-mail: wpisz tę wartość"),
            (1, "", "wiersz 2, Imię: wpisz tę wartość"),
            (2, "x" * 101, "wiersz 2, Nazwisko: zmieści się najwyżej 100 znaków"),
            (3, "", "wiersz 2, Województwo: wpisz tę wartość"),
            (3, "Śląsk", "wiersz 2, Województwo: „Śląsk” nie jest tu znane"),
            (4, "astrologia", "wiersz 2, Tematy: „astrologia” nie jest tu znane"),
            (7, "polski; klingoński", "wiersz 2, Języki: „klingoński” nie jest tu znane"),
            (8, "x" * 3001, "wiersz 2, Pomysł i potrzeby: zmieści się najwyżej 3000 znaków"),
        ],
    )
    def test_a_cell_that_cannot_be_read_is_named_and_nothing_changes(
        self, edition, at, cell, sentence
    ):
        bad = [cell if place == at else value for place, value in enumerate(ANNA)]
        problems = refused(edition, bad, PIOTR)
        assert any(sentence in one for one in problems), problems
        assert not edition.enrolments.exists()
        assert not Person.objects.filter(email="piotr@example.org").exists()

    def test_every_bad_cell_is_told_at_once(self, edition):
        assert (
            len(
                refused(
                    edition,
                    ["zły", *ANNA[1:3], "nigdzie", *ANNA[4:]],
                    [*PIOTR[:3], "x", *PIOTR[4:]],
                )
            )
            == 3
        )

    def test_nobody_stands_in_a_list_twice(self, edition):
        assert "dwa razy" in refused(edition, ANNA, ANNA)[0]

    def test_two_records_with_one_address_are_to_be_merged_first(self, edition):
        make_person(email="anna@example.org")
        make_person(email="anna@example.org")
        assert "połącz" in refused(edition, ANNA)[0]

    def test_nobody_changes_sides_by_a_list(self, edition):
        bring(edition, ANNA, role="mentor")
        assert "po drugiej stronie" in refused(edition, ANNA)[0]

    @pytest.mark.parametrize(
        ("rows", "sentence"),
        [
            ([], "nie ma kolumny"), ([["a", "b"]], "nie ma kolumny"),
            ([HEAD], "nie ma wierszy"), ([HEAD, [""] * 10], "nie ma wierszy"),
        ],
    )  # fmt: skip
    def test_what_is_no_list_is_said(self, edition, rows, sentence):
        with pytest.raises(NotImported) as refusal:
            list_of(edition, "mentee").apply_text(text(*rows), by=make_admin())
        assert sentence in str(refusal.value)

    def test_a_list_has_an_end(self, edition, monkeypatch):
        monkeypatch.setattr("mentoring.importing.MOST_ROWS", 1)
        assert "najwyżej 1" in refused(edition, ANNA, PIOTR)[0]

    def test_nobody_comes_into_an_edition_that_is_over(self, edition):
        Edition.objects.filter(pk=edition.pk).update(title_pl="Stara")
        with translation.override("pl"):
            edition.start(by=make_admin())
            edition.finish(by=make_admin())
        assert "zakończona" in refused(edition, ANNA)[0]

    @given(rows=st.lists(st.lists(st.text(max_size=12), max_size=12), max_size=6))
    def test_whatever_stands_in_a_table_is_read_or_refused_with_words(self, rows):
        reader = Reader.__new__(Reader)
        reader.problems, reader.words = (
            [],
            {key: {} for key in ("topics", "region", "forms", "availability", "languages")},
        )
        try:
            lines = reader.read(text(HEAD, *rows))
        except Unreadable as refusal:
            said = [one.expected for one in refusal.problems]
        else:
            said = [line.said["email"] for line in lines]
        assert said
        assert all(said)


class TestPages:
    def test_the_difference_is_seen_before_anything_changes(self, edition, client_of):
        browser = client_of(make_staff(edition.programme))
        page = browser.post(address(edition), upload(comma_separated([HEAD, ANNA])))
        assert "Anna Wiśniewska" in page.content.decode()
        assert not edition.enrolments.exists()

        form = page.context["apply_form"].initial
        answer = browser.post(address(edition, "apply"), form)
        assert answer.url == reverse("mentoring:candidates", args=[edition.code, "mentee"])
        assert edition.enrolments.count() == 1

        again = browser.post(address(edition), upload(comma_separated([HEAD, ANNA])))
        assert "nie ma czego zmieniać" in again.content.decode()

    def test_a_difference_that_is_another_by_now_is_shown_instead(self, edition, client_of):
        browser = client_of(make_staff(edition.programme))
        page = browser.post(address(edition), upload(comma_separated([HEAD, ANNA])))
        bring(edition, ANNA)
        answer = browser.post(address(edition, "apply"), page.context["apply_form"].initial)
        assert answer.status_code == 200
        assert edition.enrolments.count() == 1

    @pytest.mark.parametrize("separator", [";", ",", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
    def test_a_list_of_any_spreadsheet_is_read(self, edition, client_of, separator, encoding):
        rows = "\r\n".join(separator.join(row[:4]) for row in (HEAD, ANNA)).encode(encoding)
        page = client_of(make_staff(edition.programme)).post(address(edition), upload(rows))
        assert [change.how for change in page.context["result"].changes] == ["new"]

    @pytest.mark.parametrize(
        "content", [b"", b"PK\x03\x04 to nie tabela", bytes(range(256)), b"\x00" * 20]
    )
    def test_what_is_no_table_is_refused_with_a_sentence(self, edition, client_of, content):
        answer = client_of(make_staff(edition.programme)).post(address(edition), upload(content))
        assert answer.status_code == 422

    def test_the_table_taken_out_comes_back_without_a_change(self, edition, client_of):
        bring(edition, ANNA, PIOTR)
        browser = client_of(make_staff(edition.programme))
        table = browser.get(address(edition, "table"))
        assert [sheet.title for sheet in load_workbook(BytesIO(table.content))] == [
            "Osoby",
            "Słowa",
        ]

        page = browser.post(address(edition), upload(table.content, "lista.xlsx"))

        assert [change.how for change in page.context["result"].changes] == ["same", "same"]

    def test_an_xlsx_is_read_like_a_csv(self, edition, client_of):
        content = workbook([Table("Lista", [HEAD, ANNA])])
        page = client_of(make_staff(edition.programme)).post(
            address(edition), upload(content, "l.xlsx")
        )
        assert [change.name for change in page.context["result"].changes] == ["Anna Wiśniewska"]

    def test_confidential_words_are_in_no_table(self, edition):
        made = make_enrolment(edition)
        Enrolment.objects.filter(pk=made.pk).update(keep_apart="kanarek", access_needs="kanarek")
        assert "kanarek" not in str(list(table_to_fill(edition, "mentee")))

    def test_only_those_who_run_the_edition_bring_lists_in(self, edition, client_of, client):
        stranger = client_of(make_user())
        assert client.get(address(edition)).status_code == 302
        assert stranger.get(address(edition)).status_code == 404
        assert (
            stranger.post(address(edition, "apply"), {"content": "x", "seen": "y"}).status_code
            == 404
        )
        assert stranger.get(address(edition, "table")).status_code == 404

    def test_a_file_that_did_not_come_back_is_asked_for_again(self, edition, client_of):
        answer = client_of(make_staff(edition.programme)).post(address(edition, "apply"), {})
        assert answer.status_code == 422

    @pytest.mark.parametrize("item_count", [1, 6])
    def test_a_longer_list_of_known_people_asks_no_more(
        self, edition, django_assert_num_queries, item_count
    ):
        rows = [[f"osoba{n}@example.org", "Ola", f"Dąb {n}", "śląskie"] for n in range(item_count)]
        bring(edition, *rows, head=HEAD[:4])
        admin = make_admin()
        with django_assert_num_queries(7):
            list_of(edition, "mentee").compare_text(text(HEAD[:4], *rows), by=admin)


@given(cells=st.lists(st.text(alphabet='ab ć;,\t"', max_size=6), min_size=2, max_size=4))
def test_semicolons_stay_what_they_were(cells):
    written = text(["a", "b", "c", "d"], cells)
    read = list(csv.reader(StringIO(as_semicolons(written)), delimiter=";"))
    assert read == list(csv.reader(StringIO(written), delimiter=";"))
