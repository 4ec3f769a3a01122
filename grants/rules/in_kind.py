"""Things that a city gives: who draws up their protocols, and what they come to.

Act of 24 April 2003 on public benefit activity, art. 19e: things needed for a local initiative may be lent for its
time; what is not lent is given for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.rules import agreement as agreement_rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from grants.models import Agreement, Handover
    from people.models import User

# Things change hands from the signature to the settlement; those that were lent come back also after an early end.
GIVEN_WHILE = ("carried", "reported", "returned")
TAKEN_WHILE = (*GIVEN_WHILE, "terminated")


class Way(models.TextChoices):
    """Which way things go."""

    OUT = "out", pgettext_lazy("handover", "handed over to the residents")
    BACK = "back", pgettext_lazy("handover", "given back to the city")


@predicate(_("The residents' representative confirms it."))
def is_grantee(user: User, handover: Handover) -> bool:
    return agreement_rules.is_grantee(user, handover.agreement)


@predicate(_("The staff of this programme draw it up."))
def may_draw_up(user: User, handover: Handover) -> bool:
    return agreement_rules.may_run(user, handover.agreement)


def states_for(way: str) -> tuple[str, ...]:
    """In which states of an agreement things may go that `way`."""
    return GIVEN_WHILE if way == Way.OUT else TAKEN_WHILE


def _confirmed(handovers: Iterable[Handover], way: str) -> list[Mapping[str, Any]]:
    return [
        item
        for one in handovers
        if one.state == "confirmed" and one.way == way
        for item in one.items
    ]


def given_for_good(handovers: Iterable[Handover]) -> Decimal:
    """The value of what the residents keep, by confirmed protocols."""
    given = (Decimal(one["value"]) for one in _confirmed(handovers, Way.OUT) if one["for_good"])
    return sum(given, Decimal(0))


def given_altogether(handovers: Iterable[Handover]) -> Decimal:
    """The value of all that was handed over, lent things among it."""
    given = (Decimal(one["value"]) for one in _confirmed(handovers, Way.OUT))
    return sum(given, Decimal(0))


def still_lent(handovers: Iterable[Handover]) -> list[str]:
    """The names of lent things that no confirmed protocol says are back; a thing is known by its name."""
    known = list(handovers)
    back = [one["name"].strip().casefold() for one in _confirmed(known, Way.BACK)]
    lent = []
    for one in _confirmed(known, Way.OUT):
        name = one["name"].strip()
        if one["for_good"]:
            continue
        if name.casefold() in back:
            back.remove(name.casefold())
        else:
            lent.append(name)
    return lent


def summary_of(agreement: Agreement) -> dict[str, Any]:
    """What was given, for good and altogether, and what is still to come back."""
    handovers = list(agreement.handovers.all())
    return {
        "handovers": handovers,
        "for_good": given_for_good(handovers),
        "altogether": given_altogether(handovers),
        "lent": still_lent(handovers),
    }
