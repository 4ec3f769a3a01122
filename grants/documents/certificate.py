"""The certificate of de minimis aid as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from finance.money import format_money
from grants.actions.aid import beneficiary_of
from grants.models import Agreement
from grants.rules.aid import in_euro
from grants.rules.signing import details_of
from workflows.typesetting import typeset


def certificate_paper(
    agreement: Agreement, *, number: str, rate: Decimal, rate_source: str, rate_on: date
) -> bytes:
    """The certificate that goes to the grantee; its facts are those that the register keeps."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Certificate of de minimis aid %(number)s") % {"number": number}
        euro = in_euro(agreement.amount, rate)
        facts = [
            (_("Beneficiary"), _beneficiary(agreement)),
            (_("Agreement"), agreement.number),
            (_("Project"), agreement.title_line),
            (_("Day of granting"), date_format(agreement.signed_on) if agreement.signed_on else ""),
            (_("Value of the aid"), format_money(agreement.amount, agreement.currency)),
            (_("Value in euro"), format_money(euro, "EUR")),
            (_("Rate of the euro"), f"{rate}, {rate_source}, {date_format(rate_on)}"),
        ]
        return typeset(
            _blocks(agreement, title, facts), title=title, language=settings.LANGUAGE_CODE
        )


def _beneficiary(agreement: Agreement) -> str:
    organisation = beneficiary_of(agreement)
    name = organisation.name if organisation else agreement.application.applicant
    return ", ".join(part for part in (name, details_of(organisation)) if part)


def _blocks(
    agreement: Agreement, title: str, facts: list[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    operators = [one.name for one in agreement.signatories.all() if one.capacity == "operator"]
    yield {"kind": "title", "lines": [title]}
    yield {
        "kind": "text",
        "lines": [
            _(
                "%(operator)s certifies that the aid below is de minimis aid within the meaning of Commission Regulation (EU) 2023/2831 of 13 December 2023."
            )
            % {"operator": ", ".join(operators) or agreement.programme.title}
        ],
    }
    yield {
        "kind": "table",
        "rows": [[_("What"), _("Value")], *([name, value] for name, value in facts)],
    }
