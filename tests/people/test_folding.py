"""What the database compares is what `fold` gives: case and accents do not matter on either database."""

import pytest

from people.finding import is_enough, words_of
from people.models import Organisation
from tests.factories.people import make_organisation

NAME = "Stowarzyszenie ŻÓŁĆ Gęślą Jaźń Übung Šiška"


def holds_on_this_database() -> None:
    kept = make_organisation(NAME)
    for said in ("zolc", "gesla", "jazn", "ubung", "siska", "stowarzyszenie zolc"):
        assert Organisation.objects.filter(name__folded__contains=said).get() == kept
    assert not Organisation.objects.filter(name__folded__contains="żółć").exists()


@pytest.mark.django_db
def test_letters_with_and_without_accents_are_one_letter():
    holds_on_this_database()


@pytest.mark.postgres
@pytest.mark.django_db
def test_letters_with_and_without_accents_are_one_letter_on_postgresql_too():
    holds_on_this_database()


@pytest.mark.django_db
def test_a_number_is_found_without_what_stands_between_its_parts():
    kept = make_organisation("KDS-12/2026.b")

    assert Organisation.objects.filter(name__plain="kds122026b").get() == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  Żółta   Łąka ", ["zolta", "laka"]),
        ("526-104-08-28", ["5261040828"]),
        ("PL 526 104 08 28", ["5261040828"]),
        ("pl5261040828", ["5261040828"]),
        ("Ogród 601 234 567", ["ogrod", "601234567"]),
        ("+48 601 234 567", ["+48601234567"]),
        ("12/2026", ["12/2026"]),
        ("2026 2027 2028", ["2026", "2027", "2028"]),
        ("- / .", []),
        ("a\x00b", ["a", "b"]),
    ],
)
def test_what_is_typed_becomes_words_without_accents_and_numbers_in_one_piece(typed, words):
    assert words_of(typed) == words


@pytest.mark.parametrize(("typed", "enough"), [("", False), ("ł", False), ("-ł-", False), ("ł a", True), ("12", True)])  # fmt: skip
def test_a_search_needs_two_letters_or_digits(typed, enough):
    assert is_enough(words_of(typed)) is enough


def test_nobody_makes_the_server_work_by_a_thousand_words():
    assert len(words_of("ab " * 1000)) == 8
