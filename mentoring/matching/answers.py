"""Questions to a plan, answered by solving again: why not these two, whom to recruit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .fit import Profile
from .plans import solve, weighed
from .problem import Impossible, Pair, Problem


@dataclass(frozen=True)
class WhyNot:
    """What the pair would cost against the plan as it is; `moves` as (mentee, mentor before, mentor after) by id.

    `blocked` is the code of a reason that forbids it (`forbidden`, `seats`, `twice`, `limit`), then nothing else is set.
    """

    blocked: str = ""
    covered: int = 0
    fit: int = 0
    worst: int = 0
    moves: tuple[tuple[int, int | None, int | None], ...] = ()


def why_not(problem: Problem, kind: str, wanted: Sequence[Pair]) -> WhyNot:
    """Settle the `wanted` pairs (by id), solve again and tell the difference to the plan of that `kind`."""
    row = {each: at for at, each in enumerate(problem.mentees)}
    column = {each: at for at, each in enumerate(problem.mentors)}
    try:
        fixed = problem.with_pins(pairs := [(row[one], column[other]) for one, other in wanted])
    except Impossible as refusal:
        return WhyNot(blocked=refusal.why)
    before = solve(problem, kind)
    after = before if set(pairs) <= set(before) else solve(fixed, kind, before)
    return WhyNot(
        covered=len(after) - len(before),
        fit=problem.fit(after) - problem.fit(before),
        worst=problem.worst(after) - problem.worst(before),
        moves=_moves(problem, before, after),
    )


def _moves(
    problem: Problem, before: Sequence[Pair], after: Sequence[Pair]
) -> tuple[tuple[int, int | None, int | None], ...]:
    old, new = dict(before), dict(after)

    def name(column: int | None) -> int | None:
        return None if column is None else problem.mentors[column]

    return tuple(
        (problem.mentees[row], name(old.get(row)), name(new.get(row)))
        for row in sorted({*old, *new})
        if old.get(row) != new.get(row)
    )


def recruits(inputs: Mapping[str, Any], most: int = 24) -> list[dict[str, Any]]:
    """What one more mentor for a topic in a region would bring, the greatest gain first; each an exact plan.

    The profiles tried are the topics and regions of mentees who stay without, else of those who fit least; `most` of them, since each costs a plan.
    """
    problem = Problem.read(inputs)
    plan = weighed(problem, "total", solve(problem, "total"))
    tried = _profiles(inputs, problem, plan.pairs, {row for row, _why in plan.without})
    found = []
    for topic, region in tried[:most]:
        mentor = Profile(
            id=-1,
            seats=inputs.get("capacity", 1),
            topics=(topic,) if topic else (),
            region=region,
            forms=_named(inputs, "forms"),
            availability=_named(inputs, "availability"),
        )
        wider = problem.with_mentor(inputs, mentor)
        after = solve(wider, "total")
        found.append(
            {
                "topic": topic,
                "region": region,
                "covered": len(after) - len(plan.pairs),
                "fit": wider.fit(after) - plan.fit,
            }
        )
    return sorted(
        found, key=lambda each: (-each["covered"], -each["fit"], each["region"], each["topic"])
    )


def _named(inputs: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Whatever any mentee named: the new mentor can meet in every form and at every hour."""
    return tuple(sorted({value for each in inputs["mentees"] for value in each.get(name, [])}))


def _profiles(
    inputs: Mapping[str, Any], problem: Problem, pairs: Sequence[Pair], without: set[int]
) -> list[tuple[str, str]]:
    weakest = sorted(pairs, key=lambda pair: (int(problem.points[pair]), pair))
    rows = sorted(without) or [row for row, _column in weakest[: max(len(pairs) // 4, 1)]]
    asked: Counter[tuple[str, str]] = Counter()
    for row in rows:
        mentee = inputs["mentees"][row]
        asked.update((topic, mentee["region"]) for topic in mentee.get("topics") or [""])
    ranked = sorted(asked.items(), key=lambda each: (-each[1], each[0]))
    return [profile for profile, _count in ranked]
