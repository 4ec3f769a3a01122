"""The format of blocks: what it takes, what it refuses and where it says so."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from questionnaires.blocks import BadBlocks, Condition, Day, Number, read_blocks, write_blocks
from tests.factories.questionnaires import question, texts


def test_every_kind_is_read_and_written_back() -> None:
    options = [{"key": "yes", "label": texts("tak", "yes")}]
    data = [
        question("heading"),
        question("text", max_length=50),
        question("long_text", help=texts("Krótko", "Briefly")),
        question("lines", minimum=3),
        question("number", minimum="1", places=1),
        question("money", currency="EUR", maximum="10.50"),
        question("choice", options=options, fact="action.kind"),
        question("multiple_choice", options=options, required=False),
        question("date", earliest="2026-01-01"),
        question("checkbox", missing=texts("Zaznacz", "Tick")),
        question("costs", own=True, max_rows=5),
        question("schedule", only_if={"key": "choice", "among": ["yes"]}),
    ]

    blocks = read_blocks(data)

    assert [block.kind for block in blocks] == [one["kind"] for one in data]
    assert read_blocks(write_blocks(blocks)) == blocks


def test_values_become_what_they_are() -> None:
    number, day, later = read_blocks(
        [
            question("number", minimum="1.5"),
            question("date", latest="2026-12-31"),
            question("text", only_if={"key": "number", "among": ["2"]}),
        ]
    )

    assert isinstance(number, Number)
    assert number.minimum == Decimal("1.5")
    assert isinstance(day, Day)
    assert day.latest == date(2026, 12, 31)
    assert later.only_if == Condition("number", ("2",))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("blocks", "where"),
    [
        ("text", "a list"),
        ([], "a list"),
        ([{"kind": "poem"}], "block 1: kind"),
        ([question("text", colour="red")], "“colour” is not known"),
        ([{"kind": "text", "key": "Big Key", "label": texts("x")}], "block 1, key"),
        ([{"kind": "text", "key": "a", "label": {"en": "x"}}], "block 1, label"),
        ([question("text", max_length=True)], "block 1, max_length"),
        ([question("number", minimum="many")], "block 1, minimum"),
        ([question("choice")], "block 1, options"),
        ([question("choice", options=[{"key": "a"}])], "block 1, options"),
        ([question("text", required="yes")], "block 1, required"),
        ([question("date", earliest="soon")], "block 1, earliest"),
        ([question("text"), question("text")], "used twice"),
        (
            [question("text", only_if={"key": "other", "among": ["a"]})],
            "no block has the key other",
        ),
        ([question("costs", max_rows=500)], "max_rows"),
        ([question("heading")], "at least one question"),
    ],
)
def test_a_mistake_is_named_with_its_place(blocks: object, where: str) -> None:
    with translation.override("en"), pytest.raises(BadBlocks) as refused:
        read_blocks(blocks)

    assert any(where in sentence for sentence in refused.value.sentences)


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(BadBlocks) as refused:
        read_blocks([{"kind": "poem"}, question("text", colour="red")])

    assert len(refused.value.sentences) == 2
