"""Papers as PDF/UA by Typst: our one layout, the words as data, never as source."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import typst
from django.conf import settings

LAYOUT = settings.BASE_DIR / "templates" / "workflows" / "paper.typ"


def typeset(blocks: Iterable[dict[str, Any]], *, title: str, language: str) -> bytes:
    """The PDF of `blocks`, each {"kind": title, heading or text, "lines": …} or {"kind": "table", "rows": …}.

    The first row of a table is its head. A table may say how wide its columns are to one another ("widths") and
    that it is filled in by hand ("roomy").
    """
    data = {"language": language[:2], "title": title, "blocks": list(blocks)}
    paper: bytes = typst.compile(
        str(LAYOUT),
        root=str(LAYOUT.parent),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards="ua-1",
    )
    return paper
