"""Answers for reading, and their frozen copy."""

from datetime import date
from decimal import Decimal

from django.utils import translation

from questionnaires.blocks import read_blocks
from questionnaires.summary import canonical, digest, summarise, total
from tests.factories.questionnaires import question, texts

OPTIONS = [{"key": "a", "label": texts("jeden", "one")}, {"key": "b", "label": texts("dwa", "two")}]
BLOCKS = read_blocks(
    [
        question("heading", label=texts("Część", "Part")),
        question("text"),
        question("number"),
        question("money"),
        question("date"),
        question("choice", options=OPTIONS),
        question("multiple_choice", options=OPTIONS),
        question("checkbox"),
        question("lines"),
        question("costs", own=True),
        question("schedule"),
        question("text", "unasked", only_if={"key": "choice", "among": ["b"]}),
    ]
)
CLEAN = {
    "text": "Ławka",
    "number": Decimal(1200),
    "money": Decimal("1234.50"),
    "date": date(2026, 5, 1),
    "choice": "a",
    "multiple_choice": ["a", "b"],
    "checkbox": True,
    "lines": ["Ala", "Ola"],
    "costs": [{"name": "Deski", "amount": Decimal("10.00"), "own": Decimal("2.50")}],
    "schedule": [{"name": "Budowa", "starts": date(2026, 5, 1), "ends": date(2026, 5, 2)}],
    "unasked": None,
}


def test_every_kind_is_written_for_reading() -> None:
    with translation.override("en"):
        [part] = summarise(BLOCKS, canonical(CLEAN))
        said = {line.block.key: line for line in part.lines}

        assert part.heading == "Part"
        assert said["money"].text == "1,234.50\xa0PLN"
        assert said["choice"].text == "one"
        assert said["multiple_choice"].items == ("one", "two")
        assert said["checkbox"].text == "Yes"
        assert said["lines"].items == ("Ala", "Ola")
        assert said["costs"].table is not None
        assert said["costs"].table.totals[1:] == ["10.00\xa0PLN", "2.50\xa0PLN"]
        assert "unasked" not in said


def test_nothing_answered_is_said_so() -> None:
    [part] = summarise(BLOCKS[:2], {})

    assert part.lines[0].is_empty


def test_the_frozen_copy_is_the_same_to_the_byte() -> None:
    frozen = canonical(CLEAN)

    assert frozen["money"] == "1234.50"
    assert frozen["schedule"][0]["starts"] == "2026-05-01"
    assert digest({"b": 1, "a": frozen}) == digest({"a": frozen, "b": 1})
    assert digest({"a": 1}) != digest({"a": 2})


def test_a_total_adds_canonical_rows_too() -> None:
    assert total([{"amount": "0.10"}, {"amount": "0.20"}]) == Decimal("0.30")
