"""Own work in hours: hours times the rate of their kind, to the grosz, in the form, its copies and its exports."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from questionnaires.blocks import BadBlocks, Costs, read_blocks, write_blocks
from questionnaires.blocks.estimate import estimate, own_total
from questionnaires.fields import field_for
from questionnaires.forms import AnswersForm, posted, typed
from questionnaires.summary import canonical, columns_of, row_of, summarise
from tests.factories.questionnaires import question, texts
from tests.questionnaires.test_forms import errors_of

RATES = [
    {"key": "simple", "label": texts("praca prosta"), "worth": "35.00"},
    {"key": "expert", "label": texts("praca ekspercka"), "worth": "80.50"},
]
WORK = question("costs", hourly=True, sources=["own_cash", "own_work"], rates=RATES)
PLANTING = {
    "name": "Sadzenie",
    "amount": "100",
    "own_work_kind": "simple",
    "own_work_hours": "24",
}


def row(**changes: str) -> dict[str, str]:
    return PLANTING | changes


def cleaned(*rows: dict[str, str]) -> list[dict[str, Any]]:
    form = AnswersForm(read_blocks([WORK]), {"costs": list(rows)}, check=True)
    assert form.is_valid(), form.errors
    found: list[dict[str, Any]] = form.cleaned_data["costs"]
    return found


@pytest.mark.parametrize(
    ("kind", "hours", "comes_to"),
    [
        ("simple", "24", "840.00"),
        ("simple", "2,5", "87.50"),
        ("expert", "0,01", "0.81"),
        ("expert", "3.25", "261.63"),
        ("", "", "0.00"),
    ],
)
def test_work_counts_hours_times_the_rate_of_its_kind(kind: str, hours: str, comes_to: str) -> None:
    (found,) = cleaned(row(own_work_kind=kind, own_work_hours=hours))

    assert found["own_work"] == Decimal(comes_to)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"own_work_hours": ""}, "write how many hours"),
        ({"own_work_hours": "0"}, "more than zero"),
        ({"own_work_hours": "-2"}, "more than zero"),
        ({"own_work_hours": "dużo"}, "Write a number"),
        ({"own_work_kind": ""}, "choose the kind of work"),
        ({"own_work_kind": "unknown"}, "this call counts no such work"),
        ({"own_work_hours": "999999999999"}, "it comes to more than"),
        ({"amount": "", "own_work_kind": "", "own_work_hours": ""}, "the amount is zero"),
    ],
)
def test_a_wrong_row_is_told_what_to_do(changes: dict[str, str], says: str) -> None:
    assert says in " ".join(errors_of(WORK, [row(**changes)]))


def test_a_row_of_work_alone_needs_no_money() -> None:
    assert own_total(cleaned(row(amount=""))) == Decimal("840.00")


def test_what_a_browser_sends_as_the_worth_counts_for_nothing() -> None:
    data = QueryDict(mutable=True)
    data.update({f"costs-0-{key}": value for key, value in row(own_work="9999").items()})

    kept = typed(read_blocks([WORK]), data)["costs"]

    assert kept[0]["own_work"] in {"840,00", "840.00"}
    assert cleaned(row(own_work="9999"))[0]["own_work"] == Decimal("840.00")


@pytest.mark.parametrize(
    "gap", [{"own_work_hours": ""}, {"own_work_kind": ""}, {"own_work_kind": "unknown"}]
)
def test_as_long_as_something_is_missing_the_page_shows_no_worth(gap: dict[str, str]) -> None:
    widget = field_for(read_blocks([WORK])[0]).widget  # type: ignore[arg-type]

    page = widget.render("costs", [row(own_work="9999", **gap)])

    assert "9999" not in page


def test_a_kind_that_is_no_longer_counted_stays_on_the_page_as_it_was_typed() -> None:
    widget = field_for(read_blocks([WORK])[0]).widget  # type: ignore[arg-type]

    page = widget.render("costs", [row(own_work_kind="unknown")])

    assert '<option value="unknown" selected>' in page


def test_the_page_gives_scripts_the_rates_as_plain_numbers() -> None:
    with translation.override("pl"):
        page = field_for(read_blocks([WORK])[0]).widget.render("costs", [])  # type: ignore[arg-type]

    assert 'data-worth="80.50"' in page
    assert 'data-counted="own_work_hours own_work_kind"' in page


def test_the_work_adds_up_with_every_other_source() -> None:
    (block,) = read_blocks([WORK])
    assert isinstance(block, Costs)

    added = estimate(block, cleaned(row(own_cash="60"), row(own_work_kind="expert")))

    assert [(one.key, one.amount) for one in added.sources] == [
        ("amount", Decimal("200.00")),
        ("own_cash", Decimal("60.00")),
        ("own_work", Decimal("2772.00")),
    ]


def test_kind_hours_and_worth_are_read_and_exported() -> None:
    blocks = read_blocks([WORK])
    frozen = canonical({"costs": cleaned(row(own_work_hours="2,5"))})

    with translation.override("pl"):
        said = str(summarise(blocks, frozen)).replace("\\xa0", " ")
    exported = row_of(blocks, frozen)

    for expected in ("praca prosta", "2,50", "87,50 zł"):
        assert expected in said, expected
    assert exported["costs"] == "Sadzenie; 100.00; 0.00; simple; 2.50; 87.50"
    assert exported["costs.own_work"] == "87.50"
    assert {one.key for one in columns_of(blocks)} == set(exported)


def test_the_rates_are_kept_when_the_form_is_written_down() -> None:
    blocks = read_blocks([WORK])

    assert read_blocks(write_blocks(blocks)) == blocks
    assert "hourly" not in write_blocks(read_blocks([question("costs")]))[0]
    for worth in ("0", "-5", "much"):
        with pytest.raises(BadBlocks):
            read_blocks([WORK | {"rates": [{**RATES[0], "worth": worth}]}])


def test_what_was_typed_survives_the_way_to_the_page_and_back() -> None:
    blocks = read_blocks([WORK])
    there = {"costs": [row(own_cash="", own_work="840.00")]}
    with translation.override("en"):
        assert typed(blocks, posted(blocks, there)) == there


def test_without_rates_the_amount_of_work_is_typed() -> None:
    (block,) = read_blocks([question("costs", hourly=True, sources=["own_work"])])
    assert isinstance(block, Costs)

    assert [one.key for one in block.columns()] == ["name", "amount", "own_work"]
    assert not any(one.counted for one in block.columns())
