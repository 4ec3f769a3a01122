"""An application as a paper: what was answered, under its headings, for reading and printing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from questionnaires.summary import Line, Part
from workflows.typesetting import typeset

if TYPE_CHECKING:
    from grants.models import Application, Submission

Blocks = Iterator[dict[str, Any]]


def paper_of(
    application: Application, parts: Iterable[Part], *, frozen: Submission | None
) -> bytes:
    """The PDF of `parts`; `frozen` is the submission they come from, None while it is a draft."""
    blocks = [*_head(application, frozen), *answered(parts)]
    return typeset(blocks, title=application.title_line, language=get_language() or "pl")


def _head(application: Application, frozen: Submission | None) -> Blocks:
    yield {"kind": "title", "lines": [application.title_line]}
    lines = [application.call.title]
    if application.applicant:
        lines.append(application.applicant)
    if frozen is None:
        lines.append(_("Draft: not submitted yet."))
    else:
        received = date_format(frozen.submitted_at, "DATETIME_FORMAT")
        lines += [
            _("Application %(number)s, received %(when)s")
            % {"number": application.number, "when": received},
            _("Digest of the content (SHA-256)") + f": {frozen.digest}",
        ]
    yield {"kind": "text", "lines": lines}


def answered(parts: Iterable[Part]) -> Blocks:
    """Questions and answers under their headings, as pieces of a paper."""
    for part in parts:
        if part.heading:
            yield {"kind": "heading", "lines": [str(part.heading)]}
        for line in part.lines:
            yield from _answer(line)


def _answer(line: Line) -> Blocks:
    label = str(line.block.title)
    if line.table is not None:
        yield {"kind": "text", "lines": [label]}
        yield {"kind": "table", "rows": [line.table.columns, *line.table.rows, *line.table.foot]}
        if line.details:
            yield {"kind": "text", "lines": list(line.details)}
        return
    listed = [f"– {item}" for item in (*line.items, *(file.name for file in line.files))]
    said = listed or line.text.splitlines() or ["–"]
    yield {"kind": "answer", "label": label, "lines": [str(one) for one in (*said, *line.details)]}
