"""A mentor's month as a paper to sign, and the months of an edition as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentoring.guards import to_the_minute
from mentoring.models import Line, OutsideHours, Timesheet
from mentoring.models.contract import contract_of
from workflows.typesetting import typeset

UNSIGNED = "." * 50


def timesheet_paper(sheet: Timesheet) -> bytes:
    """The PDF in the language in use: the hours that count, their sum, places for two signatures."""
    title = _("Timesheet: %(month)s") % {"month": date_format(sheet.month, "F Y")}
    return typeset(_blocks(sheet, title), title=title, language=get_language() or "pl")


def _blocks(sheet: Timesheet, title: str) -> Iterator[dict[str, Any]]:
    yield {"kind": "mark"}
    yield {"kind": "title", "lines": [title]}
    yield {"kind": "heading", "lines": [sheet.enrolment.person.full_name]}
    facts = [[_("What"), _("Value")], *([name, value] for name, value in _facts(sheet))]
    yield {"kind": "table", "rows": facts}
    yield {"kind": "heading", "lines": [_("Hours")]}
    head = [_("Day"), _("From"), _("To"), _("Length"), _("What was done")]
    yield {"kind": "table", "rows": [head, *map(_row, sheet.lines), _total(sheet)]}
    yield {"kind": "heading", "lines": [_("In other projects")]}
    if sheet.stated:
        head = [_("Project"), _("Day"), _("Length")]
        total = [_("Together"), "", to_the_minute(sheet.stated_minutes)]
        yield {"kind": "table", "rows": [head, *map(_stated, sheet.stated), total]}
    else:
        none = _("The mentor states that there were none, beside those that Tandem knows of.")
        yield {"kind": "text", "lines": [none]}
    yield {"kind": "text", "lines": list(_sums(sheet))}
    says = _(
        "I confirm that these hours and those in other projects are true and whole, and that none of them overlap."
    )
    yield {"kind": "text", "lines": [says]}
    for who in (_("Mentor: date and signature"), _("For the programme: date and signature")):
        yield {"kind": "text", "lines": ["", UNSIGNED, who]}


def _facts(sheet: Timesheet) -> Iterator[tuple[str, str]]:
    edition, contract = sheet.enrolment.edition, contract_of(sheet.enrolment)
    yield _("Programme"), edition.programme.title
    yield _("Edition"), edition.title
    if edition.programme.funder:
        yield _("Funder"), str(edition.programme.funder)
    if contract:
        signed = {"number": contract.number, "day": date_format(contract.signed_on)}
        yield _("Contract"), _("%(number)s of %(day)s") % signed


def _row(line: Line) -> list[str]:
    hours = [f"{hour:%H:%M}" if hour else "–" for hour in (line.begins, line.ends)]
    return [date_format(line.day, "j.m.Y"), *hours, to_the_minute(line.minutes), line.what]


def _stated(hours: OutsideHours) -> list[str]:
    when = _("the whole month")
    if hours.day and hours.begins and hours.ends:
        when = f"{date_format(hours.day, 'j.m.Y')}, {hours.begins:%H:%M}–{hours.ends:%H:%M}"
    return [hours.project, when, to_the_minute(hours.minutes)]


def _total(sheet: Timesheet) -> list[str]:
    return [_("Together"), "", "", to_the_minute(sheet.minutes), ""]


def _sums(sheet: Timesheet) -> Iterator[str]:
    whole = {"hours": to_the_minute(sheet.all_projects)}
    yield _("All projects in this month together: %(hours)s.") % whole
    if sheet.month_limit:
        limit = {"limit": to_the_minute(sheet.month_limit)}
        yield _("A month may have %(limit)s over all projects.") % limit
    if sheet.contract_limit:
        yield _("Of the contract %(used)s of %(limit)s are counted.") % {
            "used": to_the_minute(sheet.used),
            "limit": to_the_minute(sheet.contract_limit),
        }


def hours_table(sheets: Iterable[Timesheet]) -> Iterator[list[Any]]:
    """Every hour of the sheets as rows, the first of them the heads; lengths are minutes, so that they add up."""
    yield [
        _("Mentor"),
        _("Contract"),
        _("Day"),
        _("From"),
        _("To"),
        _("Minutes"),
        _("What was done"),
    ]
    for sheet in sheets:
        contract = contract_of(sheet.enrolment)
        for line in sheet.lines:
            yield [
                sheet.enrolment.person.full_name,
                contract.number if contract else "",
                line.day,
                f"{line.begins:%H:%M}" if line.begins else "",
                f"{line.ends:%H:%M}" if line.ends else "",
                line.minutes,
                line.what,
            ]
