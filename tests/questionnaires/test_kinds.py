"""Tables, people, consents, files, notes and pages: what each takes, refuses, shows and freezes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from questionnaires.blocks import (
    BadBlocks,
    Costs,
    pages_of,
    read_blocks,
    write_blocks,
)
from questionnaires.blocks.estimate import estimate
from questionnaires.forms import AnswersForm, buttons_of, posted, typed
from questionnaires.summary import canonical, columns_of, own_total, row_of, summarise
from tests.factories.questionnaires import question, texts
from tests.questionnaires.test_forms import errors_of
from workflows import clock

COLUMNS = [
    {"key": "what", "label": texts("Co", "What")},
    {"key": "pieces", "label": texts("Sztuk", "Pieces"), "kind": "number", "adds_up": True},
    {"key": "price", "label": texts("Cena", "Price"), "kind": "money", "required": False},
    {"key": "when", "label": texts("Kiedy", "When"), "kind": "date", "required": False},
    {"key": "ours", "label": texts("Nasze", "Ours"), "kind": "tick"},
]
CATEGORIES = [
    {"key": "things", "label": texts("rzeczy", "things")},
    {"key": "people", "label": texts("ludzie", "people")},
]
TABLE = question("table", table=COLUMNS)
PEOPLE = question("people", age=True, role=True, contact=True, min_rows=2, adults=1)
CONSENT = question("consent", text=texts("Zgoda na dane.", "Consent to data."), version=2)
FILES = question("file", maximum=2)
COSTS = question("costs", categories=CATEGORIES, sources=["own_cash", "own_in_kind", "own_work"])
ALL = [TABLE, PEOPLE, CONSENT, FILES, COSTS]
YEAR = clock.today().year
ANNA = {"name": "Anna", "born": "1980", "adult": "", "role": "skarbniczka", "contact": "a@b.pl"}
JAN = {"name": "Jan", "born": "", "adult": "on", "role": "cieśla", "contact": "600 100 200"}
RECORD = {
    "key": "0b9f6d8e-7f0c-4f6a-9f49-000000000001",
    "name": "a.pdf",
    "size": 5,
    "sha256": "f" * 64,
}
TYPED: dict[str, Any] = {
    "table": [{"what": "=1+1", "pieces": "2", "price": "", "when": "2026-05-01", "ours": "on"}],
    "people": [ANNA, JAN],
    "consent": "2",
    "file": [RECORD],
    "costs": [
        {"category": "things", "name": "Deski", "amount": "100", "own_cash": "50,50", "own_in_kind": "", "own_work": ""},
        {"category": "people", "name": "Opieka", "amount": "", "own_cash": "", "own_in_kind": "", "own_work": "49,50"},
    ],
}  # fmt: skip


def cleaned(*data: dict[str, Any], **values: Any) -> dict[str, Any]:
    """The judged answers to the questions `data`."""
    form = AnswersForm(read_blocks(list(data)), values, check=True)
    assert form.is_valid(), form.errors
    return form.cleaned_data


@pytest.mark.parametrize(
    ("block", "value", "says"),
    [
        (TABLE, [], "Fill in at least one row."),
        (TABLE, [{"what": "", "pieces": "2"}], "Row 1, “What”: write what it is."),
        (TABLE, [{"what": "x" * 201, "pieces": "2"}], "these are 201 characters; at most 200 fit"),
        (TABLE, [{"what": "a", "pieces": "two"}], "Row 1, “Pieces”: Write a number"),
        (TABLE, [{"what": "a", "pieces": ""}], "write the number"),
        (TABLE, [{"what": "a", "pieces": "1", "price": "-1"}], "Write at least"),
        (TABLE, [{"what": "a", "pieces": "1", "when": "soon"}], "give the date as year-month-day"),
        (
            question("table", table=COLUMNS[:1], min_rows=2),
            [{"what": "a"}],
            "At least 2 rows are needed.",
        ),
        (PEOPLE, [], "Add at least one person."),
        (PEOPLE, [ANNA], "At least 2 rows are needed."),
        (PEOPLE, [ANNA, {**JAN, "adult": ""}], "give the year of birth, or tick “adult”"),
        (PEOPLE, [ANNA, {**JAN, "born": "MCMX"}], "give a year with four digits"),
        (PEOPLE, [ANNA, {**JAN, "born": "85"}], "give a year with four digits"),
        (PEOPLE, [ANNA, {**JAN, "born": str(YEAR - 10)}], "is not an adult"),
        (
            PEOPLE,
            [{**ANNA, "born": str(YEAR - 10)}, {**ANNA, "born": str(YEAR - 18)}],
            "At least 1 adult is needed.",
        ),
        (PEOPLE, [ANNA, {**JAN, "role": ""}], "write what it is"),
        (CONSENT, "", "Read the words and tick the consent"),
        (CONSENT, "1", "Read the words and tick the consent"),
        (FILES, [], "Attach at least one file."),
        (FILES, [RECORD] * 3, "At most 2 files fit here"),
        (FILES, "0b9f6d8e-7f0c-4f6a-9f49-000000000001", "Attach at least one file."),
        (COSTS, [{"category": "gold", "name": "a", "amount": "1"}], "choose one of those given"),
        (COSTS, [{"category": "", "name": "a", "amount": "1"}], "choose one."),
        (COSTS, [{"category": "things", "name": "a"}], "the amount is zero"),
        (
            question("schedule", who=True),
            [{"name": "a", "starts": "2026-05-01", "ends": "2026-05-02"}],
            "Row 1, “Who does it”",
        ),
    ],
)
def test_a_wrong_answer_is_told_what_to_do(block: dict[str, Any], value: Any, says: str) -> None:
    assert says in " ".join(errors_of(block, value))


def test_whoever_turns_eighteen_this_year_counts_with_the_tick_alone() -> None:
    young = {**ANNA, "born": str(YEAR - 18)}

    assert errors_of(PEOPLE, [young, {**young, "adult": "on"}]) == []


def test_everything_typed_survives_the_way_to_the_page_and_back() -> None:
    blocks = read_blocks(ALL)
    without_files = {key: value for key, value in TYPED.items() if key != "file"}

    assert typed(blocks, posted(blocks, TYPED)) == without_files


def test_what_a_browser_posts_as_a_file_record_is_never_one() -> None:
    data = QueryDict(mutable=True)
    data["file"] = RECORD["key"]

    assert typed(read_blocks([FILES]), data) == {}


def test_every_kind_is_frozen_in_one_writing() -> None:
    frozen = canonical(cleaned(*ALL, **TYPED))

    assert frozen["table"] == [
        {"what": "=1+1", "pieces": "2.00", "price": None, "when": "2026-05-01", "ours": True}
    ]
    assert frozen["people"][1] == {
        "name": "Jan",
        "born": None,
        "adult": True,
        "role": "cieśla",
        "contact": "600 100 200",
    }
    assert frozen["consent"] == {"agreed": True, "version": 2}
    assert frozen["file"] == [RECORD]
    assert frozen["costs"][0]["own_work"] == "0.00"


def test_every_kind_is_written_for_reading() -> None:
    with translation.override("en"):
        [part] = summarise(read_blocks(ALL), canonical(cleaned(*ALL, **TYPED)))
    said = {line.block.key: line for line in part.lines}

    assert said["table"].table.rows == [["=1+1", "2", "", "1 May 2026", "Yes"]]
    assert said["table"].table.totals == ["Total", "2", "", "", ""]
    assert said["people"].table.columns[1:3] == ["Year of birth", "Adult"]
    assert said["consent"].text == "Yes, to the words in version 2."
    assert said["file"].files[0].name == "a.pdf"
    assert said["costs"].table.foot[1] == ["Share", "", "50.0%", "25.3%", "0.0%", "24.8%"]
    assert said["costs"].details[0] == "things: 150.50\xa0PLN, that is 75.3% of the whole."


def test_answers_go_out_under_keys_that_stay() -> None:
    blocks = read_blocks([*ALL, question("multiple_choice", options=CATEGORIES)])
    values = canonical(cleaned(*ALL, **TYPED)) | {"multiple_choice": ["things", "people"]}

    row = row_of(blocks, values)

    assert list(row) == [column.key for column in columns_of(blocks)]
    assert row["multiple_choice"] == "things; people"
    assert row["costs.amount"] == "100.00"
    assert row["table.pieces"] == "2.00"
    assert row["consent"] == "2"
    assert row["file"] == "a.pdf"


def test_own_contribution_adds_up_whatever_it_comes_from() -> None:
    rows = [{"own": "1.00"}, {"own_cash": Decimal("2.00"), "own_work": Decimal("0.50")}]

    assert own_total(rows) == Decimal("3.50")


def test_shares_are_rounded_half_up_to_a_tenth() -> None:
    [block] = read_blocks([COSTS])
    assert isinstance(block, Costs)

    added = estimate(block, [{"amount": "1", "own_cash": "7"}, {"own_work": "1992"}])

    assert [share.percent for share in added.sources] == [
        Decimal("0.1"),
        Decimal("0.4"),
        Decimal("0.0"),
        Decimal("99.6"),
    ]
    assert {share.percent for share in estimate(block, []).sources} == {None}


@pytest.mark.parametrize("language", ["pl", "en"])
def test_hostile_words_stay_words_wherever_they_are_drawn(language: str) -> None:
    evil = "<script>alert(1)</script>"
    both = texts(evil, evil)
    data = [
        question("page", label=both, help=both),
        question("heading", label=both, help=both),
        question("note", label=both, help=both),
        {**CONSENT, "label": both, "text": both, "help": both},
        {**TABLE, "label": both, "table": [{**COLUMNS[0], "label": both}]},
        {**COSTS, "categories": [{"key": "a", "label": both}]},
        question("choice", options=[{"key": "a", "label": both}], help=both, missing=both),
    ]
    blocks = read_blocks(data)
    values = {"table": [{"what": evil}], "costs": [{"name": evil}], "choice": evil, "consent": evil}

    with translation.override(language):
        form = AnswersForm(blocks, values, check=True)
        drawn = render_to_string("questionnaires/sections.html", {"form": form})
        parts = summarise(blocks, {"table": [{"what": evil}], "choice": "a"})
        drawn += render_to_string("questionnaires/answers.html", {"parts": parts})

    assert "&lt;script&gt;" in drawn
    assert "<script" not in drawn


def test_a_form_is_parted_where_its_pages_start() -> None:
    blocks = read_blocks(
        [
            question("heading", "start", label=texts("Kto", "Who")),
            question("text", "a"),
            question("page", "second", label=texts("Druga", "Second")),
            question("text", "b", only_if={"key": "a", "among": ["x"]}),
            question("page", "third"),
            question("text", "c"),
        ]
    )

    pages = pages_of(blocks)
    form = AnswersForm(blocks, {"a": "y"}, check=True, part=2)

    assert [page.title for page in pages[:2]] == ["Kto", "Druga"]
    assert [page.keys for page in pages] == [{"a"}, {"b"}, {"c"}]
    assert [(one.key, one.part) for one in form.missing()] == [("c", 3)]
    assert [field.name for section in form.sections() for field in section.fields] == ["b"]
    steps = form.steps(address="/x/", missing=form.missing(), seen=True)
    assert [(step.url, step.done, step.current) for step in steps] == [
        ("/x/?part=1", True, False),
        ("/x/?part=2", True, True),
        ("/x/?part=3", False, False),
    ]


@pytest.mark.parametrize(("asked", "shown"), [(0, 1), (2, 2), (99, 2), (-5, 1)])
def test_a_page_that_is_not_there_is_the_nearest_one(asked: int, shown: int) -> None:
    blocks = read_blocks([question("text"), question("page"), question("text", "b")])

    assert AnswersForm(blocks, part=asked).part == shown


@pytest.mark.parametrize(
    ("other", "among", "answer", "asked"),
    [
        ("checkbox", ["yes"], True, True),
        ("checkbox", ["yes"], False, False),
        ("checkbox", ["no"], None, True),
        ("consent", ["yes"], "2", True),
        ("multiple_choice", ["people"], ["things", "people"], True),
        ("multiple_choice", ["people"], ["things"], False),
        ("choice", ["things"], None, False),
        ("choice", ["things"], "things", True),
    ],
)
def test_a_question_is_asked_when_another_was_answered_so(
    other: str, among: list[str], answer: Any, asked: bool
) -> None:
    more: dict[str, Any] = {
        "consent": {"text": texts("Zgoda"), "version": 2, "required": False},
        "checkbox": {"required": False},
    }
    options = {} if other in more else {"options": CATEGORIES, "required": False}
    blocks = read_blocks(
        [
            question(other, "first", **more.get(other, {}), **options),
            question("text", "then", only_if={"key": "first", "among": among}),
        ]
    )

    form = AnswersForm(blocks, {"first": answer}, check=True)

    assert ([one.key for one in form.missing()] == ["then"]) is asked


@pytest.mark.parametrize(
    ("blocks", "says"),
    [
        (
            [question("text", "a", only_if={"key": "b", "among": ["x"]}), question("text", "b")],
            "comes later",
        ),
        (
            [
                question("choice", "a", options=CATEGORIES),
                question("text", "b", only_if={"key": "a", "among": ["gold"]}),
            ],
            "does not offer",
        ),
        (
            [question("heading", "a"), question("text", "b", only_if={"key": "a", "among": ["x"]})],
            "asks nothing",
        ),
        ([question("number", minimum="5", maximum="4")], "larger than the largest"),
        ([question("date", earliest="2026-02-01", latest="2026-01-01")], "comes after"),
        ([question("file", maximum=0)], "1 to 20 files"),
        ([question("file", megabytes=500)], "1 to 20 MB"),
        ([question("file", endings=["exe"])], "endings: expected a list of"),
        ([question("people", adults=3)], "has to ask about age"),
        ([question("people", min_rows=9, max_rows=3)], "More rows are needed"),
        ([question("table", table=[])], "one to eight columns"),
        ([question("table", table=[{"key": "a", "label": texts("x"), "kind": "poem"}])], "kinds"),
        ([question("table", table=[COLUMNS[0], COLUMNS[0]])], "different keys"),
        ([question("costs", sources=["lottery"])], "own_cash"),
        ([question("money", currency="złote")], "three capital letters"),
        ([question("text", max_length=0)], "At least one character"),
        ([question("text"), question("page", "last")], "asks nothing"),
        ([question("number", minimum="NaN")], "a number"),
        ([question("choice", options=[{"key": "a b", "label": texts("x")}])], "without spaces"),
    ],
)
def test_blocks_that_cannot_work_are_refused(blocks: list[dict[str, Any]], says: str) -> None:
    with translation.override("en"), pytest.raises(BadBlocks) as refused:
        read_blocks(blocks)

    assert any(says in sentence for sentence in refused.value.sentences), refused.value.sentences


def test_every_kind_is_read_and_written_back_the_same() -> None:
    data = [
        question("page"),
        question("note", help=texts("Czytaj", "Read")),
        *ALL,
        question("schedule", who=True),
        question("people", "group", adults=3, age=True, min_rows=3),
        question("file", "photos", endings=["jpg", "png"], required=False),
    ]
    blocks = read_blocks(data)

    assert read_blocks(write_blocks(blocks)) == blocks


def test_the_button_of_a_row_takes_that_row_away_and_keeps_the_rest() -> None:
    blocks = read_blocks([COSTS])
    data = posted(blocks, TYPED)
    data["remove_row"] = "costs-0"

    assert [row["name"] for row in typed(blocks, data)["costs"]] == ["Opieka"]
    assert buttons_of(blocks, data).anchor == "question-costs"


def test_the_buttons_of_other_forms_are_not_ours() -> None:
    blocks = read_blocks([COSTS])

    assert not buttons_of(blocks, {"remove_row": "other-0", "attach": "x", "detach": "file"})
    assert buttons_of(blocks, {"add_row": "costs"}).anchor == "question-costs"


def test_a_jump_from_a_mistake_lands_in_the_wrong_cell() -> None:
    rows = [TYPED["costs"][0], {**TYPED["costs"][1], "category": ""}]
    form = AnswersForm(read_blocks([COSTS]), {"costs": rows}, check=True)

    assert form.missing()[0].anchor == "id_costs-1-category"
    assert str(form["costs"]).count('aria-invalid="true"') >= 1
