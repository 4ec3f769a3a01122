"""Lists of this room as tables: the applications that somebody sees, and the ranking of a call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from grants.actions.ranking import standing_of
from grants.actions.waiting import moves_waiting
from grants.models import Application, Call, Track
from grants.rules.columns import IN_FILES, NEXT_MOVE, READ, Column, columns_named
from workflows.whereabouts import Sentence

if TYPE_CHECKING:
    from grants.models import Decision
    from people.models import User

CHUNK = 500


def application_rows(
    applications: Any, *, user: User, columns: Sequence[Column] = ()
) -> Iterator[list[Any]]:
    """A head, then a row for each of `applications` (a queryset), read in pieces, for the eyes of `user`.

    The title stands in every file; beside it the `columns` that they chose, else all that files have held so far.
    """
    shown = _in_a_file(list(columns) or columns_named(IN_FILES))
    yield [str(one.label) for one in shown]
    for chunk in _in_pieces(applications):
        told = moves_waiting(chunk, user) if any(one.key == NEXT_MOVE for one in shown) else {}
        for one in chunk:
            yield [
                _waits_for(told[one.pk]) if column.key == NEXT_MOVE else column.value(one)
                for column in shown
            ]


def _in_a_file(columns: list[Column]) -> list[Column]:
    """`columns` with the title behind the number, and the currency behind the last amount."""
    shown = list(columns)
    money = [place for place, one in enumerate(shown, start=1) if one.is_money]
    if money:
        shown.insert(money[-1], Column("currency", _("Currency"), lambda one: one.call.currency))
    behind_number = int(shown[0].key == "number")
    shown.insert(behind_number, Column("title", _("Title"), lambda one: one.title_line))
    return shown


def _in_pieces(applications: Any) -> Iterator[list[Application]]:
    """`applications` with the columns' fields alone, and one object for each call and track instead of one a row."""
    called = Call.objects.filter(pk__in=applications.order_by().values("call"))
    calls = {call.pk: call for call in called.select_related("activity__programme__funder")}
    tracks = {track.pk: track for track in Track.objects.filter(call__in=calls)}
    each = applications.select_related(None).only(*READ).iterator(CHUNK)
    while chunk := list(islice(each, CHUNK)):
        for one in chunk:
            one.call, one.track = calls[one.call_id], tracks.get(one.track_id)
        yield chunk


def _waits_for(turns: Iterable[Sentence]) -> str:
    """Who has the move, and until when, as the table says it."""
    said = []
    for turn in turns:
        who = pgettext("next move", "yours") if turn.yours else turn.who
        said.append(f"{who} ({date_format(turn.due, 'DATE_FORMAT')})" if turn.due else who)
    return "; ".join(said)


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
