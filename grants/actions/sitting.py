"""A meeting as it stands: who is there, who may vote, which items are left, and what was carried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from grants.models import Application, Call, Meeting, MeetingItem, Presence
from grants.rules import meeting as rules
from grants.rules.ranking import Row, drawn

from .ranking import Standing

if TYPE_CHECKING:
    from people.models import User

Results = dict[str, list[Any]]


def results_of(standing: Standing, keys: Iterable[int]) -> Results:
    """By the application's key: place, outcome and grant as the ranking has them now."""
    rows, wanted = {row.candidate.key: row for row in standing.rows}, set(keys)
    return {str(key): _result(rows[key]) for key in rows if key in wanted}


def _result(row: Row) -> list[Any]:
    return [row.place, row.outcome.value, str(row.granted)]


@dataclass(frozen=True)
class Sitting:
    """`present` are those there now, `items` all that was taken up, in order; `earlier` those of earlier meetings."""

    meeting: Meeting
    standing: Standing
    present: list[Presence]
    items: list[MeetingItem]
    earlier: list[MeetingItem]

    @cached_property
    def rows(self) -> dict[int, Row]:
        """The ranked applications by key, in ranking order, list after list."""
        return {row.candidate.key: row for row in self.standing.rows}

    @cached_property
    def item(self) -> MeetingItem | None:
        """The item that is open."""
        return next((one for one in self.items if one.ended_at is None), None)

    @cached_property
    def recused(self) -> dict[int, str]:
        """Who has left for the open item, with the reason, by key."""
        if self.item is None:
            return {}
        return {one.person_id: one.reason for one in self.item.recusals.all()}

    @cached_property
    def voters(self) -> list[Presence]:
        """Those there who may vote on the open item, or on any when none is open."""
        return [
            one
            for one in self.present
            if one.role != "secretary" and one.person_id not in self.recused
        ]

    @property
    def quorum(self) -> int:
        """How many must be able to vote."""
        return self.meeting.call.quorum

    @property
    def has_quorum(self) -> bool:
        """Whether enough of those there can vote."""
        return len(self.voters) >= self.quorum

    def without_quorum(self) -> str:
        """The sentence that says that the quorum is missing."""
        return _("No quorum: %(there)d can vote, the rules ask for %(quorum)d.") % {
            "there": len(self.voters),
            "quorum": self.quorum,
        }

    @property
    def presides(self) -> User | None:
        """The chair; the deputy where the chair is not there or has left for the item."""
        found: User | None = rules.presiding(self.voters)
        return found

    @cached_property
    def votes(self) -> dict[int, MeetingItem]:
        """The last vote on each application, by key, at whichever meeting of the call."""
        voted = [one for one in (*self.earlier, *self.items) if one.was_voted]
        return {int(key): one for one in voted for key in one.results}

    def is_settled(self, key: int) -> bool:
        """Whether the committee carried the result that the ranking has for this application now."""
        vote, row = self.votes.get(key), self.rows.get(key)
        return (
            vote is not None
            and row is not None
            and vote.was_carried
            and list(vote.results[str(key)]) == _result(row)
        )

    def keys_left(self) -> list[int]:
        """The applications still to be voted on, in ranking order."""
        return [key for key in self.rows if not self.is_settled(key)]

    @property
    def next_up(self) -> Application | None:
        """The application to take up next."""
        left = self.keys_left()
        return self.standing.applications[left[0]] if left else None


def sitting_of(meeting: Meeting, standing: Standing) -> Sitting:
    """Read what was recorded of `meeting`, in a fixed number of queries."""
    here = meeting.presences.filter(left_at=None).select_related("person__person")
    every = MeetingItem.objects.filter(meeting__call=meeting.call_id).prefetch_related(
        "recusals__person"
    )
    items = list(every.select_related("application", "presided_by"))
    return Sitting(
        meeting,
        standing,
        list(here),
        [one for one in items if one.meeting_id == meeting.pk],
        [one for one in items if one.meeting_id != meeting.pk],
    )


def open_sitting(call: Call, standing: Standing) -> Sitting | None:
    """The meeting of the committee of `call` that is open now."""
    meeting = call.meetings.in_state("open").first()
    return sitting_of(meeting, standing) if meeting else None


def deciding_sitting(call: Call, standing: Standing) -> Sitting | None:
    """The meeting on which the decision of `call` rests: the last that took place."""
    held = call.meetings.in_state("open", "closed")
    meeting = held.order_by("-opened_at", "-pk").first()
    return sitting_of(meeting, standing) if meeting else None


def sentences_against_deciding(call: Call, standing: Standing) -> list[str]:
    """Why `call` cannot be decided on this ranking yet: a lot without a seed, results that no meeting carried."""
    return [*_without_seed(call, standing), *_without_votes(call, standing)]


def _without_seed(call: Call, standing: Standing) -> list[str]:
    """Drawn from an empty seed, the lot would be known to whoever had applied."""
    if call.lot_seed:
        return []
    drawn_ones = [
        row for one in standing.lists for group in drawn(one.rows, one.terms) for row in group
    ]
    if not drawn_ones:
        return []
    numbers = ", ".join(standing.numbers[row.candidate.key] for row in drawn_ones[:10])
    return [
        _("The lot decides between equal points (%(numbers)s): write its seed down first.")
        % {"numbers": numbers}
    ]


def _without_votes(call: Call, standing: Standing) -> list[str]:
    if not call.needs_meeting:
        return []
    sitting = deciding_sitting(call, standing)
    if sitting is None:
        return [_("This call is decided at a meeting of the committee: call one first.")]
    left = [standing.numbers[key] for key in sitting.keys_left()]
    if not left:
        return []
    return [
        _("The committee has not carried the present result of: %(numbers)s.")
        % {"numbers": ", ".join(left[:10])}
    ]
