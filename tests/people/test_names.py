"""Polish order, search without accents, masks."""

import pytest

from people.names import fold, masked_email, masked_name, masked_phone, slug, sort_key


def test_people_stand_in_the_order_of_the_polish_alphabet():
    families = [
        "Żak",
        "Źrebiec",
        "Zięba",
        "Łoś",
        "Lasota",
        "Ćwikła",
        "Czyż",
        "Cieślik",
        "Dąbek",
        "Śliwa",
        "Sobczyk",
    ]

    ordered = sorted(families, key=sort_key)

    assert ordered == [
        "Cieślik", "Czyż", "Ćwikła", "Dąbek", "Lasota", "Łoś", "Sobczyk", "Śliwa", "Zięba", "Źrebiec", "Żak",
    ]  # fmt: skip


def test_a_shorter_name_stands_before_a_longer_one():
    assert sort_key("Nowak", "Zofia") < sort_key("Nowakowska", "Anna")


def test_a_hyphen_counts_as_a_space():
    assert sort_key("Nowak-Lis", "Ewa") == sort_key("nowak lis", "EWA")


def test_a_foreign_letter_stands_with_its_base_letter():
    assert sort_key("Müller") == sort_key("Muller")


def test_a_sort_key_is_plain_lower_case_text():
    assert sort_key("Łódź 7").isascii()
    assert sort_key("Łódź 7").islower()


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Zażółć  gęślą", "zazolc gesla"), ("JAŹŃ", "jazn"), ("Iași", "iasi"), ("Ķekava", "kekava")],
)
def test_search_forgets_case_accents_and_doubled_spaces(text, plain):
    assert fold(text) == plain


def test_a_mask_shows_initials_only():
    assert masked_name("Jan", "Kowalski Lis") == "J… K… L…"
    assert masked_email("ula@example.org") == "u…@…"
    assert masked_phone("+48600100299") == "…99"
    assert masked_email("") == masked_phone("") == ""


def test_files_and_addresses_keep_every_polish_letter() -> None:
    assert slug("Protokół zdawczo-odbiorczy nr 1") == "protokol-zdawczo-odbiorczy-nr-1"
    assert slug("  Żółta Łódź ") == "zolta-lodz"
