"""Cheap looks at what a step wrote: its history goes on from the one before, and the turns are those of the state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from workflows import clock
from workflows.lifecycle import Lifecycle
from workflows.models import History, Turn
from workflows.roles import holders
from workflows.turns import place_of, turns_due

About = tuple[int, int]


@dataclass(frozen=True)
class Head:
    """Where the history of one object has come to; `tag` is what the walk wants to know of it, asked once."""

    model: Any
    pk: int
    seq: int = 0
    digest: str = ""
    state: str = ""
    tag: str = ""


class Watch:
    """Looks at each step of a walk; `made` are the moves that the last one made, causes and consequences.

    `heads` are all objects that began or moved since `begin`, as they stand now: a walk need not ask the database.
    """

    def __init__(self, tag: Callable[[Any], str] = lambda row: "") -> None:
        self.tag = tag
        self.last = 0
        self.heads: dict[About, Head] = {}
        self.made: list[str] = []

    def begin(self) -> None:
        """Watch what is written from now on."""
        self.last = History.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def mark(self) -> tuple[int, dict[About, Head]]:
        """Where the watch stands."""
        return self.last, self.heads

    def back_to(self, mark: tuple[int, dict[About, Head]]) -> None:
        """Stand again where `mark` was taken: what came after it was rolled back."""
        self.last, self.heads = mark

    def look(self) -> Iterator[str]:
        """What does not fit in what was written since the last look."""
        entries = History.objects.filter(pk__gt=self.last).select_related("text", "about_type")
        self.heads, self.made = dict(self.heads), []
        touched: dict[About, None] = {}
        for entry in entries.order_by("pk"):
            yield from self._against(entry)
            if issubclass(entry.about_type.model_class(), Lifecycle):
                touched[entry.about_type_id, entry.about_id] = None
            self.last = entry.pk
        for about in touched:
            yield from self._against_row(about)

    def _against(self, entry: Any) -> Iterator[str]:
        about = (entry.about_type_id, entry.about_id)
        model = entry.about_type.model_class()
        head = self.heads.get(about) or self._head_before(entry, model)
        if (entry.seq, entry.previous, entry.source) != (head.seq + 1, head.digest, head.state):
            yield f"{entry}: it does not go on from the entry before it"
        if entry.reckon() != entry.digest or entry.text.commitment() != entry.commitment:
            yield f"{entry}: it was altered"
        self.heads[about] = replace(head, seq=entry.seq, digest=entry.digest, state=entry.target)
        self.made.append(f"{model.__name__}.{entry.move}")

    def _head_before(self, entry: Any, model: Any) -> Head:
        new = Head(model, entry.about_id)
        if entry.seq == 1:
            return new
        before = History.objects.filter(
            about_type=entry.about_type_id, about_id=entry.about_id, pk__lte=self.last
        )
        last = before.order_by("seq").last()
        return replace(new, seq=last.seq, digest=last.digest, state=last.target) if last else new

    def _against_row(self, about: About) -> Iterator[str]:
        head = self.heads[about]
        row = load(head)
        if row.state != head.state:
            yield f"{row}: its state is “{row.state}”, its history ends with “{head.state}”"
        self.heads[about] = replace(head, tag=self.tag(row))
        yield from wrong_turns(row)


def load(head: Head) -> Any:
    """The row as it is now."""
    rows = head.model._base_manager.select_related(*head.model.inbox_related)
    return rows.get(pk=head.pk)


def wrong_turns(row: Any) -> Iterator[str]:
    """The turns of `row` that are not those of its state, or that are owed by nobody who lives."""
    name = f"{type(row).__name__} {row.pk} ({row.state})"
    standing = {(place_of(turn), turn.due_at) for turn in Turn.objects.of(row)}
    wanted = turns_due(row)
    if standing != {(place_of(turn), turn.due_at) for turn in wanted}:
        yield f"{name}: whose move it is does not fit its state at {clock.now()}"
    able = (one for turn in wanted for one in _able(turn))
    if wanted and not any(one.is_active for one in able):
        yield f"{name}: nobody who lives has the move “{wanted[0].key}”"


def _able(turn: Turn) -> list[Any]:
    return [turn.holder] if turn.holder_id else holders(turn.role, turn.scope)
