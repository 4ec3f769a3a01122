"""Facts about who signs an agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Agreement

Sentences = Iterator[str | Promise]


@guard
def representatives_are_named(agreement: Agreement) -> Sentences:
    for party in agreement.signatories.all():
        if party.needs_representative and not party.represented_by:
            yield _("Write who signs for %(name)s.") % {"name": party.name}


@guard(
    _(
        "A signature is recorded with a later day; the agreement is signed when the last one is there."
    )
)
def nobody_signed_later(agreement: Agreement, signed_on: date) -> bool:
    return not agreement.signatories.filter(signed_on__gt=signed_on).exists()
