"""Facts about who signs an agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Agreement, Annex

Sentences = Iterator[str | Promise]


@guard
def representatives_are_named(agreement: Agreement) -> Sentences:
    for party in agreement.signatories.all():
        if party.needs_representative and not party.represented_by:
            yield _("Write who signs for %(name)s.") % {"name": party.name}


@guard(
    _(
        "A signature is recorded with a later day; the document is signed when the last one is there."
    )
)
def nobody_signed_later(document: Agreement | Annex, signed_on: date) -> bool:
    return not document.signatories.filter(signed_on__gt=signed_on).exists()


@guard
def signatures_are_on_file(document: Agreement | Annex, scanned: bool) -> Sentences:
    """Nothing holds on somebody's word: either one file shows every signature, or each party's own is there."""
    missing = [party.name for party in document.signatories.filter(scan=None)]
    if scanned or (not missing and document.signatories.exists()):
        return
    if not missing:
        yield _("Attach the scan of what was signed, or the file with the signatures.")
    else:
        yield _(
            "Attach the document with every signature, or record each signature with its file; missing: %(names)s."
        ) % {"names": ", ".join(missing)}
