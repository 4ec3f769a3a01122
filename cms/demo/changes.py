"""While a project runs: money moved between positions, with and without consent, and an annex."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from cms.demo.days import days_ago
from cms.demo.grants import Stage
from cms.demo.papers import paper
from grants.actions.aid import register_aid
from grants.actions.change import change_costs, draw_up_annex, lines_of, sign_annex
from grants.actions.signing import record_signature
from grants.documents import annex_papers
from grants.documents.certificate import certificate_paper
from grants.models import Agreement, AnnexSignature
from workflows import clock


def play(stage: Stage, agreement: Agreement) -> None:
    """A little moved by notice, more by consent, and a new position by an annex."""
    certify(stage, agreement)
    author = agreement.application.author
    first, second, *_others = lines_of(agreement).values()
    with clock.at(days_ago(150)):
        change_costs(
            agreement=agreement,
            amounts={first.pk: first.amount - 200, second.pk: second.amount + 200},
            reason="Sąsiad oddał część materiału, za to transport zdrożał.",
            by=author,
        )
    with clock.at(days_ago(140)):
        asked = change_costs(
            agreement=agreement,
            amounts={first.pk: first.amount - 1200, second.pk: second.amount + 1200},
            reason="Firma podniosła cenę; porównaliśmy trzy oferty i wybraliśmy najtańszą.",
            by=author,
        )
    with clock.at(days_ago(138)):
        asked.approve(by=stage.staff, note="Oferty dołączcie do sprawozdania.")
    with clock.at(days_ago(120)):
        annex = draw_up_annex(
            agreement=agreement,
            reason="Mieszkańcy poprosili o tabliczkę z opisem miejsca.",
            amounts={second.pk: second.amount + 1200 - 150},
            new=[("Tabliczka z opisem", Decimal("150.00"))],
            papers=annex_papers,
            by=stage.staff,
        )
    with clock.at(days_ago(116)):
        for party in annex.signatories.all():
            record_signature(
                document=annex,
                party=party.pk,
                signed_on=days_ago(117).date(),
                how=AnnexSignature.How.QUALIFIED,
                upload=paper("aneks-podpisany.pdf", f"Aneks z podpisem: strona {party.pk}"),
                by=stage.staff,
            )
        sign_annex(annex=annex, by=stage.staff, seen=annex.version, signed_on=days_ago(117).date())


def certify(stage: Stage, agreement: Agreement) -> None:
    """The grant is de minimis aid: the grantee has the certificate."""
    day = agreement.signed_on or days_ago(179).date()
    terms: dict[str, Any] = {
        "rate": Decimal("4.2512"),
        "rate_source": "NBP, tabela A",
        "rate_on": day - timedelta(days=1),
    }
    number = f"DM/{agreement.number}"
    with clock.at(days_ago(177)):
        register_aid(
            agreement=agreement,
            certificate_number=number,
            certificate=certificate_paper(agreement, number=number, **terms),
            by=stage.staff,
            **terms,
        )
