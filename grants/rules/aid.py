"""De minimis aid: its value in euro, and how much one beneficiary may get.

Commission Regulation (EU) 2023/2831, art. 3(2): at most 300 000 EUR to a single undertaking over any period of
three years. The rate is the average one that the NBP published for the last working day before the aid was
granted; it is entered with its source and day, so that anybody can check it.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from finance.money import CENT
from grants.rules import agreement as agreement_rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from grants.models import DeMinimisAid
    from people.models import User

AT_MOST = Decimal("300000.00")  # EUR
YEARS = 3


def in_euro(amount: Decimal, rate: Decimal) -> Decimal:
    """`amount` in EUR at `rate` units of its currency for one euro, to the cent, half up."""
    return (amount / rate).quantize(CENT, rounding=ROUND_HALF_UP)


def since(day: date) -> date:
    """The first day of the three years that end on `day`."""
    try:
        return day.replace(year=day.year - YEARS)
    except ValueError:  # 29 February
        return day.replace(year=day.year - YEARS, day=28)


@predicate(_("The staff of this programme do this."))
def may_cancel(user: User, aid: DeMinimisAid) -> bool:
    return agreement_rules.may_run(user, aid.agreement)
