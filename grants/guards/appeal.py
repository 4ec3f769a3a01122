"""Facts about an appeal that its moves ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from finance.money import format_money
from grants.rules.appealed import appealed, latest_part
from grants.rules.scoring import HALF, points_shown
from grants.rules.unnamed import sentences_naming
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Appeal

Sentences = Iterator[str | Promise]


@guard(_("Write the answer; the applicant will read it."))
def has_answer(appeal: Appeal, answer: str) -> bool:
    return bool(answer.strip())


@guard
def names_no_assessor(appeal: Appeal, answer: str) -> Sentences:
    """Assessors stay unnamed towards applicants, so their names are caught before the letter goes."""
    yield from sentences_naming(appeal.application.call, answer)


@guard
def has_new_points(appeal: Appeal, criteria: Mapping[str, Decimal] | None) -> Sentences:
    """Whoever upholds an appeal about the points says which they are now."""
    if appeal.is_formal:
        return
    if not criteria:
        yield _("Give the new points on at least one criterion.")
        return
    most = {one.key: one.maximum for one in appeal.application.call.criteria.all()}
    for key, points in criteria.items():
        if key not in most or not 0 <= points <= most[key] or points % HALF:
            yield gettext("Points go by halves from 0 to %(most)s.") % {
                "most": points_shown(most.get(key, Decimal(0)))
            }


@guard
def clears_the_bars(
    appeal: Appeal, amount: Decimal | None, criteria: Mapping[str, Decimal] | None
) -> Sentences:
    """No appeal gives a grant to an application that still misses a threshold of its call."""
    part = _part_of(appeal)
    if amount is None or not criteria or part is None:
        return
    if appealed(part, appeal.application_id, criteria).new.failed:
        yield _("With these points it is still below a threshold: no grant is possible.")


def _part_of(appeal: Appeal) -> Mapping[str, Any] | None:
    """The list of the ranking in which the application stands now."""
    decisions = appeal.application.call.decisions.order_by("pk")
    return latest_part(decisions.values_list("record", flat=True), appeal.application_id)


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
