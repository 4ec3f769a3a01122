"""Documents of a running grant: paid from two sources, alike elsewhere, accepted, asked about."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from cms.demo.grants import Stage, days_ago
from grants.actions.register import enter_document
from grants.models import Agreement
from workflows import clock


def play(stage: Stage, agreement: Agreement) -> None:
    """While the report is corrected: one more receipt, one question, one document accepted."""
    accepted, asked, *_others = agreement.register.standing().order_by("pk")
    with clock.at(days_ago(3)):
        accepted.accept(by=stage.staff)
        asked.ask(
            by=stage.staff,
            question="Na fakturze jest dziesięć sztuk, w kosztorysie osiem. Do czego posłużyły dwie pozostałe?",
        )
    document = accepted.document
    if document is None:  # it was only accepted
        return
    with clock.at(days_ago(2)):
        enter_document(
            agreement=agreement,
            line=agreement.lines().filter(source="grant").order_by("-pk")[0],
            amount=Decimal(0),
            own=Decimal("64.50"),
            by=agreement.application.author,
            number=document.number,
            issued_on=document.issued_on + timedelta(days=2),
            paid_on=document.issued_on + timedelta(days=2),
            seller_name=document.seller_name,
            seller_nip=document.seller_nip,
            gross=Decimal("64.50"),
            purpose="Wkręty i impregnat, dokupione z własnych pieniędzy",
        )
