"""How long a run of a large edition takes, whole and in parts: `python bench/matching.py`. A measurement, not a test.

Random people: capacities 1 to 4, three topics of twenty, 30 % of pairs forbidden, wishes on both sides; fixed seed.
The edge on two cores: 1,000 × 300 within 2 s, 5,000 × 1,500 within 15 s, for each plan. “The whole run” is what the
worker does between taking a run up and writing it: three plans with reasons, the advice where to recruit (24 more
plans up to 300,000 possible pairs, 4 above), and the fingerprint.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
django.setup()

from mentoring.actions import outcome_of, versions
from mentoring.matching import KINDS, Problem, compute, solve, why_not
from mentoring.models import MatchRun

SIZES = ((1000, 300, 2.0), (5000, 1500, 15.0))


def people(
    count: int, others: range, first: int, rng: random.Random, seats: int
) -> list[dict[str, Any]]:
    """`count` profiles numbered from `first`."""
    return [
        {
            "id": first + number,
            "region": f"{rng.randrange(16):02}",
            "topics": sorted(rng.sample([f"t{each}" for each in range(20)], 3)),
            "languages": ["pl"],
            "forms": rng.sample(["in_person", "online"], rng.randint(1, 2)),
            "availability": rng.sample(["morning", "afternoon", "evening", "weekend"], 2),
            "wishes": rng.sample(others, 3),
            "seats": rng.randint(1, seats),
        }
        for number in range(count)
    ]


def inputs(mentees: int, mentors: int) -> dict[str, Any]:
    """A random edition of that size, the same each time."""
    rng = random.Random(mentees)  # noqa: S311 -- no secret, a repeatable measurement
    left, right = range(mentees), range(mentees, mentees + mentors)
    share = mentors * 3 // 10
    return {
        "mentees": people(mentees, right, 0, rng, 1),
        "mentors": people(mentors, left, mentees, rng, 4),
        "forbidden": [[row, each, "tie"] for row in left for each in rng.sample(right, share)],
    }


@contextmanager
def timed(what: str, took: dict[str, float]) -> Iterator[None]:
    """Measure a step: by the clock on the wall, and what the processor gave to it, which other work does not lengthen."""
    wall, own = time.perf_counter(), time.process_time()
    yield
    took[what] = time.perf_counter() - wall
    print(f"  {what:<40}{took[what]:7.2f} s  (processor {time.process_time() - own:.2f} s)")


def whole_run(given: dict[str, Any]) -> None:
    """What the worker does with a run, but for reading and writing its row."""
    run = MatchRun(inputs=given, versions=versions())
    run.result = outcome_of(run)
    run.computed_digest()


def main() -> None:
    """Print one line a step and size; end with 1 when a plan passes its edge."""
    late = False
    for mentees, mentors, edge in SIZES:
        print(f"{mentees} × {mentors}")
        given, took = inputs(mentees, mentors), dict[str, float]()
        with timed("read", took):
            problem = Problem.read(given)
        for kind in KINDS:
            with timed(kind, took):
                pairs = solve(problem, kind)
            late |= took[kind] > edge
            print(
                f"    {len(pairs)} pairs, {problem.fit(pairs)} points, worst {problem.worst(pairs)}"
            )
        with timed("all three with reasons", took):
            compute(given)
        taken, row = dict(pairs), 0
        column = next(
            at for at in range(mentors) if problem.allowed[row, at] and taken.get(row) != at
        )
        with timed("why not", took):
            why_not(problem, "total", [(problem.mentees[row], problem.mentors[column])])
        with timed("the whole run as the worker does it", took):
            whole_run(given)
    sys.exit(1 if late else 0)


if __name__ == "__main__":
    main()
