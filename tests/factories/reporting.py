"""Programmes with money and people to report on, and reports brought to a state by the real moves."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from finance.actions.budgets import add_budget_line, set_budget
from finance.actions.expenses import ShareWanted, record_expense
from finance.models import BudgetLine
from programmes.models import Indicator, Programme
from reporting.actions import begin_report, submit_report
from reporting.models import Report
from tests.factories.activities import make_activity, make_staff
from tests.remembering import remembered
from workflows import clock
from workflows.models import RoleGrant

_numbers = count(1)
STORY = "Spotykaliśmy się co tydzień."


@remembered
def make_programme() -> Programme:
    """A programme with staff, a funder's reader, one indicator of events and one of persons."""
    programme = make_activity("event").programme
    make_staff(programme)
    make_staff(programme, "funder")
    for position, (code, counted_as, target) in enumerate(
        [("spotkania", "events_held", 4), ("osoby", "distinct_participants", 10)]
    ):
        Indicator.objects.create(
            programme=programme,
            code=code,
            name_pl=code,
            counted_as=counted_as,
            target=target,
            position=position,
        )
    return programme


def who(role: str, programme: Programme) -> Any:
    """The account that holds `role` on `programme`."""
    return RoleGrant.objects.current().of(programme).filter(role=role).first().user


@remembered
def make_line(programme: Programme, planned: str = "1000.00", source: str = "grant") -> BudgetLine:
    """A line of the programme's budget."""
    staff = who("staff", programme)
    budget = set_budget(about=programme, programme=programme, currency="PLN", by=staff)
    return add_budget_line(
        budget=budget,
        code=f"{next(_numbers)}",
        name="Materiały",
        amount=Decimal(planned),
        source=source,
        by=staff,
    )


def spend(line: BudgetLine, amount: str, on: date | None = None) -> None:
    """A document over `amount`, paid `on` that day and charged to `line` as a whole."""
    day = on or clock.today()
    record_expense(
        shares=[ShareWanted(line=line, amount=Decimal(amount))],
        by=who("staff", line.budget.programme),
        number=f"FV/{next(_numbers)}",
        issued_on=day,
        paid_on=day,
        seller_name="Papiernia",
        gross=Decimal(amount),
        currency="PLN",
        purpose="Papier",
    )


@remembered
def make_report(state: str = "draft", *, programme: Any = None, **fields: Any) -> Report:
    """A report on the last ninety days."""
    programme = programme or make_programme()
    staff, funder = who("staff", programme), who("funder", programme)
    given = {"since": clock.today() - timedelta(days=90), "until": clock.today(), "story": STORY}
    report = begin_report(programme=programme, by=staff, **{**given, **fields})
    if state != "draft":
        submit_report(report=report, by=staff, seen=report.version, at=clock.now())
    if state == "accepted":
        report.accept(by=funder, seen=report.version)
    if state == "returned":
        report.return_for_correction(by=funder, seen=report.version, note="Brakuje zdjęć.")
    return report
