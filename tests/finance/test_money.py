"""Money is exact: read as people write it, rounded half up, divided without losing a grosz."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from finance.money import (
    AmountFormField,
    MixedCurrencies,
    Money,
    UnreadableAmount,
    format_money,
    read_amount,
)

amounts = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents) / 100)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)
NB, NN, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1234,56", "1234.56"),
        (f"1{NB}234{NB}567,89", "1234567.89"),
        (f"1{NN}234,5", "1234.50"),
        (f"1{THIN}234", "1234.00"),
        ("1234,5 zł", "1234.50"),
        ("12 PLN", "12.00"),
        ("5 €", "5.00"),
        ("\t7\r\n", "7.00"),
        ("-3,20", "-3.20"),
        ("\N{MINUS SIGN}3,20", "-3.20"),
        ("0", "0.00"),
        ("1,234.56", "1234.56"),
        ("1.234.567,8 zł", "1234567.80"),
        ("-12,345.60 PLN", "-12345.60"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, amount):
    assert str(read_amount(text)) == amount


@pytest.mark.parametrize(
    "text",
    ["", "dużo", "1.234", "1,234", "1,234,567", "1,23.45", "1,234.567", "1,234 567.80", "12 34", "1 2345", "1e5", "NaN", "Infinity",
     "--1", "1,2,3", "0x10", "1234,567", "zł", "1 234,5 6"],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_is_asked_about(text):
    with pytest.raises(UnreadableAmount):
        read_amount(text)


@pytest.mark.parametrize("text", ["dużo", "9" * 20, "1.234"])
def test_a_form_says_what_is_wrong_with_an_amount(text):
    with pytest.raises(ValidationError):
        AmountFormField().clean(text)


@given(amounts)
def test_what_is_written_is_read_back(amount):
    for language in ("pl", "en"):
        with translation.override(language):
            written = format_money(amount, "PLN")
        assert read_amount(written) == amount


@given(amounts)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_form_gives_back_what_it_took(language, amount):
    field = AmountFormField()

    with translation.override(language):
        assert field.clean(field.prepare_value(amount)) == amount


@pytest.mark.parametrize(("language", "written"), [("pl", f"9{NB}360,00"), ("en", "9,360.00")])
def test_a_form_shows_an_amount_as_the_reader_s_language_writes_it(language, written):
    with translation.override(language):
        assert AmountFormField().prepare_value(Decimal(9360)) == written


@given(amounts, weights)
def test_shares_add_up_to_the_whole_to_the_grosz(amount, parts):
    whole = Money(amount, "PLN")

    shares = whole.split(parts)

    assert Money.total(shares, "PLN") == whole
    assert len(shares) == len(parts)


@given(amounts, weights)
def test_no_share_is_a_grosz_away_from_its_exact_part(amount, parts):
    for share, weight in zip(Money(amount, "PLN").split(parts), parts, strict=True):
        exact = Fraction(amount) * weight / sum(parts)
        assert abs(Fraction(share.amount) - exact) < Fraction(1, 100)
        if weight == 0:
            assert not share


@pytest.mark.parametrize("parts", [[], [0, 0], [-1, 2]])
def test_nothing_is_divided_by_nothing(parts):
    with pytest.raises(ValueError, match="Weights"):
        Money(Decimal(1), "PLN").split(parts)


@pytest.mark.parametrize(
    ("exact", "kept"),
    [("0.005", "0.01"), ("0.015", "0.02"), ("0.025", "0.03"), ("-0.005", "-0.01"), ("2.675", "2.68"),
     ("1.0049", "1.00"), ("76338.495", "76338.50")],
)  # fmt: skip
def test_half_a_grosz_is_rounded_up(exact, kept):
    assert str(Money(Decimal(exact), "PLN").amount) == kept


@given(amounts, amounts)
def test_sums_and_differences_are_exact(one, other):
    first, second = Money(one, "EUR"), Money(other, "EUR")

    assert (first + second).amount == one + other
    assert first + second - second == first
    assert (first < second) == (one < other)


def test_currencies_do_not_mix():
    with pytest.raises(MixedCurrencies):
        Money(Decimal(1), "PLN") + Money(Decimal(1), "EUR")


@pytest.mark.parametrize("amount", [0.1, Decimal("NaN"), Decimal("Infinity")])
def test_an_amount_that_is_not_exact_is_no_money(amount):
    with pytest.raises((TypeError, ValueError)):
        Money(amount, "PLN")


def test_a_share_of_nothing_is_unknown():
    assert Money(Decimal(5), "PLN").share_of(Money.zero("PLN")) is None
    assert Money(Decimal(1), "PLN").share_of(Money(Decimal(3), "PLN")) == Decimal("33.33")
