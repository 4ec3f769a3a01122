"""Papers of this room as DOCX: the same blocks that `typesetting` makes a PDF of, for those who go on writing."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

LEVELS = {"title": 0, "heading": 1}
SIZE = Pt(10.5)


def word(blocks: Iterable[dict[str, Any]], *, title: str, language: str) -> bytes:
    """The DOCX of `blocks`, see `typesetting.typeset`; the first row of a table is repeated on every page."""
    document, out = Document(), io.BytesIO()
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.language = language
    document.styles["Normal"].font.size = SIZE
    for block in blocks:
        WRITERS.get(block["kind"], _text)(document, block)
    document.save(out)
    return out.getvalue()


def _heading(document: Any, block: dict[str, Any]) -> None:
    document.add_heading(" ".join(block["lines"]), LEVELS[block["kind"]])


def _text(document: Any, block: dict[str, Any]) -> None:
    document.add_paragraph("\n".join(block["lines"]))


def _answer(document: Any, block: dict[str, Any]) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(block["label"]).bold = True
    paragraph.add_run("\n" + "\n".join(block["lines"]))


def _table(document: Any, block: dict[str, Any]) -> None:
    rows = block["rows"]
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(head)


WRITERS: dict[str, Callable[[Any, dict[str, Any]], None]] = {
    "title": _heading,
    "heading": _heading,
    "answer": _answer,
    "table": _table,
}
