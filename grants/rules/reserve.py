"""Moving up from the reserve list: whose need fits what is free, and who answers an offer."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from finance.money import CENT
from grants.rules import application as application_rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from grants.models import Call, ReserveOffer
    from people.models import User


@predicate(_("The applicant answers it."), says_not=_("Nobody answers for the applicant."))
def is_applicant(user: User, offer: ReserveOffer) -> bool:
    return application_rules.is_author(user, offer.application)


@predicate(_("The applicant and the staff see it."))
def can_view(user: User, offer: ReserveOffer) -> bool:
    """Twin of `ReserveOfferQuerySet.visible_to`."""
    application = offer.application
    return (
        application_rules.is_author(user, application)
        or application_rules.is_staff(user, application)
        or (user.is_active and user.is_superuser)
    )


def amount_for(asked: Decimal, free: Decimal, call: Call) -> Decimal | None:
    """What somebody who asked for `asked` is offered of what is `free`; None when their need does not fit.

    All of it, or, where the call lets a grant be smaller, what there is, down to the least share that it names.
    """
    if asked <= free:
        return asked
    if not call.partial_awards:
        return None
    share = (asked * (call.partial_min or Decimal(0)) / 100).quantize(CENT, rounding=ROUND_CEILING)
    least = max(share, call.min_grant)
    return free if free >= least else None


def offers_for(
    waiting: Iterable[tuple[int, Decimal]], free: Decimal, call: Call
) -> list[tuple[int, Decimal]]:
    """Who is offered how much of what is `free`: key and amount for each; `waiting` is key and request, best first.

    The next one is never passed over by a smaller need, unless the call says so (`reserve_passes_over`).
    """
    found = []
    for key, asked in waiting:
        amount = amount_for(asked, free, call)
        if amount is not None and amount > 0:
            found.append((key, amount))
            free -= amount
        elif not call.reserve_passes_over:
            break
    return found
