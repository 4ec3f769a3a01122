"""Papers as PDF/UA by Typst: our one layout, the words as data, never as source."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any

import typst
from django.conf import settings

from workflows import clock

LAYOUT = settings.BASE_DIR / "templates" / "workflows" / "paper.typ"


def typeset(
    blocks: Iterable[dict[str, Any]],
    *,
    title: str,
    language: str,
    pictures: Mapping[str, bytes] | None = None,
    made_at: datetime | None = None,
) -> bytes:
    """The PDF of `blocks`, each {"kind": title, heading or text, "lines": …} or {"kind": "table", "rows": …}.

    The first row of a table is its head. A table may say how wide its columns are to one another ("widths") and
    that it is filled in by hand ("roomy"). {"kind": "picture", "name": …, "label": …} shows one of `pictures`, JPEG
    by the names of files; the label is read out to whoever does not see it. The paper says inside when it was
    made: now, or at `made_at`, so that the same words make the same bytes.
    """
    data = {"language": language[:2], "title": title, "blocks": list(blocks)}
    # a folder of its own: Typst reads pictures from files only, and from nowhere else on this machine
    with TemporaryDirectory(prefix="paper-") as folder:
        layout = copy(LAYOUT, folder)
        for name, content in (pictures or {}).items():
            Path(folder, name).write_bytes(content)
        paper: bytes = typst.compile(
            str(layout),
            root=folder,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards="ua-1",
            timestamp=int((made_at or clock.now()).timestamp()),
        )
    return paper
