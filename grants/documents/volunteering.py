"""The card of a volunteer's work as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from finance.money import format_money
from grants.models import Agreement, VolunteerWork
from grants.rules.volunteering import hours_shown
from workflows.typesetting import typeset


def card_paper(agreement: Agreement, works: list[VolunteerWork]) -> bytes:
    """The card of one person, `works` with their hours; work that is not confirmed says so."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Card of a volunteer's work: %(person)s") % {"person": works[0].person}
        return typeset(
            _blocks(agreement, works, title), title=title, language=settings.LANGUAGE_CODE
        )


def _blocks(
    agreement: Agreement, works: list[VolunteerWork], title: str
) -> Iterator[dict[str, Any]]:
    yield {"kind": "title", "lines": [title]}
    about = [
        _("Agreement %(number)s: %(title)s")
        % {"number": agreement.number, "title": agreement.title_line},
        _("Grantee: %(name)s") % {"name": agreement.application.applicant},
    ]
    yield {"kind": "text", "lines": about}
    head = [_("Day"), _("From"), _("Hours"), _("What was done"), _("Kind of work"), _("Worth"), ""]
    yield {"kind": "table", "rows": [head, *(_row(work) for work in works if work.entry)]}
    minutes = sum(work.entry.minutes for work in works if work.entry)
    worth = sum((work.worth.amount for work in works), Decimal(0))
    together = {
        "hours": hours_shown(minutes),
        "worth": format_money(worth, agreement.currency),
    }
    yield {"kind": "text", "lines": [_("Together: %(hours)s hours, %(worth)s.") % together]}
    yield {
        "kind": "text",
        "lines": [
            f"{'.' * 40}\n{works[0].person}",
            "",
            "." * 40 + "\n" + _("Coordinator: %(name)s") % {"name": agreement.application.author},
        ],
    }


def _row(work: VolunteerWork) -> list[str]:
    entry: Any = work.entry
    return [
        date_format(entry.day, "SHORT_DATE_FORMAT"),
        f"{entry.begins:%H:%M}" if entry.begins else "",
        work.hours,
        entry.what,
        work.kind.title,
        format_money(work.worth),
        str(work.get_state_display()),
    ]
