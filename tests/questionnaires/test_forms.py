"""The form of a list of blocks: what it takes, and the sentences it answers with."""

from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from questionnaires.blocks import read_blocks
from questionnaires.forms import AnswersForm, Page, posted, touched, typed
from questionnaires.prefill import filled_from
from tests.factories.questionnaires import question, texts

YES_NO = [{"key": "yes", "label": texts("tak")}, {"key": "no", "label": texts("nie")}]


def errors_of(block: dict[str, Any], value: Any) -> list[str]:
    """The sentences about `value` as the answer to `block`, in English."""
    with translation.override("en"):
        form = AnswersForm(read_blocks([block]), {block["key"]: value}, check=True)
        return [str(error) for error in form[block["key"]].errors]


@pytest.mark.parametrize(
    ("block", "value", "says"),
    [
        (question("text"), "", "Write the answer."),
        (question("text", missing=texts("Napisz, gdzie.", "Write where.")), "", "Write where."),
        (question("text", max_length=3), "abcd", "These are 4 characters; at most 3 fit here."),
        (question("long_text", max_length=3), "a\r\nb", ""),
        (
            question("long_text", max_length=2),
            "🙂🙂🙂",
            "These are 3 characters; at most 2 fit here.",
        ),
        (question("lines", minimum=3), "Ala\n\nOla", "There are 2, and at least 3"),
        (question("lines", maximum=1), "Ala\nOla", "At most 1 line"),
        (question("lines", max_length=3), "Alicja", "too long"),
        (question("number"), "many", "Write a whole number"),
        (question("number"), "1.5", "Write a whole number"),
        (question("number", places=1), "x", "Write a number"),
        (question("number", minimum="2"), "1", "Write at least 2."),
        (question("number", maximum="5"), "6", "Write at most 5."),
        (question("money"), "1.234", "Write an amount"),
        (question("money", maximum="10"), "10,01", "Write at most 10.00\xa0PLN."),
        (question("choice", options=YES_NO), "perhaps", "Choose one of the answers given."),
        (question("multiple_choice", options=YES_NO), [], "Choose at least one answer."),
        (question("date"), "tomorrow", "Give a date as year-month-day"),
        (question("date", earliest="2026-05-01"), "2026-04-30", "Give a date from"),
        (question("date", latest="2026-05-01"), "2026-05-02", "Give a date up to"),
        (question("checkbox"), False, "Tick this statement"),
        (question("costs"), [], "Add at least one cost."),
        (question("costs"), [{"name": "", "amount": "5"}], "Row 1, “What for”: write what it is."),
        (
            question("costs"),
            [{"name": "Deski", "amount": "dużo"}],
            "Row 1, “Amount”: Write an amount",
        ),
        (
            question("costs"),
            [{"name": "Deski", "amount": "0"}],
            "Row 1, “Amount”: the amount is zero.",
        ),
        (question("costs", max_rows=1), [{"name": "a", "amount": "1"}] * 2, "At most 1 row"),
        (
            question("schedule"),
            [{"name": "a", "starts": "2026-05-02", "ends": "2026-05-01"}],
            "ends before it starts",
        ),
        (
            question("schedule"),
            [{"name": "a", "starts": "2026-05-02", "ends": ""}],
            "give a date.",
        ),
    ],
)
def test_a_wrong_answer_is_told_what_to_do(block: dict[str, Any], value: Any, says: str) -> None:
    found = errors_of(block, value)

    assert bool(found) is bool(says)
    assert says in " ".join(found)


@pytest.mark.parametrize(
    "text", ["1234,56", "1 234,56", "1\xa0234,56 zł", "1234.56", "1234.56 PLN"]
)
def test_an_amount_is_read_as_people_write_it(text: str) -> None:
    form = AnswersForm(read_blocks([question("money")]), {"money": text}, check=True)

    assert form.is_valid()
    assert str(form.cleaned_data["money"]) == "1234.56"


def test_a_question_that_is_not_asked_is_not_missing() -> None:
    blocks = read_blocks(
        [
            question("choice", options=YES_NO),
            question("text", "why", only_if={"key": "choice", "among": ["yes"]}),
            question("text", "more", only_if={"key": "why", "among": ["x"]}),
        ]
    )

    asked = AnswersForm(blocks, {"choice": "yes"}, check=True)
    not_asked = AnswersForm(blocks, {"choice": "no", "why": "x", "more": ""}, check=True)

    assert [one.key for one in asked.missing()] == ["why"]
    assert not_asked.is_valid()
    assert not_asked.cleaned_data == {"choice": "no", "why": None, "more": None}


def test_missing_answers_come_in_the_forms_order_with_a_place_to_jump_to() -> None:
    blocks = read_blocks(
        [question("text", "a"), question("costs", "b"), question("choice", "c", options=YES_NO)]
    )

    missing = AnswersForm(blocks, {}, check=True).missing()

    assert [(one.key, one.anchor) for one in missing] == [
        ("a", "id_a"),
        ("b", "id_b-0-name"),
        ("c", "id_c"),
    ]


def test_what_was_typed_survives_the_way_to_the_page_and_back() -> None:
    blocks = read_blocks(
        [
            question("text"),
            question("long_text"),
            question("checkbox"),
            question("multiple_choice", options=YES_NO),
            question("costs"),
        ]
    )
    values = {
        "text": "a",
        "long_text": "b\nc",
        "checkbox": True,
        "multiple_choice": ["no"],
        "costs": [{"name": "Deski", "amount": "dużo"}],
    }

    assert typed(blocks, posted(blocks, values)) == values


def test_typed_text_loses_its_carriage_returns_and_zero_bytes() -> None:
    data = QueryDict(mutable=True)
    data["long_text"] = "a\r\nb\x00"

    assert typed(read_blocks([question("long_text")]), data) == {"long_text": "a\nb"}


def test_touched_cells_belong_to_their_table() -> None:
    blocks = read_blocks([question("text"), question("costs")])

    assert touched(blocks, ["costs-3-amount", "text", "csrfmiddlewaretoken"]) == {"costs", "text"}


@pytest.mark.parametrize("version", ["", "x", "²", "-1", "99999999999"])
def test_a_page_that_does_not_say_what_it_showed_counts_as_the_oldest(version: str) -> None:
    assert Page.posted({"version": version}).seen == 0


@pytest.mark.parametrize(
    ("block", "facts", "filled"),
    [
        (question("text", "goal", fact="action.goal"), {"action.goal": "Ławka"}, "Ławka"),
        (question("text", "goal", fact="action.goal"), {"goal": "Ławka"}, None),
        (question("text", "goal"), {"goal": "Ławka"}, "Ławka"),
        (question("long_text", "goal"), {"goal": ""}, None),
        (question("number", "goal"), {"goal": "Ławka"}, None),
        (question("checkbox", "goal"), {"goal": "yes"}, None),
        (question("text", "goal"), {"goal": [{"name": "Ławka"}]}, None),
        (question("schedule", "goal"), {"goal": "Ławka"}, None),
        (question("schedule", "goal"), {"goal": [{"name": "Ławka"}]}, [{"name": "Ławka"}]),
    ],
)
def test_an_answer_is_filled_by_its_fact_or_its_key_where_it_can_be_typed(
    block: dict[str, Any], facts: dict[str, Any], filled: Any
) -> None:
    assert filled_from(facts, read_blocks([block])).get("goal") == filled
