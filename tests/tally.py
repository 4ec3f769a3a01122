"""What was walked: how many different lives, which moves, which ends; kept in a file, a long walk goes on from there."""

from __future__ import annotations

import gc
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import count
from pathlib import Path
from time import process_time
from typing import Any

from workflows.moves import moves_of

Way = tuple[str, ...]


def name_of(model: Any, move: str) -> str:
    """How a move is called in a way: `Agreement.sign`."""
    return f"{model.__name__}.{move}"


@dataclass
class Tally:
    """What has been walked so far; `lives` are the digests of the ways taken, so that no life counts twice.

    `found` are dead ends and the like; `before` is what was walked before this tree.
    """

    lives: set[bytes] = field(default_factory=set)
    moves: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    longest: int = 0
    seconds: float = 0.0
    found: list[str] = field(default_factory=list)
    before: Tally | None = None

    def knows(self, name: str) -> bool:
        """Whether a move or an act was made in this tree or before."""
        here = name in self.moves or name in self.acts
        return here or bool(self.before and self.before.knows(name))

    def add(self, way: Way, ends: Iterable[str]) -> bool:
        """Count the life that took `way`; whether nobody lived it before."""
        key = blake2b("|".join(way).encode(), digest_size=16).digest()
        if key in self.lives or (self.before and key in self.before.lives):
            return False
        self.lives.add(key)
        self.ends.update(ends)
        self.longest = max(self.longest, len(way))
        return True

    def take_in(self, other: Tally) -> None:
        """Add what another tally has counted; a life that both know stays one."""
        self.lives |= other.lives
        for name in ("moves", "acts", "ends"):
            getattr(self, name).update(getattr(other, name))
        self.found += other.found
        self.steps += other.steps
        self.seconds += other.seconds
        self.longest = max(self.longest, other.longest)

    def unwalked(self, models: Iterable[Any], *, spared: Iterable[str] = ()) -> list[str]:
        """The moves of `models` that nobody made, but those that are `spared`."""
        every = {name_of(model, move.name) for model in models for move in moves_of(model)}
        return sorted(every - self.moves.keys() - set(spared))

    def told(self) -> str:
        """How often each move was made, and at which ends lives came to be."""
        moves = ", ".join(f"{name} {times}" for name, times in self.moves.most_common())
        ends = ", ".join(f"{name} {times}" for name, times in self.ends.most_common())
        return f"moves: {moves}\nends: {ends}"

    def __str__(self) -> str:
        each = self.seconds / max(1, len(self.lives))
        return (
            f"{len(self.lives)} different lives in {self.steps} steps, the longest of {self.longest};"
            f" {len(self.moves)} moves; {each:.2f} s of CPU a life; {len(self.found)} findings"
        )


class Ledger:
    """A file of tallies, a line for each tree: several walks write to it, and each goes on where all have come to."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self.read_to = 0
        self.seeds: set[int] = set()

    def write(self, seed: int, tally: Tally) -> None:
        """Add the line of the tree of `seed`."""
        kept = vars(tally) | {"seed": seed, "lives": sorted(key.hex() for key in tally.lives)}
        del kept["before"]
        with self.path.open("a") as file:
            file.write(json.dumps(kept) + "\n")

    def read_into(self, tally: Tally) -> None:
        """Take in what was written since the last time."""
        if not self.path.exists():
            return
        with self.path.open() as file:
            file.seek(self.read_to)
            lines = file.readlines()
            self.read_to = file.tell()
        for line in lines:
            kept = json.loads(line)
            self.seeds.add(kept.pop("seed"))
            counts = {name: Counter(kept.pop(name)) for name in ("moves", "acts", "ends")}
            lives = {bytes.fromhex(key) for key in kept.pop("lives")}
            tally.take_in(Tally(lives=lives, **counts, **kept))


def walk_forest(
    room: Any, many: int, *, a_tree: int, seed: int = 0, tell: Any = None, ledger: str = ""
) -> Tally:
    """Walk until there are `many` different lives of `room`, up to `a_tree` of them in each tree, from `seed` on.

    `tell` is pytest's `capsys`, for a long walk that says how far it has come; `ledger` names the file in which it is
    kept, so that an interrupted walk goes on and two walks from different seeds are summed.
    """
    book, walked = Ledger(ledger) if ledger else None, Tally()
    gc.freeze()  # what is loaded by now stays; a tree makes and drops millions of rows
    gc.set_threshold(50_000, 20, 20)
    for each in count(seed):
        if book:
            book.read_into(walked)  # others may have walked meanwhile
        if len(walked.lives) >= many:
            break
        if book and each in book.seeds:
            continue
        tree = grown(room, each, min(a_tree, many - len(walked.lives)), walked, is_kept=bool(book))
        if book:
            book.write(each, tree)
            book.read_into(walked)
        else:
            walked.take_in(tree)
        say(tell, f"tree {each}: {tree}\n{''.join(tree.found)}so far {walked}")
    say(tell, f"{room.__name__}: {walked}\n{walked.told()}")
    return walked


def grown(room: Any, seed: int, many: int, before: Tally, *, is_kept: bool) -> Tally:
    """What the tree of `seed` has; what is found wrong ends the tree, and the walk too unless it is kept."""
    tree, began = Tally(before=before), process_time()
    try:
        room(seed, tree).walk(many)
    except AssertionError as finding:
        if not is_kept:
            raise
        tree.found.append(f"{type(finding).__name__}: {finding}\n")
    tree.seconds = process_time() - began
    return tree


def say(tell: Any, what: str) -> None:
    """Say how far a long walk has come."""
    if tell is not None:
        with tell.disabled():
            sys.stderr.write(f"{what}\n")
