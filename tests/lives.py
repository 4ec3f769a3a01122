"""Trees of lives: whatever people do, in whatever order, everybody comes to an end and everything adds up.

A life is a way of steps, each made by somebody through the door that users use, from the beginning of an object to
its end. Lives that begin alike share their beginning: a tree is walked depth first, every step within a savepoint
that is rolled back before the next branch, so that a life costs the few steps in which it differs from the last one.
A room says whose lives they are (`begin`, `cast`, `ends`), what a move is given (`given`) and what people do beside
moves (`acts`). What there is, and in which state, is read from the history of the walk itself, so that looking for
the next step asks the database nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from random import Random
from typing import Any, ClassVar

from django.db import transaction

from tests.soundness import Head, Watch, load
from tests.tally import Tally, Way, name_of
from workflows import clock, tasks
from workflows.errors import GuardsFailed, MoveRefused
from workflows.models import Turn
from workflows.models.link import type_of
from workflows.moves import Move, moves_of
from workflows.predicates import nobody

Act = Callable[[], object]
LONGEST = 150  # steps; a life that takes more goes round in circles
MOST = 5  # times that anything is done in one life
BRANCHES = 8  # from one place at most: lives that differ in the last step alone show little
NEW, WEARY, SHY = 3.0, 0.25, 0.3  # of what nobody did yet; did already; was refused a step before
MINUTE = timedelta(minutes=1)


class DeadEnd(AssertionError):
    """Somebody waits and nobody can do anything about it."""


class Surprise(AssertionError):
    """A button was offered, and pressing it was refused for a reason that it had not said; or worse."""


@dataclass(frozen=True)
class Step:
    """Something that may be tried now: who does it, what it is called, what it is.

    `ask` writes nothing and raises what `act` would, where that is known before: it is asked again and again.
    """

    who: str
    name: str
    act: Act
    haste: float = 1.0
    ask: Act | None = None

    def __str__(self) -> str:
        return f"{self.who}: {self.name}"


@cache
def moves_from(model: Any, state: str) -> list[Move]:
    """The moves of `model` that somebody may make from `state`."""
    return [one for one in moves_of(model) if one.may is not nobody and one.leaves(state)]


class Lives:
    """One tree of lives. A room derives from it; `begin` makes what is there before the first step."""

    #: At which states the objects of each model are at an end; of other models nothing is waited for.
    ends: ClassVar[Mapping[type[Any], set[str]]]
    #: Of which models moves are made.
    family: ClassVar[Collection[type[Any]]]
    #: At how many steps a tree branches most: lives share their beginnings and differ in their ends.
    bushy_at: ClassVar[int] = 45
    #: Moves with a page of their own that says what else stands in the way, before anybody presses.
    said: ClassVar[Collection[str]] = ()
    #: How eagerly a move or an act is made; what is not named here is 1. What ends a life early is small.
    eagerness: ClassVar[Mapping[str, float]] = {}

    def __init__(self, seed: int, tally: Tally | None = None) -> None:
        self.random = Random(seed)  # noqa: S311 -- a walk that can be walked again, no secret
        self.seed, self.tally = seed, tally or Tally()
        self.now = clock.now().replace(microsecond=0)
        self.cast: dict[str, Any] = {}
        self.watch = Watch(self.tag)
        self.loaded: dict[tuple[Any, int], Any] = {}

    # --- what a room says ------------------------------------------------------------------------

    def begin(self) -> None:
        """Make what is there before the first step, and name everybody in `cast`."""
        raise NotImplementedError

    def tag(self, row: Any) -> str:
        """What is to be known of an object without asking again, such as whose it is."""
        return ""

    def acts(self) -> Iterator[Step]:
        """What people may do beside moves."""
        raise NotImplementedError

    def given(self, row: Any, move: Move, who: Any) -> dict[str, Any]:
        """What a person types for `move`; sensible, so that only facts can stand in its way."""
        return {}

    def doors(self) -> Mapping[str, Callable[[Any, Any], object]]:
        """The action by which a move is made, called with row and person, where it is not the bare move."""
        return {}

    def people_of(self, head: Head) -> Iterable[str]:
        """The names in `cast` of those who may have something to do with an object."""
        return self.cast

    def eager(self, head: Head) -> float:
        """How eagerly anything is done with an object."""
        return 1.0

    def keen(self, name: str) -> float:
        """How eagerly anything of this name is done."""
        return self.eagerness.get(name, 1.0)

    def counts(self, head: Head) -> bool:
        """Whether a life goes on until this object is at an end."""
        return head.model in self.ends

    def broken(self) -> Iterator[str]:
        """What does not add up just now."""
        return iter(())

    def later(self) -> Iterator[datetime]:
        """Instants beside the days of turns at which something changes by itself."""
        return iter(())

    # --- walking -----------------------------------------------------------------------------------

    def walk(self, budget: int) -> int:
        """Walk up to `budget` new lives; how many they were. DeadEnd, Surprise or AssertionError with the way."""
        with transaction.atomic():
            with clock.at(self.now):
                self.watch.begin()
                self.begin()
                list(self.watch.look())
            found = self.grow((), budget)
            transaction.set_rollback(True)
        return found

    def grow(self, way: Way, budget: int, shy: Mapping[str, int] | None = None) -> int:
        """Walk up to `budget` lives that go on from here; how many new ones there were.

        `shy` says how often in a row, until now, a step was refused.
        """
        shy, refused = shy or {}, dict[str, list[str]]()
        if len(way) > LONGEST:
            raise DeadEnd(self.told(f"No end in sight, so often refused: {shy}", way))
        over = self.is_over()
        found = int(over and self.ended(way))
        if over and found >= budget:
            return found
        branches, tried = self.branches(len(way), budget), 0
        for step in self.steps(way, shy):
            if found >= budget or tried >= (branches if over else BRANCHES):
                break
            share = -(-(budget - found) // max(1, branches - tried))
            new = self.take(step, way, share, shy, refused)
            if new is not None:
                found, tried = found + new, tried + 1
                if budget == 1:
                    break
        if not over and not tried:
            raise DeadEnd(self.told(f"Nobody can go on: {refused}", way))
        return found

    def branches(self, depth: int, budget: int) -> int:
        """Among how many branches the lives are shared out at `depth`."""
        if budget == 1 or self.random.random() > self.bushiness(depth):
            return 1
        return self.random.choice([2, 2, 3])

    def bushiness(self, depth: int) -> float:
        """How probable it is that a tree branches at `depth`."""
        return (depth / self.bushy_at) ** 2

    def take(
        self, step: Step, way: Way, budget: int, shy: Mapping[str, int], refused: dict[str, Any]
    ) -> int | None:
        """Take `step`, walk on from there, and take it back; None when it was refused."""
        if step.ask and not self.made(step, step.ask, way, refused):
            return None
        now, mark, state = self.now, self.watch.mark(), self.random_state()
        try:
            with transaction.atomic():
                self.forget()
                made = self.made(step, step.act, way, refused)
                self.forget()
                if made:
                    self.now += MINUTE
                    self.check((*way, str(step)))
                    before = shy if step.ask else {}  # an act may be what was lacking
                    still = {key: before.get(key, 0) + 1 for key in refused}
                    found = self.grow((*way, str(step)), budget, still)
                transaction.set_rollback(True)
        finally:
            self.now = now
            self.watch.back_to(mark)
            self.put_back(state)
            self.forget()
        return found if made else None

    def random_state(self) -> Any:
        """What a room keeps beside the database and has to take back; nothing here."""
        return None

    def put_back(self, state: Any) -> None:
        """Take back what `random_state` kept."""

    def forget(self) -> None:
        """The next step is another request: nothing is remembered."""
        self.loaded = {}
        for user in self.cast.values():
            vars(user).pop("_tandem_roles", None)

    def made(self, step: Step, act: Act, way: Way, refused: dict[str, Any]) -> bool:
        """Do it; whether it was not refused."""
        try:
            with clock.at(self.now):
                act()
        except Surprise as surprise:
            raise Surprise(self.told(str(surprise), (*way, str(step)))) from surprise
        except MoveRefused as refusal:
            refused[str(step)] = refusal.sentences
            return False
        except Exception as error:
            raise Surprise(self.told(f"{error!r}", (*way, str(step)))) from error
        return True

    def steps(self, way: Way, shy: Mapping[str, int]) -> list[Step]:
        """What may be tried now, in a random order; what was done already, and what ends a life early, late."""
        done = Counter(one.partition(": ")[2] for one in way)
        keyed = []
        for step in self.open_steps():
            enough = done[step.name] >= MOST and step.name != "passes"
            eager = step.haste * self.keen(step.name) * WEARY ** done[step.name]
            if not self.tally.knows(step.name):
                eager *= NEW
            eager *= SHY ** min(2, shy.get(str(step), 0))
            place = self.random.random() ** (1 / max(eager, 1e-3))
            keyed.append((not enough, place, len(keyed), step))
        return [step for *_place, step in sorted(keyed, key=lambda one: one[:3], reverse=True)]

    def open_steps(self) -> Iterator[Step]:
        """Every move that leaves a state of today, every act, and the passing of time."""
        with clock.at(self.now):
            for head in self.watch.heads.values():
                if head.model not in self.family:
                    continue
                eager, people = self.eager(head), tuple(self.people_of(head))
                for move in moves_from(head.model, head.state):
                    name = name_of(head.model, move.name)
                    for who in people:
                        press, ask = (
                            partial(one, head, move, who) for one in (self.press, self.look_at)
                        )
                        yield Step(who, name, press, eager, ask)
            yield from self.acts()
            yield Step("time", "passes", self.pass_on, 0.4)

    def look_at(self, head: Head, move: Move, who: str) -> None:
        """Refuse where there is no button of a move, or it is grey."""
        user, row = self.cast[who], self.row_of(head)
        if not move.may(user, row):
            raise MoveRefused(["It is not theirs."])
        if reasons := move.why_not_yet(row, {"by": user, "at": clock.now()}):
            raise MoveRefused(reasons)

    def press(self, head: Head, move: Move, who: str) -> None:
        """Press the button of a move."""
        user, row = self.cast[who], self.row_of(head)
        door = self.doors().get(name_of(head.model, move.name))
        typed = {} if door else self.given(row, move, user)
        try:
            if door:
                door(row, user)
            else:
                getattr(row, move.name)(by=user, note="Bo tak wyszło.", **typed)
        except MoveRefused as refusal:
            given = {**move.defaults, "by": user, "at": clock.now(), **typed}
            self.refuse_surprises(refusal, row, move, given)
            raise

    def refuse_surprises(
        self, refusal: MoveRefused, row: Any, move: Move, given: dict[str, Any]
    ) -> None:
        """Raise Surprise unless it is what was typed that did not fit."""
        later = {
            sentence
            for each in move.guards
            if not each.can_be_asked_with({"by", "at"})
            and each.can_be_asked_with({**given, "note": ""})
            for sentence in each.sentences(row, given | {"note": "Bo."})
        }
        typed_only = isinstance(refusal, GuardsFailed) and later.issuperset(refusal.sentences)
        said = isinstance(refusal, GuardsFailed) and name_of(type(row), move.name) in self.said
        if not typed_only and not said:
            raise Surprise(f"A button, but the door says: {refusal}")

    def row_of(self, head: Head) -> Any:
        """The object itself, read once for all that may be tried with it now."""
        key = (head.model, head.pk)
        if key not in self.loaded:
            self.loaded[key] = load(head)
        return self.loaded[key]

    def these(self, model: Any, *states: str) -> list[Head]:
        """The objects of `model` in one of `states` (in any), the oldest first."""
        heads = (one for one in self.watch.heads.values() if one.model is model)
        return [one for one in heads if not states or one.state in states]

    def pass_on(self) -> None:
        """Time passes over the next deadline, what the clock sets off happens, and who is late is reminded.

        Where no deadline is ahead, what fell due during the steps happens; where nothing did, nothing passes.
        """
        turns = Turn.objects.filter(due_at__gt=self.now).order_by("due_at")
        known = [*turns.values_list("due_at", flat=True)[:1], *self.later()]
        instant = min((one for one in known if one > self.now), default=None)
        if instant is not None:
            self.now = instant + MINUTE
        with clock.at(self.now):
            made = 0
            while more := tasks.tick():
                made += (
                    more  # what one move of the clock sets off, the next minute's tick goes on from
                )
            if instant is None and not made:
                raise MoveRefused(["Nothing is due any more."])
            tasks.remind()

    def is_over(self) -> bool:
        """Whether each of them is at an end."""
        return not self.standing()

    def standing(self) -> list[str]:
        """What is not at an end."""
        return [
            f"{head.model.__name__} {head.pk}: {head.state}"
            for head in self.watch.heads.values()
            if self.counts(head) and head.state not in self.ends[head.model]
        ]

    def check(self, way: Way) -> None:
        """What a step wrote fits what was there, and everything adds up."""
        self.tally.steps += 1
        with clock.at(self.now):
            wrong = [*self.watch.look(), *self.broken()]
            self.tally.moves.update(self.watch.made)
            self.tally.acts[way[-1].partition(": ")[2]] += 1
        assert wrong == [], self.told("; ".join(wrong), way)

    def ended(self, way: Way) -> bool:
        """Count this life; whether it is a new one. Nobody waits for anybody in it any more."""
        heads = [head for head in self.watch.heads.values() if self.counts(head)]
        keys = {(type_of(head.model).pk, head.pk): head for head in heads}
        waits = [
            f"{keys[about].model.__name__} {about[1]} ({keys[about].state}) is over, but somebody has a move"
            for about in Turn.objects.values_list("about_type", "about_id")
            if about in keys
        ]
        assert waits == [], self.told("; ".join(waits), way)
        return self.tally.add(way, {f"{head.model.__name__} {head.state}" for head in heads})

    def told(self, what: str, way: Way) -> str:
        """What went wrong, with the way to it."""
        taken = "\n  ".join(way)
        return f"{what}\nstanding: {self.standing()}\nseed {self.seed}, the way:\n  {taken}"
