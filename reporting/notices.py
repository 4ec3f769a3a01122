"""The letters about reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format

from programmes import roles
from workflows.notices import Notice
from workflows.roles import holders
from workflows.topics import Topic

if TYPE_CHECKING:
    from reporting.models import Report


def funders(report: Report) -> list[Any]:
    """Those who read what the programme reports."""
    return holders(roles.FUNDER, report.programme)


def runners(report: Report) -> list[Any]:
    """Those who run the programme, each once."""
    found = {user.pk: user for role in roles.RUNNERS for user in holders(role, report.programme)}
    return list(found.values())


def of_report(report: Report, entry: Any) -> Mapping[str, Any]:
    return {
        "report": report.number,
        "programme": report.programme.title,
        "since": date_format(report.since),
        "until": date_format(report.until),
        "reason": entry.text.note,
    }


_PLACES = ("report", "programme", "since", "until", "reason")

funder_submitted = Notice(
    "reporting/funder_submitted", funders, of_report, _PLACES, topic=Topic.MOVE
)
staff_returned = Notice("reporting/staff_returned", runners, of_report, _PLACES, topic=Topic.MOVE)
staff_accepted = Notice("reporting/staff_accepted", runners, of_report, _PLACES, topic=Topic.NEWS)
