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
from grants.actions.signing import ANNEX_TEMPLATE, PAPER, TEMPLATE, template_of
from grants.models import Agreement, Annex, Call, Signatory
from grants.models.terms.money import CallKind
from grants.rules.merging import merged
from people.names import slug
from workflows.models import StoredFile
from workflows.typesetting import typeset

DATA = Path(__file__).resolve().parent.parent / "data"
SHIPPED = {
    CallKind.MICRO_GRANT: DATA / "agreement.docx",
    CallKind.LOCAL_INITIATIVE: DATA / "agreement_in_kind.docx",
}
SHIPPED_ANNEX = DATA / "annex.docx"


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
    with own.open_inside() if own else SHIPPED[CallKind(agreement.call.kind)].open("rb") as file:
        return merged(file, values)


def shipped_template(call: Call, purpose: str = TEMPLATE) -> bytes:
    """The template that Tandem brings for such a call, to be downloaded and changed."""
    path = SHIPPED_ANNEX if purpose == ANNEX_TEMPLATE else SHIPPED[CallKind(call.kind)]
    return path.read_bytes()


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
        "tranches": "\n".join(_tranches(agreement)),
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


def _tranches(agreement: Agreement) -> Iterator[str]:
    for tranche in agreement.tranches.all():
        amount = format_money(tranche.amount, agreement.currency)
        yield f"{tranche.position}. {amount}: {tranche.when}"


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


def annex_draft(annex: Annex) -> bytes:
    """An annex as DOCX, from the template of its call. Raises BadTemplate."""
    with translation.override(settings.LANGUAGE_CODE):
        values = values_of_annex(annex)
    own = template_of(annex.agreement.call, ANNEX_TEMPLATE)
    with own.open_inside() if own else SHIPPED_ANNEX.open("rb") as file:
        return merged(file, values)


def annex_papers(annex: Annex) -> list[tuple[str, bytes]]:
    """Name and bytes of an annex as DOCX and as PDF. Raises BadTemplate."""
    content = annex_draft(annex)
    with translation.override(settings.LANGUAGE_CODE):
        number = slug(annex.agreement.number.replace("/", "-"))
        name = "-".join(filter(None, [slug(str(annex)), number]))
        title = _("%(annex)s to agreement %(number)s") % {
            "annex": annex,
            "number": annex.agreement.number,
        }
    return [(f"{name}.docx", content), (f"{name}.pdf", pdf_of(content, title=title))]


def annex_paper(annex: Annex, kind: str) -> tuple[str, bytes] | None:
    """Name and bytes of an annex as it went out, `kind` docx or pdf; one drawn up before papers were kept is made anew.

    None for any other kind. Raises BadTemplate.
    """
    kept = StoredFile.objects.of(annex).present().about_a(PAPER)
    file = kept.filter(name__endswith=f".{kind}").first()
    if file is not None:
        with file.open_inside() as content:
            return file.name, content.read()
    made = {name.rpartition(".")[2]: (name, content) for name, content in annex_papers(annex)}
    return made.get(kind)


def values_of_annex(annex: Annex) -> dict[str, str]:
    """What stands in each field of `rules.signing.ANNEX_FIELDS`, in the language that is active."""
    agreement = annex.agreement
    return values_of(agreement) | {
        "annex": str(annex),
        "agreement_signed_on": _day(agreement.signed_on),
        "changes": "\n".join(_changes(annex, agreement)),
        "reason": annex.reason,
    }


def _changes(annex: Annex, agreement: Agreement) -> Iterator[str]:
    currency = agreement.currency
    if annex.amount is not None:
        amount = format_money(annex.amount, currency)
        yield _("The grant from now on: %(amount)s.") % {"amount": amount}
    if annex.starts_on or annex.ends_on:
        starts, ends = annex.starts_on or agreement.starts_on, annex.ends_on or agreement.ends_on
        days = {"starts": _day(starts), "ends": _day(ends)}
        yield _("The project runs from %(starts)s to %(ends)s.") % days
    for row in annex.shown_rows():
        yield _("%(position)s: until now %(before)s, from now on %(after)s.") % {
            "position": row["name"],
            "before": format_money(row["before"], currency),
            "after": format_money(row["after"], currency),
        }
