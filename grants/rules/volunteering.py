"""Who enters and confirms the work of volunteers of a grant, and on which days it may lie."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.rules import agreement as agreement_rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from grants.models import Agreement, VolunteerWork
    from people.models import User


@predicate(gettext_lazy("Whoever coordinates the project for the grantee does this."))
def is_coordinator(user: User, work: VolunteerWork) -> bool:
    return agreement_rules.is_grantee(user, work.agreement)


def against_day(agreement: Agreement, day: date, today: date) -> str:
    """The sentence about a day on which no work counts; empty when it does."""
    starts, ends = agreement.starts_on, agreement.ends_on
    if day > today:
        return _("This day lies in the future.")
    if starts and ends and not starts <= day <= ends:
        return _(
            "The project runs from %(first)s to %(last)s: work on other days does not count."
        ) % {
            "first": date_format(starts),
            "last": date_format(ends),
        }
    return ""


def hours_shown(minutes: int) -> str:
    """Minutes as hours, with as many places after the comma as they need, two at most."""
    hours = f"{(minutes / Decimal(60)).quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".")
    return str(number_format(Decimal(hours), use_l10n=True))
