"""Papers as PDF: the words are data, a person's typing is never source."""

import io
from datetime import timedelta

from PIL import Image
from pypdf import PdfReader

from workflows import clock
from workflows.typesetting import typeset

BLOCKS = [
    {"kind": "title", "lines": ["Zaświadczenie"]},
    {"kind": "text", "lines": ["#panic() $x$ *nie pogrubione*"]},
    {"kind": "table", "rows": [["Co", "Ile"], ["Spotkania", "7"]]},
]


def test_words_come_to_the_page_as_they_were_typed():
    paper = PdfReader(io.BytesIO(typeset(BLOCKS, title="Zaświadczenie", language="pl")))

    text = paper.pages[0].extract_text()
    assert "#panic() $x$ *nie pogrubione*" in text
    assert "Spotkania" in text
    assert paper.metadata.title == "Zaświadczenie"


def test_a_picture_stands_on_the_page_with_words_for_whoever_does_not_see_it():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    blocks = [{"kind": "picture", "name": "a.jpg", "label": "Ławka pod lipą"}]

    paper = typeset(blocks, title="Raport", language="pl", pictures={"a.jpg": out.getvalue()})

    page = PdfReader(io.BytesIO(paper)).pages[0]
    assert len(page.images) == 1
    assert "Ławka pod lipą" in page.extract_text()


def test_a_table_may_be_wide_and_roomy_to_be_filled_in_by_hand():
    table = {"kind": "table", "rows": [["Osoba", "Podpis"], ["Anna", ""]], "widths": [2, 3]}

    papers = [
        typeset([{**table, "roomy": roomy}], title="Lista", language="pl")
        for roomy in (False, True)
    ]

    assert [PdfReader(io.BytesIO(each)).pages[0].extract_text().split() for each in papers] == [
        ["Osoba", "Podpis", "Anna", "1", "/", "1"]
    ] * 2
    assert papers[0] != papers[1]


def test_the_same_words_made_at_the_same_instant_are_the_same_bytes() -> None:
    noon = clock.now()

    papers = [
        typeset(BLOCKS, title="Zaświadczenie", language="pl", made_at=instant)
        for instant in (noon, noon, noon - timedelta(days=1))
    ]

    assert papers[0] == papers[1]
    assert papers[0] != papers[2]
