"""Facts about an appeal that its moves ask for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from finance.money import format_money
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Appeal

Sentences = Iterator[str | Promise]


@guard(_("Write the answer; the applicant will read it."))
def has_answer(appeal: Appeal, answer: str) -> bool:
    return bool(answer.strip())


@guard
def grant_fits(appeal: Appeal, amount: Decimal | None) -> Sentences:
    """A grant on appeal is within the request and within what is left of the pool."""
    if amount is None:
        return
    application, currency = appeal.application, appeal.application.call.currency
    if appeal.is_formal:
        yield _("An appeal about the form leads back to the check, not to a grant.")
        return
    left = application.call.left_of_pool(application.track)
    most = min(left, application.requested_amount or Decimal(0))
    if not 0 < amount <= most:
        yield gettext(
            "Grant at most %(most)s: the request and what is left of the pool allow no more."
        ) % {"most": format_money(most, currency)}
