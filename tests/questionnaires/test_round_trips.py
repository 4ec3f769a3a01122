"""Whatever somebody types: it is kept as typed, judged without a crash, shown, and frozen in one writing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.templatetags.screen import length_of
from questionnaires.blocks import read_blocks
from questionnaires.forms import AnswersForm, posted, typed
from questionnaires.numbers import UnreadableNumber, read_number, show_plain
from questionnaires.summary import canonical, digest, row_of, summarise
from tests.factories.questionnaires import make_answers, make_version, question
from tests.questionnaires.test_kinds import ALL, CATEGORIES

SIMPLE = [
    question("text", max_length=30),
    question("long_text", max_length=60),
    question("lines", maximum=5),
    question("number", places=2),
    question("money"),
    question("date"),
    question("choice", options=CATEGORIES),
    question("multiple_choice", options=CATEGORIES),
    question("checkbox"),
    question("schedule", who=True),
]
BLOCKS = read_blocks([*SIMPLE, *ALL])
TEXTS = st.text(max_size=80) | st.sampled_from(
    [
        "🙂👨‍👩‍👧",
        "a\r\nb",
        "\r",
        "=cmd()",
        "<b>",
        "1 234,56 zł",
        "2026-05-01",
        "things",
        "on",
        "2",
        " ",
    ]
)


def row(block: dict[str, Any]) -> st.SearchStrategy[dict[str, str]]:
    """A row of the table `block` with anything in its cells."""
    [read] = read_blocks([block])
    cells = {column.key: TEXTS for column in read.columns()}  # type: ignore[attr-defined]
    return st.fixed_dictionaries(cells)


def values() -> st.SearchStrategy[dict[str, Any]]:
    """Anything typed into every question."""
    one_line = {block["key"]: TEXTS for block in SIMPLE[:7]}
    tables = {
        block["key"]: st.lists(row(block), max_size=2)
        for block in [*SIMPLE, *ALL]
        if block["kind"] in {"table", "people", "costs", "schedule"}
    }
    return st.fixed_dictionaries(
        {
            **one_line,
            **tables,
            "multiple_choice": st.lists(TEXTS, max_size=2),
            "checkbox": st.booleans(),
            "consent": TEXTS,
        }
    )


@given(values())
def test_what_is_typed_is_judged_shown_and_frozen_without_a_crash(anything: dict[str, Any]) -> None:
    kept = json.loads(json.dumps(typed(BLOCKS, posted(BLOCKS, anything))))

    assert typed(BLOCKS, posted(BLOCKS, kept)) == kept

    form = AnswersForm(BLOCKS, kept, check=True)
    form.is_valid()
    frozen = canonical(form.cleaned_data)
    assert json.loads(json.dumps(frozen)) == frozen
    assert digest(frozen) == digest(json.loads(json.dumps(frozen)))
    for part in summarise(BLOCKS, frozen):
        assert all(line.block.key in frozen for line in part.lines if not line.is_empty)
    assert all(isinstance(cell, str) for cell in row_of(BLOCKS, frozen).values())


@given(st.text(max_size=70))
def test_the_count_on_the_page_is_the_count_of_the_rule(text: str) -> None:
    [block] = read_blocks([question("long_text", max_length=40)])
    kept = typed([block], posted([block], {"long_text": text}))

    form = AnswersForm([block], kept, check=True)

    too_long = any("40" in str(error) for error in form["long_text"].errors)
    assert too_long is (length_of(form["long_text"]) > 40)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))
@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_number_as_we_write_it_is_read_back(language: str, value: Any) -> None:
    with translation.override(language):
        written = show_plain(value)
    if language == "en" and "." not in written:  # "1,234" alone could be either
        written = written.replace(",", " ")

    assert read_number(written, places=2) == value


@given(st.text(max_size=20))
def test_a_text_that_is_no_number_is_refused_not_guessed(text: str) -> None:
    try:
        number = read_number(text, places=2)
    except UnreadableNumber:
        return
    assert number == number.quantize(number)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["a\x00b", "\ud800", "<script>", "=1+1", "🙂" * 500, "’; DROP TABLE"]
)
def test_hostile_texts_are_kept_and_shown_as_texts(text: str) -> None:
    version = make_version(question("long_text", "words", max_length=5000))
    answers = make_answers(version)
    blocks = version.read()

    answers.save_typed(typed(blocks, posted(blocks, {"words": text})), seen=0)
    answers.refresh_from_db()
    drawn = render_to_string(
        "questionnaires/answers.html", {"parts": summarise(blocks, answers.values)}
    )

    assert answers.values["words"]
    assert "<script" not in drawn
