"""The estimate of things that are given: how much, in which unit, the price of one; the worth is counted to the grosz."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.blocks import BadBlocks, Costs, read_blocks, write_blocks
from questionnaires.blocks.estimate import estimate, total, worth
from questionnaires.forms import AnswersForm, posted, typed
from questionnaires.summary import canonical, summarise
from tests.factories.questionnaires import question
from tests.questionnaires.test_forms import errors_of

THINGS = question(
    "costs", in_kind=True, priced=True, sources=["own_work", "own_in_kind", "own_cash"]
)
UNPRICED = question("costs", in_kind=True, sources=["own_work"])
SHRUBS = {"name": "Krzewy", "quantity": "80", "unit": "szt.", "price": "30", "own_work": "1400"}


def row(**changes: str) -> dict[str, str]:
    return SHRUBS | changes


def sent(**changes: str) -> list[dict[str, str]]:
    """One row as a browser sends it, as the draft keeps it."""
    data = QueryDict(mutable=True)
    data.update({f"costs-0-{key}": value for key, value in row(**changes).items()})
    kept: list[dict[str, str]] = typed(read_blocks([THINGS]), data)["costs"]
    return kept


def cleaned(*rows: dict[str, str]) -> list[dict[str, Any]]:
    form = AnswersForm(read_blocks([THINGS]), {"costs": list(rows)}, check=True)
    assert form.is_valid(), form.errors
    found: list[dict[str, Any]] = form.cleaned_data["costs"]
    return found


@pytest.mark.parametrize(
    ("quantity", "price", "comes_to"),
    [
        ("80", "30", "2400.00"),
        ("12", "58,33", "699.96"),
        ("0,5", "0,01", "0.01"),
        ("1,5", "0,33", "0.50"),
        ("2,25", "19,99", "44.98"),
        ("1", "", "0.00"),
        ("1 000", "1 234,56", "1234560.00"),
    ],
)
def test_the_worth_is_the_quantity_times_the_price_of_one(
    quantity: str, price: str, comes_to: str
) -> None:
    (found,) = cleaned(row(quantity=quantity, price=price))

    assert found["amount"] == Decimal(comes_to)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_it_is_counted_alike_in_both_languages(language: str) -> None:
    with translation.override(language):
        assert cleaned(row(price="1234,56"))[0]["amount"] == Decimal("98764.80")
        assert Decimal(sent(price="1234,56")[0]["amount"].replace(",", ".")) == Decimal("98764.80")


def test_what_a_browser_sends_as_the_worth_counts_for_nothing() -> None:
    assert cleaned(row(amount="999999"))[0]["amount"] == Decimal("2400.00")
    assert sent(amount="999999")[0]["amount"] in {"2400,00", "2400.00"}


@pytest.mark.parametrize(
    "gap", [{"quantity": ""}, {"price": ""}, {"price": "tanio"}, {"quantity": "dużo"}]
)
def test_as_long_as_something_is_missing_the_draft_shows_no_worth(gap: dict[str, str]) -> None:
    assert sent(amount="7", **gap)[0]["amount"] == ""


def test_what_was_typed_survives_the_way_to_the_page_and_back() -> None:
    blocks = read_blocks([THINGS])
    there = {"costs": sent()}

    assert typed(blocks, posted(blocks, there)) == there


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"quantity": ""}, "write the number"),
        ({"quantity": "0"}, "more than zero"),
        ({"quantity": "-3"}, "more than zero"),
        ({"quantity": "80 szt."}, "Write a number"),
        ({"quantity": "1,234"}, "Write a number"),
        ({"unit": ""}, "write what it is"),
        ({"unit": "x" * 21}, "these are 21 characters"),
        ({"price": "-1"}, "Write at least"),
        ({"price": "0,001"}, "Write"),
        ({"price": "", "own_work": ""}, "the amount is zero"),
        ({"quantity": "0,01", "price": "0,01"}, "less than one hundredth"),
        ({"quantity": "999999999999", "price": "9999999"}, "it comes to more than"),
    ],
)
def test_a_wrong_row_is_told_what_to_do(changes: dict[str, str], says: str) -> None:
    assert says in " ".join(errors_of(THINGS, [row(**changes)]))


def test_what_the_city_gives_adds_up_from_the_counted_worths() -> None:
    rows = cleaned(row(), row(name="Ławki", quantity="4", price="450,10", own_work=""))
    (block,) = read_blocks([THINGS])
    assert isinstance(block, Costs)

    assert total(rows) == Decimal("4200.40")
    assert estimate(block, rows).whole == Decimal("5600.40")


def test_the_answer_is_read_with_quantity_unit_price_and_worth() -> None:
    with translation.override("pl"):
        frozen = canonical({"costs": cleaned(row())})
        said = str(summarise(read_blocks([THINGS]), frozen)).replace("\\xa0", " ")

    for expected in ("Krzewy", "'80'", "szt.", "30,00 zł", "2 400,00 zł"):
        assert expected in said, expected


def test_forms_published_before_keep_how_much_as_words() -> None:
    old, new = read_blocks([UNPRICED])[0], read_blocks([THINGS])[0]
    assert isinstance(old, Costs)
    assert isinstance(new, Costs)

    assert [one.key for one in old.columns()] == ["name", "quantity", "amount", "own_work"]
    kept = ["name", "quantity", "unit", "price", "amount"]
    assert [one.key for one in new.columns()][:5] == kept
    assert errors_of(UNPRICED, [{"name": "Krzewy", "quantity": "80 szt.", "amount": "5"}]) == []


def test_the_mark_is_kept_when_the_form_is_written_down() -> None:
    blocks = read_blocks([THINGS])

    assert read_blocks(write_blocks(blocks)) == blocks
    with pytest.raises(BadBlocks):
        read_blocks([question("costs", in_kind=True, priced="often")])


AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=2)


@given(quantity=AMOUNTS, price=AMOUNTS)
def test_the_worth_is_never_further_than_half_a_grosz_from_the_product(
    quantity: Decimal, price: Decimal
) -> None:
    counted = worth(quantity, price)

    assert counted.as_tuple().exponent == -2
    assert abs(counted - quantity * price) <= Decimal("0.005")
    assert counted == (quantity * price).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
