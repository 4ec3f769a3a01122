"""Advances of people on a study visit, brought to a state by the real moves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from activities.actions import propose_advance
from activities.models import Advance, Registration
from tests.factories.activities import make_staff
from tests.factories.travel import ACCOUNT
from tests.factories.visits import make_group, places


def make_advance(
    state: str = "proposed",
    amount: str = "150.00",
    *,
    place: Registration | None = None,
    **visit: Any,
) -> Advance:
    """An advance proposed by one of the team, approved by another, paid by the finance staff."""
    place = place or places(make_group(1, **visit))[0]
    programme = place.subject.programme
    advance = propose_advance(
        registration=place, amount=Decimal(amount), account=ACCOUNT, by=make_staff(programme)
    )
    if state in ("approved", "paid"):
        advance.approve(by=make_staff(programme, "finance"))
    if state == "paid":
        pay(advance)
    return Advance.objects.for_pages().get(pk=advance.pk)


def pay(advance: Advance) -> None:
    """The transfer goes out."""
    order = advance.payments.exclude(state="cancelled").get()
    order.confirm(by=make_staff(advance.programme, "finance"))
