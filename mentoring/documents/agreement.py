"""The agreement of a pair as PDF, with who accepted it when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentoring.models import PairAgreement
from workflows.typesetting import typeset


def agreement_paper(agreement: PairAgreement) -> bytes:
    """The PDF; its frame is in the language in use, its text as both accepted it."""
    title = _("Agreement of a pair")
    return typeset(_blocks(agreement, title), title=title, language=get_language() or "pl")


def _blocks(agreement: PairAgreement, title: str) -> Iterator[dict[str, Any]]:
    yield {"kind": "mark"}
    yield {"kind": "title", "lines": [title]}
    yield {"kind": "heading", "lines": [agreement.pairing.edition.title]}
    for paragraph in agreement.text.splitlines():
        if paragraph.strip():
            yield {"kind": "text", "lines": [paragraph]}
    yield {"kind": "heading", "lines": [_("Accepted in Tandem")]}
    accepted = [[_("Who"), _("When")]]
    for who, at in agreement.acceptances():
        accepted.append([who, date_format(localtime(at), "j E Y, H:i")])
    if len(accepted) > 1:
        yield {"kind": "table", "rows": accepted}
    else:
        yield {"kind": "text", "lines": [_("Nobody has accepted it yet.")]}
