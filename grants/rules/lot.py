"""The lot between equal applications: whether a call draws one, and whether its seed is still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grants.rules.ranking import TieBreak
from workflows.predicates import predicate

if TYPE_CHECKING:
    from grants.models import Call
    from people.models import User


BEFORE_ASSESSMENT = frozenset({"draft", "open", "closed"})


def has_lot(call: Call) -> bool:
    """Whether the lot is among what decides between equal points in `call`."""
    return TieBreak.LOT.value in call.tie_breaks


def lacks_seed(call: Call) -> bool:
    """Whether `call` draws lots and nobody has written the seed down."""
    return has_lot(call) and not call.lot_seed


def seed_says(call: Call) -> str:
    """When the seed may be written down, and why not now; empty where no lot is drawn or the seed is there.

    Not before the assessment: numbers stand from the sending on, so with the seed anybody reckons who wins a tie,
    and nobody who checks forms or answers appeals about them should know.
    """
    if not lacks_seed(call):
        return ""
    if call.state in BEFORE_ASSESSMENT:
        return gettext(
            "The seed is written down once the formal check is over and the assessment has started: whoever knew it sooner would know who wins a tie, while it is still open who is let in."
        )
    if call.state == "assessment":
        return gettext(
            "The seed may be written down now, once; without it the chair cannot decide where points are equal."
        )
    return gettext("No seed was written down: the lot decided nothing.")


@predicate(_("The lot has to be among what decides between equal points in this call."))
def draws_lots(user: User, call: Call) -> bool:
    return has_lot(call)


@predicate(_("The seed of the lot is written down once, and somebody has done it."))
def waits_for_seed(user: User, call: Call) -> bool:
    return not call.lot_seed
