"""The certificate of one side of a completed pair as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentoring.models.certificate import Certificate
from workflows.typesetting import typeset


def certificate_paper(certificate: Certificate, *, address: str) -> bytes:
    """The PDF in the language in use; `address` is where anybody checks it."""
    title = _("Certificate %(number)s") % {"number": certificate.number}
    return typeset(
        _blocks(certificate, title, address), title=title, language=get_language() or "pl"
    )


def _blocks(certificate: Certificate, title: str, address: str) -> Iterator[dict[str, Any]]:
    name = certificate.holder.person.full_name
    yield {"kind": "mark"}
    yield {"kind": "title", "lines": [title]}
    yield {"kind": "heading", "lines": [name]}
    yield {"kind": "text", "lines": [_says(certificate)]}
    rows = [[_("What"), _("Value")], *([label, value] for label, value in _facts(certificate))]
    yield {"kind": "table", "rows": rows}
    yield {"kind": "text", "lines": [_("Anybody can check this certificate here:"), address]}


def _says(certificate: Certificate) -> str:
    edition = certificate.pairing.edition
    about = {"edition": edition.title, "programme": edition.programme.title}
    if certificate.role == "mentor":
        return (
            _("As a mentor led a pair to its goal: %(edition)s, programme “%(programme)s”.") % about
        )
    return (
        _("As a mentee carried out the plan of a pair: %(edition)s, programme “%(programme)s”.")
        % about
    )


def _facts(certificate: Certificate) -> Iterator[tuple[str, str]]:
    pair = certificate.pairing
    days = [date_format(day) for day in (pair.started_on, pair.ended_on) if day]
    yield _("Work in the pair"), " – ".join(days)
    yield _("Confirmed meetings"), str(certificate.meetings)
    yield _("Hours of confirmed meetings"), certificate.hours
    yield _("Milestones approved"), str(certificate.milestones)
    funder = pair.edition.programme.funder
    if funder:
        yield _("Funder"), str(funder)
