"""Where an object is on its way, and whose move it is, in the words of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.utils.translation import gettext, pgettext

from .models import History, Turn
from .timeline import state_label


@dataclass(frozen=True)
class Station:
    """A state on the main road: `status` is past, here or ahead."""

    label: str
    status: str


@dataclass(frozen=True)
class Sentence:
    """Whose move it is: `yours`, or `who`; what they do, and until when."""

    who: str
    does: str
    yours: bool
    due: datetime | None
    late: bool


def stations(obj: Any) -> tuple[list[Station], bool]:
    """The main road (`obj.road`) with where `obj` is, and whether it ended off that road."""
    road, here = [str(state) for state in obj.road], str(obj.state)
    if not road:
        return [], False
    if here in road:
        place = road.index(here)
        return [_station(obj, state, n - place) for n, state in enumerate(road)], False
    return _detour(obj, road, here)


def _station(obj: Any, state: str, distance: int) -> Station:
    status = "past" if distance < 0 else "ahead" if distance else "here"
    return Station(state_label(obj, state), status)


def _detour(obj: Any, road: list[str], here: str) -> tuple[list[Station], bool]:
    """Off the main road: stand after the last station that was passed; nothing lies ahead of an end."""
    been = set(History.objects.of(obj).values_list("target", flat=True))
    last = max((n for n, state in enumerate(road) if state in been), default=-1)
    passed = [_station(obj, state, -1) for state in road[: last + 1]]
    ended = not obj.owes.get(here)
    ahead = [] if ended else [_station(obj, state, 1) for state in road[last + 1 :]]
    return [*passed, Station(state_label(obj, here), "here"), *ahead], ended


def whose_move(obj: Any, user: Any, turns: Iterable[Turn] | None = None) -> list[Sentence]:
    """Whose move it is with `obj`: one sentence for each thing owed, the user's own first.

    `turns` are those of `obj` with their holders, where the page has them at hand. What is the
    user's own move is not said again of the other roles that may make it, and roles that may make
    the same move share a sentence.
    """
    if turns is None:
        turns = Turn.objects.of(obj).select_related("holder", "stand_in").order_by("due_at", "pk")
    told = [(turn, turn.waits_for(user)) for turn in turns]
    own = {turn.key for turn, yours in told if yours}
    shared: dict[tuple[str, int | None, bool], list[Turn]] = {}
    for turn, yours in told:
        if not yours and turn.holder_id is None and turn.key in own:
            continue
        shared.setdefault((turn.key, None if yours else turn.holder_id, yours), []).append(turn)
    sentences = [_sentence(obj, turns, yours=yours) for (*_, yours), turns in shared.items()]
    return sorted(sentences, key=lambda sentence: not sentence.yours)


def _sentence(obj: Any, turns: list[Turn], *, yours: bool) -> Sentence:
    first = turns[0]
    names = dict.fromkeys(holder_name(turn) for turn in turns)  # each name once, in their order
    either = pgettext("either of them", "or")
    who = f" {either} ".join(names)
    return Sentence(who, owed(obj, first), yours, first.due_at, first.is_late)


def owed(obj: Any, turn: Turn) -> str:
    """What the holder of `turn` has to do, as the model's `owes` says it."""
    for each in obj.owes.get(obj.state, ()):
        if each.key == turn.key:
            return str(each.label)
    return turn.key


def does_of(model: Any, key: str) -> str:
    """What the move `key` of `model` asks for, when the state of the object is not at hand."""
    for each in chain.from_iterable(model.owes.values()):
        if each.key == key:
            return str(each.label)
    return key


def holder_name(turn: Turn) -> str:
    """A person's name, or the word for the role (its room lists it, with the context `role`)."""
    if turn.stand_in is not None:
        said = {"who": turn.stand_in, "person": turn.holder}
        return gettext("%(who)s, standing in for %(person)s") % said
    if turn.holder is not None:
        return str(turn.holder)
    return pgettext("role", turn.role)


def category_of(obj: Any) -> tuple[str, str]:
    """The category and the label of the state of `obj`, for its badge."""
    return str(type(obj).States(str(obj.state)).category), state_label(obj, obj.state)
