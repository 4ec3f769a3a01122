"""What a final report needs before it is handed in, and which of its answers are counted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from grants.models import Agreement

# Keys of questions that a report form may ask; their answers are counted, whoever wrote the form.
PEOPLE = ("participants", "volunteers")
AMOUNT = "things"
PEOPLE_AT_MOST = 1_000_000
AMOUNT_AT_MOST = Decimal(100_000_000)


def figure_in(values: Mapping[str, Any], key: str) -> Decimal | None:
    """The number that answers `key`, None where it is not asked, or is no number that could be meant."""
    most = AMOUNT_AT_MOST if key == AMOUNT else PEOPLE_AT_MOST
    try:
        figure = Decimal(str(values.get(key)))
    except InvalidOperation:
        return None
    return figure if figure.is_finite() and 0 <= figure <= most else None


def missing_of(agreement: Agreement) -> list[str]:
    """The sentences about what the report of `agreement` still lacks; empty when it can be handed in."""
    missing = [f"{one.label}: {one.sentence}" for one in agreement.report.missing()]
    if agreement.call.gives_money and agreement.amount and not agreement.spent_from_grant():
        missing.append(_("Enter at least one document paid from the grant."))
    if agreement.spent_from_grant() > agreement.amount:
        missing.append(
            _("The documents charge more to the grant than was granted: lower their shares.")
        )
    return missing
