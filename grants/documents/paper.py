"""The agreement as DOCX from the staff's template, and as PDF with the same words.

An agreement is written in the installation's own language, whoever asks for it: it is what both sides sign.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx import Document
from docx.table import Table

from finance.money import Money, format_money, in_words
from grants.actions.signing import template_of
from grants.models import Agreement, Annex, Call, Signatory
from grants.models.terms.money import CallKind
from grants.rules.merging import merged
from people.names import slug
from workflows.typesetting import typeset

DATA = Path(__file__).resolve().parent.parent / "data"
SHIPPED = {
    CallKind.MICRO_GRANT: DATA / "agreement.docx",
    CallKind.LOCAL_INITIATIVE: DATA / "agreement_in_kind.docx",
}


def agreement_papers(agreement: Agreement) -> list[tuple[str, bytes]]:
    """Name and bytes of the agreement as DOCX and as PDF. Raises BadTemplate."""
    name = "-".join(filter(None, [slug(_("agreement")), slug(agreement.number.replace("/", "-"))]))
    content = draft(agreement)
    title = _("Agreement %(number)s") % {"number": agreement.number}
    return [
        (f"{name}.docx", content),
        (f"{name}.pdf", pdf_of(content, title=title)),
    ]


def draft(agreement: Agreement) -> bytes:
    """The agreement as DOCX, from the template of its call. Raises BadTemplate."""
    with translation.override(settings.LANGUAGE_CODE):
        values = values_of(agreement)
    own = template_of(agreement.call)
    with own.open() if own else SHIPPED[CallKind(agreement.call.kind)].open("rb") as file:
        return merged(file, values)


def shipped_template(call: Call) -> bytes:
    """The template that Tandem brings for such a call, to be downloaded and changed."""
    return SHIPPED[CallKind(call.kind)].read_bytes()


def values_of(agreement: Agreement) -> dict[str, str]:
    """What stands in each field of `rules.signing.FIELDS`, in the language that is active."""
    call, application = agreement.call, agreement.application
    parties = list(agreement.signatories.all())
    operators = [party.name for party in parties if party.capacity == "operator"]
    budget = agreement.budget
    own = (budget.stated_own if budget else None) or Decimal(0)
    return {
        "number": agreement.number,
        "operator": ", ".join(operators),
        "grantee": application.applicant or str(application.author),
        "parties": "\n".join(_party(place, one) for place, one in enumerate(parties, start=1)),
        "signatures": "\n\n".join(_line_to_sign(one) for one in parties),
        "programme": agreement.programme.title,
        "call": call.title,
        "application": application.number,
        "project": agreement.title_line,
        "amount": format_money(agreement.amount, agreement.currency),
        "amount_in_words": in_words(Money(agreement.amount, agreement.currency)),
        "own_contribution": format_money(own, agreement.currency),
        "total": format_money(agreement.amount + own, agreement.currency),
        "starts_on": _day(agreement.starts_on),
        "ends_on": _day(agreement.ends_on),
        "costs": "\n".join(_costs(agreement)),
        "report_days": str(call.report_days),
        "report_due": _day(timezone.localdate(agreement.report_due_at))
        if agreement.report_due_at
        else "–",
        "refund_days": str(call.refund_days),
    }


def _party(place: int, party: Signatory) -> str:
    parts = [f"{place}. {party.name}", party.details]
    if party.represented_by:
        parts.append(_("represented by: %(name)s") % {"name": party.represented_by})
    text = ", ".join(part for part in parts if part)
    return f"{text} – {party.get_capacity_display()}"


def _line_to_sign(party: Signatory) -> str:
    return f"{'.' * 40}\n{party.represented_by or party.name}"


def _costs(agreement: Agreement) -> Iterator[str]:
    for line in agreement.lines():
        amount = format_money(line.amount, agreement.currency)
        yield f"{line.code}. {line.name}: {amount} ({line.get_source_display()})"


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT") if day else "–"


def pdf_of(docx: bytes, *, title: str) -> bytes:
    """The text and tables of a DOCX as PDF/UA: what it says, in our own layout."""
    return typeset(_blocks(docx), title=title, language=settings.LANGUAGE_CODE)


def _blocks(docx: bytes) -> Iterator[dict[str, Any]]:
    for each in Document(io.BytesIO(docx)).iter_inner_content():
        if isinstance(each, Table):
            yield {
                "kind": "table",
                "rows": [[cell.text for cell in row.cells] for row in each.rows],
            }
        elif text := each.text.strip():
            style = (each.style.name or "") if each.style else ""
            yield {"kind": _kind(style), "lines": text.split("\n")}


def _kind(style: str) -> str:
    if style == "Title":
        return "title"
    return "heading" if style.startswith("Heading") else "text"


def annex_paper(annex: Annex) -> bytes:
    """An annex as PDF: what changes and why, with a line to sign on for each party."""
    with translation.override(settings.LANGUAGE_CODE):
        agreement = annex.agreement
        title = _("%(annex)s to agreement %(number)s") % {
            "annex": annex,
            "number": agreement.number,
        }
        return typeset(
            _annex_blocks(annex, agreement, title), title=title, language=settings.LANGUAGE_CODE
        )


def _annex_blocks(annex: Annex, agreement: Agreement, title: str) -> Iterator[dict[str, Any]]:
    currency = agreement.currency
    yield _block("title", title)
    yield _block("text", values_of(agreement)["parties"])
    yield _block("heading", _("What changes"))
    if annex.amount is not None:
        yield _block(
            "text",
            _("The grant from now on: %(amount)s.")
            % {"amount": format_money(annex.amount, currency)},
        )
    if annex.starts_on or annex.ends_on:
        starts, ends = annex.starts_on or agreement.starts_on, annex.ends_on or agreement.ends_on
        yield _block(
            "text",
            _("The project runs from %(starts)s to %(ends)s.")
            % {"starts": _day(starts), "ends": _day(ends)},
        )
    if annex.rows:
        heads = [_("Position"), _("Until now"), _("From now on")]
        cells = [
            [
                row["name"],
                format_money(row["before"], currency),
                format_money(row["after"], currency),
            ]
            for row in annex.shown_rows()
        ]
        yield {"kind": "table", "rows": [heads, *cells]}
    yield _block("heading", _("Why"))
    yield _block("text", annex.reason)
    yield _block("text", _("Everything else in the agreement stays as it is."))
    yield _block("heading", _("Signatures"))
    yield _block("text", values_of(agreement)["signatures"])


def _block(kind: str, text: str) -> dict[str, Any]:
    return {"kind": kind, "lines": text.split("\n")}
