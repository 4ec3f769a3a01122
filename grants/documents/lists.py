"""Lists of this room as tables: the applications that somebody sees, and the ranking of a call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from grants.actions.ranking import standing_of

if TYPE_CHECKING:
    from grants.models import Call, Decision

CHUNK = 500


def application_rows(applications: Any) -> Iterator[list[Any]]:
    """A head, then a row for each of `applications` (a queryset), read in pieces."""
    yield [
        _("Number"),
        _("Title"),
        _("Applicant"),
        _("Applies as"),
        _("Call"),
        _("State"),
        _("Submitted"),
        pgettext("grant", "Asked for"),
        _("Granted"),
        _("Currency"),
        _("Starts"),
        _("Ends"),
    ]
    for one in applications.iterator(CHUNK):
        yield [
            one.number,
            one.title_line,
            one.applicant,
            one.get_applicant_kind_display(),
            one.call.title,
            one.get_state_display(),
            one.submitted_at,
            one.requested_amount,
            one.granted_amount,
            one.call.currency,
            one.starts_on,
            one.ends_on,
        ]


def ranking_rows(call: Call) -> Iterator[list[Any]]:
    """A head, then place, number, points, outcome and amount of each line: as decided, else as it stands now."""
    yield [_("Place"), _("Number"), _("Points"), _("Outcome"), _("Amount")]
    decision = call.decisions.first_ones().first()
    yield from _decided(decision) if decision else _standing(call)


def _decided(decision: Decision) -> Iterator[list[Any]]:
    for row in decision.rows.select_related("application"):
        yield [row.place, row.application.number, row.points, row.outcome, row.granted]


def _standing(call: Call) -> Iterable[list[Any]]:
    standing = standing_of(call)
    for row in standing.rows:
        number = standing.numbers[row.candidate.key]
        yield [row.place, number, row.points, row.outcome.value, row.granted]
