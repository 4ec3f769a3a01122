"""The plans of matching: as good as a second, independent solver finds, and within every rule."""

import random
from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from mentoring.matching import (
    KINDS,
    Impossible,
    Problem,
    compute,
    recruits,
    solve,
    why_not,
)

REGIONS = ("02", "14", "22")


def edition(seed, *, limits=False):
    """Random inputs: up to nine mentees, five mentors, a third of the pairs forbidden."""
    rng = random.Random(seed)  # noqa: S311 -- no secret, a repeatable edition
    mentees, mentors = range(1, rng.randint(2, 9) + 1), range(101, 101 + rng.randint(1, 5))

    def person(key, others, seats):
        return {
            "id": key,
            "region": rng.choice(REGIONS),
            "topics": rng.sample(["a", "b", "c", "d"], rng.randint(0, 3)),
            "languages": rng.sample(["pl", "en", "uk"], rng.randint(0, 2)),
            "forms": rng.sample(["in_person", "online"], rng.randint(0, 2)),
            "availability": rng.sample(["morning", "evening", "weekend"], rng.randint(0, 3)),
            "wishes": rng.sample(list(others), min(rng.randint(0, 3), len(others))),
            "seats": seats,
        }

    return {
        "mentees": [person(key, mentors, 1) for key in mentees],
        "mentors": [person(key, mentees, rng.randint(0, 3)) for key in mentors],
        "forbidden": [
            [one, other, "tie"] for one, other in product(mentees, mentors) if rng.random() < 0.33
        ],
        "limits": {region: rng.randint(0, 2) for region in REGIONS} if limits else {},
        "mentor_limits": {region: rng.randint(0, 3) for region in REGIONS[:2]} if limits else {},
    }


def second_solver(problem, *, at_least=0):
    """The optimum as an integer programme, solved by HiGHS: (pairs, points), or None when nothing fits."""
    rows, columns = problem.points.shape
    allowed = problem.allowed & (problem.points >= at_least)
    worth = np.where(allowed, problem.points + problem.base, 0).ravel()
    settled = np.zeros((rows, columns))
    for pair in problem.pins:
        settled[pair] = 1
    rules, most = [], []
    for row in range(rows):
        rules.append(np.eye(rows)[row].repeat(columns))
        most.append(1)
    for column in range(columns):
        rules.append(np.tile(np.eye(columns)[column], rows))
        most.append(problem.seats[column])
    for region, limit in problem.limits.items():
        own = np.array([each == region for each in problem.regions], dtype=float)
        rules.append(own.repeat(columns))
        most.append(limit)
    for region, limit in problem.mentor_limits.items():
        theirs = np.array([each == region for each in problem.mentor_regions], dtype=float)
        rules.append(np.tile(theirs, rows))
        most.append(limit)
    found = milp(
        -worth,
        integrality=np.ones(rows * columns),
        bounds=Bounds(settled.ravel(), np.maximum(allowed, settled).ravel().astype(float)),
        constraints=LinearConstraint(np.array(rules), -np.inf, most),
    )
    taken = np.rint(found.x).astype(bool)
    return int(taken.sum()), int(problem.points.ravel()[taken].sum())


def assert_within_the_rules(problem, pairs):
    assert len({row for row, _column in pairs}) == len(pairs)
    assert all(problem.allowed[pair] for pair in pairs)
    held = Counter(column for _row, column in pairs)
    assert all(held[column] <= seats for column, seats in enumerate(problem.seats))
    regions = Counter(problem.regions[row] for row, _column in pairs)
    assert all(regions[region] <= most for region, most in problem.limits.items())
    taken = Counter(problem.mentor_regions[column] for _row, column in pairs)
    assert all(taken[region] <= most for region, most in problem.mentor_limits.items())
    assert set(problem.pins) <= set(pairs)


@pytest.mark.parametrize("limits", [False, True])
def test_the_plan_of_highest_fit_equals_a_second_solver_on_a_hundred_random_editions(limits):
    for seed in range(100):
        problem = Problem.read(edition(seed, limits=limits))
        pairs = solve(problem, "total")

        assert (len(pairs), problem.fit(pairs)) == second_solver(problem), seed


def test_no_plan_with_as_many_pairs_has_a_better_worst_pair_than_the_fair_one():
    for seed in range(100):
        problem = Problem.read(edition(seed, limits=seed % 2 == 1))
        pairs = solve(problem, "fair")
        most, _points = second_solver(problem)
        worst = problem.worst(pairs)

        assert len(pairs) == most, seed
        if pairs:
            assert second_solver(problem, at_least=worst) == (most, problem.fit(pairs)), seed
            assert second_solver(problem, at_least=worst + 1)[0] < most, seed


def blocks(problem, pairs, row, column):
    """Whether both would rather have one another, read from wishes and points without the solver's ranks."""

    def place(wishes, points, me, key):
        wished = wishes.get(me, ())
        return (wished.index(key), 0, key) if key in wished else (99, -points, key)

    def for_mentee(mentor):
        return place(problem.mentee_wishes, int(problem.points[row, mentor]), row, mentor)

    def for_mentor(mentee):
        return place(problem.mentor_wishes, int(problem.points[mentee, column]), column, mentee)

    now = dict(pairs).get(row)
    if now is not None and for_mentee(column) >= for_mentee(now):
        return False
    kept = [mentee for mentee, mentor in pairs if mentor == column]
    free = len(kept) < problem.seats[column]
    return free or any(for_mentor(row) < for_mentor(each) for each in kept)


