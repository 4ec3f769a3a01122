"""The lot between equal applications: whether a call draws one, and whether its seed is still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from grants.rules.ranking import TieBreak
from workflows.predicates import predicate

if TYPE_CHECKING:
    from grants.models import Call
    from people.models import User


def has_lot(call: Call) -> bool:
    """Whether the lot is among what decides between equal points in `call`."""
    return TieBreak.LOT.value in call.tie_breaks


def lacks_seed(call: Call) -> bool:
    """Whether `call` draws lots and nobody has written the seed down."""
    return has_lot(call) and not call.lot_seed


@predicate(_("The lot has to be among what decides between equal points in this call."))
def draws_lots(user: User, call: Call) -> bool:
    return has_lot(call)


@predicate(_("The seed of the lot is written down once, and somebody has done it."))
def waits_for_seed(user: User, call: Call) -> bool:
    return not call.lot_seed
