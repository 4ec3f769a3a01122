"""Who may do what with an agreement and its report, and what its dates mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from grants.rules import call as call_rules
from grants.rules.conflicts import conflicts_of
from programmes.rules import keeps_money as keeps_programme_money
from questionnaires.blocks.tables import HOURS, WORK
from questionnaires.numbers import show_plain
from questionnaires.summary import total
from workflows.predicates import predicate
from workflows.workdays import end_of_day

if TYPE_CHECKING:
    from grants.models import Agreement
    from people.models import User

DAYS_TO_PAY = 14  # between signing and the transfer, where no tranche of the call says otherwise
DAYS_TO_CHECK = 30  # of a report
BEING_CARRIED_OUT = ("paid", "carried", "returned")
# Lines of the own contribution: the mark of their code, the source, the column of the estimate.
OWN_LINES = (
    ("W", "own", "own"),
    ("W", "own", "own_cash"),
    ("P", "work", WORK),
    ("R", "in_kind", "own_in_kind"),
)
OVER = ("settled", "terminated", "resigned")


@predicate(
    _("The grantee does this."), says_not=_("Nobody signs, pays or settles their own agreement.")
)
def is_grantee(user: User, agreement: Agreement) -> bool:
    return agreement.application.author_id == user.pk


@predicate(_("The staff of this programme do this."))
def is_staff(user: User, agreement: Agreement) -> bool:
    return call_rules.is_staff(user, agreement.call)


@predicate(_("Whoever keeps the programme's money records it."))
def keeps_money(user: User, agreement: Agreement) -> bool:
    return keeps_programme_money(user, agreement)


@predicate(
    _("You are not tied to the grantee."),
    says_not=_("You are tied to the grantee, so a colleague decides about this report."),
)
def is_tied(user: User, agreement: Agreement) -> bool:
    return bool(conflicts_of(user, agreement.application))


@predicate(
    _("Money went out here: terminate and ask for it back."),
    says_not=_("Nothing is transferred here: things and services are given."),
)
def gives_things(user: User, agreement: Agreement) -> bool:
    return not agreement.call.gives_money


may_run = is_staff & ~is_grantee
may_judge = is_staff & ~is_grantee & ~is_tied
may_record_money = keeps_money & ~is_grantee
can_view = is_grantee | keeps_money


@predicate(_("Expenses are entered while the report is being written."))
def report_is_open(user: User, agreement: Agreement) -> bool:
    return agreement.state in BEING_CARRIED_OUT


may_write_report = is_grantee & report_is_open


def report_due_at(agreement: Agreement) -> datetime | None:
    """Until when the grantee reports: `report_days` of the call after the project's last day."""
    if agreement.ends_on is None:
        return None
    return end_of_day(later(agreement.ends_on, agreement.call.report_days))


def later(day: date, days: int) -> date:
    """The day that comes `days` calendar days after `day`."""
    return day + timedelta(days=days)


def payment_day(agreement: Agreement, signed_on: date) -> date:
    """By when the first money goes out that the signing on `signed_on` frees."""
    first = agreement.tranches.filter(condition="signed").first()
    return first.due_on(signed_on) if first else later(signed_on, DAYS_TO_PAY)


def refund_day(agreement: Agreement, day: date, *, misused: bool) -> date:
    """Until when money comes back that was asked for on `day`: the call gives other days where it was misused."""
    call = agreement.call
    return later(day, call.misuse_refund_days if misused else call.refund_days)


def unspent(amount: Decimal, accepted: Decimal) -> Decimal:
    """What comes back of `amount` when `accepted` was spent as agreed; never less than nothing."""
    return max(Decimal(0), amount - accepted)


def position_name(row: Mapping[str, Any]) -> str:
    """What a row of the estimate is about, with how much of it where the form asks."""
    much = how_much(row)
    return f"{row['name']} ({much})" if much else str(row["name"])


def how_much(row: Mapping[str, Any]) -> str:
    """The quantity in a row of the estimate with its unit, as people write it; empty where the form does not ask."""
    much, unit = row.get("quantity"), row.get("unit")
    return f"{show_plain(Decimal(much))} {unit}" if much and unit else str(much or "")


def work_name(row: Mapping[str, Any]) -> str:
    """What the own work in a row is about, with its hours where they are known."""
    hours = row.get(HOURS)
    return f"{row['name']} ({show_plain(Decimal(hours))} h)" if hours else position_name(row)


def cost_lines(costs: Any) -> list[dict[str, Any]]:
    """Return the lines of an agreement's budget for the rows of an application's table of costs.

    Each row gives one line paid from the grant and, where the applicant adds money, one of their own.
    """
    lines: list[dict[str, Any]] = []
    for place, row in enumerate(costs, start=1):
        paid = (
            ("", "grant", total([row])),
            *((mark, to, total([row], column)) for mark, to, column in OWN_LINES),
        )
        for mark, source, amount in paid:
            if amount:
                lines.append(
                    {
                        "code": f"{place}{mark}",
                        "name": work_name(row) if source == "work" else position_name(row),
                        "amount": amount,
                        "source": source,
                    }
                )
    return lines
