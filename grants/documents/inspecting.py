"""The protocol of a check as PDF and DOCX."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from grants.documents.word import word
from grants.models import Inspection
from grants.rules.inspecting import marks_shown
from people.names import slug
from workflows.typesetting import typeset


def protocol_papers(inspection: Inspection) -> list[tuple[str, bytes]]:
    """Name and bytes of the protocol as PDF and as DOCX, in the installation's own language."""
    name = "-".join([slug(_("protocol")), str(inspection.pk), str(inspection.version)])
    return [(f"{name}.{kind}", protocol_as(inspection, kind)) for kind in ("pdf", "docx")]


def protocol_as(inspection: Inspection, kind: str) -> bytes:
    """The protocol as it is written now; `kind` is pdf or docx."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Protocol of a check: agreement %(number)s") % {
            "number": inspection.agreement.number
        }
        make = typeset if kind == "pdf" else word
        return make(_blocks(inspection, title), title=title, language=settings.LANGUAGE_CODE)


def _blocks(inspection: Inspection, title: str) -> Iterator[dict[str, Any]]:
    yield _block("title", title)
    yield {"kind": "table", "rows": [[_("What"), _("Value")], *_facts(inspection)]}
    yield _block("heading", _("What was found"))
    heads = [_("What was looked at"), pgettext("inspection", "Finding"), _("Description")]
    rows = [[mark["item"], mark["result"], mark["note"] or "–"] for mark in _marks(inspection)]
    yield {"kind": "table", "rows": [heads, *rows]}
    yield _block("heading", _("What follows from it"))
    yield _block("text", inspection.conclusion or "–")
    yield _block("heading", _("Recommendations"))
    yield from _recommendations(inspection)
    yield _block("heading", _("Signatures and objections"))
    days = inspection.agreement.call.inspection_objection_days
    yield _block(
        "text",
        _(
            "The grantee signs this protocol in Tandem or objects to it in writing, with reasons, within %(days)d working days from receiving it. A protocol that nobody signs stands after that time."
        )
        % {"days": days},
    )


def _facts(inspection: Inspection) -> Iterator[list[str]]:
    agreement = inspection.agreement
    operators = [one.name for one in agreement.signatories.all() if one.capacity == "operator"]
    yield [_("Kind of check"), str(inspection.get_kind_display())]
    yield [_("Agreement"), f"{agreement.number}, {agreement.title_line}"]
    yield [_("Grantee"), agreement.application.applicant or str(agreement.application.author)]
    yield [_("Carried out for"), ", ".join(operators) or agreement.programme.title]
    yield [_("Carried out by"), str(inspection.lead)]
    yield [_("Took place on"), date_format(inspection.held_on or inspection.day)]
    yield [_("Hour and place"), inspection.where or "–"]
    yield [_("What is looked at"), inspection.scope]


def _marks(inspection: Inspection) -> list[dict[str, Any]]:
    return marks_shown(inspection.marks)


def _recommendations(inspection: Inspection) -> Iterator[dict[str, Any]]:
    wanted = inspection.recommended()
    if not wanted:
        yield _block("text", _("None."))
        return
    heads = [_("Recommendation"), _("Until")]
    yield {"kind": "table", "rows": [heads, *([text, date_format(day)] for text, day in wanted)]}


def _block(kind: str, text: str) -> dict[str, Any]:
    return {"kind": kind, "lines": text.split("\n")}