def test_in_the_stable_plan_no_two_would_rather_have_one_another():
    for seed in range(100):
        inputs = edition(seed)
        problem = Problem.read(inputs)
        told = compute(inputs)
        for kind in KINDS:
            pairs = solve(problem, kind)
            unhappy = [
                (row, column)
                for row, column in zip(*np.nonzero(problem.allowed), strict=True)
                if dict(pairs).get(row) != column and blocks(problem, pairs, row, column)
            ]
            assert told[kind]["blocking"] == len(unhappy), (seed, kind)
        assert told["stable"]["blocking"] == 0, seed


@settings(max_examples=60)
@given(st.integers(0, 10**9), st.sampled_from(KINDS))
def test_no_plan_breaks_a_capacity_a_prohibition_a_limit_or_what_staff_settled(seed, kind):
    bare = Problem.read(edition(seed, limits=True))
    pairs = solve(bare, "total")
    problem = bare.with_pins(pairs[: len(pairs) // 2])

    assert_within_the_rules(problem, solve(problem, kind))


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_why_not_tells_exactly_what_the_pair_costs(seed):
    problem = Problem.read(edition(seed))
    before = solve(problem, "total")
    for row, column in product(range(len(problem.mentees)), range(len(problem.mentors))):
        told = why_not(problem, "total", [(problem.mentees[row], problem.mentors[column])])
        if not problem.allowed[row, column]:
            assert told.blocked == "forbidden"
        elif not problem.seats[column]:
            assert told.blocked == "seats"
        else:
            fixed = problem.with_pins([(row, column)])
            covered, fit = second_solver(fixed)
            assert (told.covered, told.fit) == (covered - len(before), fit - problem.fit(before))
            assert bool(told.moves) == ((row, column) not in before)


def test_why_not_moves_nobody_without_need():
    inputs = {
        "mentees": [{"id": each} for each in (1, 2, 3, 4)],
        "mentors": [{"id": each} for each in (11, 12, 13, 14)],
    }
    problem = Problem.read(inputs)
    before = {problem.mentees[row]: problem.mentors[col] for row, col in solve(problem, "total")}
    other = next(each for each in before.values() if each != before[1])
    loser = next(key for key, mentor in before.items() if mentor == other)

    told = why_not(problem, "total", [(1, other)])

    assert told.moves == ((1, before[1], other), (loser, other, before[1]))


@settings(max_examples=40)
@given(st.integers(0, 10**9))
def test_one_more_mentor_brings_exactly_what_was_promised(seed):
    inputs = {**edition(seed), "capacity": 2}
    before = solve(problem := Problem.read(inputs), "total")
    for promise in recruits(inputs):
        came = {
            "id": 999,
            "seats": 2,
            "region": promise["region"],
            "topics": [promise["topic"]] if promise["topic"] else [],
            "forms": ["in_person", "online"],
            "availability": ["morning", "evening", "weekend"],
        }
        wider = Problem.read({**inputs, "mentors": [*inputs["mentors"], came]})
        covered, fit = second_solver(wider)

        assert covered - len(before) == promise["covered"]
        assert fit - problem.fit(before) == promise["fit"]


def test_a_run_repeats_to_the_byte():
    inputs = edition(7, limits=True)

    assert repr(compute(inputs)) == repr(compute(inputs))


def pair_of(**more):
    """One mentee, one mentor with one seat."""
    return {"mentees": [{"id": 1, **more}], "mentors": [{"id": 2, "seats": 1}]}


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        ({**pair_of(), "forbidden": [[1, 2, "tie"]]}, "nobody"),
        ({**pair_of(), "mentors": [{"id": 2, "seats": 0}]}, "busy"),
        ({**pair_of(region="14"), "limits": {"14": 0}}, "limit"),
        (
            {
                **pair_of(),
                "mentors": [{"id": 2, "seats": 1, "region": "14"}],
                "mentor_limits": {"14": 0},
            },
            "limit",
        ),
        (
            {
                "mentees": [{"id": 1, "topics": ["a"]}, {"id": 3}],
                "mentors": [{"id": 2, "seats": 1, "topics": ["a"]}],
            },
            "seats",
        ),
    ],
)
def test_whoever_stays_without_a_mentor_has_a_reason(inputs, why):
    assert [each[1] for each in compute(inputs)["total"]["without"]] == [why]


def test_two_who_share_no_language_are_never_proposed():
    inputs = pair_of(languages=["uk"])
    inputs["mentors"][0]["languages"] = ["pl"]

    assert compute(inputs)["total"]["covered"] == 0


@pytest.mark.parametrize(
    ("more", "pins", "why"),
    [
        ({"forbidden": [[1, 2, "tie"]]}, [[1, 2]], "forbidden"),
        ({"mentees": [{"id": 1}, {"id": 3}]}, [[1, 2], [3, 2]], "seats"),
        ({"mentors": [{"id": 2}, {"id": 4}]}, [[1, 2], [1, 4]], "twice"),
        ({"mentees": [{"id": 1, "region": "14"}], "limits": {"14": 0}}, [[1, 2]], "limit"),
        ({"mentors": [{"id": 2, "region": "14"}], "mentor_limits": {"14": 0}}, [[1, 2]], "limit"),
    ],
)
def test_settled_pairs_that_contradict_one_another_are_refused_with_the_reason(more, pins, why):
    with pytest.raises(Impossible) as refusal:
        Problem.read({**pair_of(), **more, "pins": pins})

    assert refusal.value.why == why


def test_an_edition_without_mentors_has_three_empty_plans():
    told = compute({"mentees": [{"id": 1}], "mentors": []})

    assert [told[kind]["covered"] for kind in KINDS] == [0, 0, 0]


def test_nobody_waits_means_nothing_to_plan():
    told = compute({"mentees": [], "mentors": [{"id": 2, "seats": 3}]})

    assert told["total"] == {
        "pairs": [], "covered": 0, "fit": 0, "worst": 0, "blocking": 0, "without": [],
    }  # fmt: skip
