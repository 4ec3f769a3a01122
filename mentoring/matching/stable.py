"""A plan in which no mentor and mentee would both rather have one another (Gale and Shapley, mentees ask)."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from .fit import Matrix
from .problem import Pair, Problem


def order(points: Matrix, wishes: Mapping[int, Sequence[int]]) -> Matrix:
    """For each row the columns, the dearest first: wishes in their order, then by fit, then by place."""
    keyed = -points.astype(np.int16)  # at most 6,000 points; numpy sorts 16 bits by radix
    most = int(points.max(initial=0))
    for row, wished in wishes.items():
        for place, column in enumerate(wished):
            keyed[row, column] = place - len(wished) - most - 1
    found: Matrix = np.argsort(keyed, axis=1, kind="stable")
    return found


def ranks(ordered: Matrix) -> Matrix:
    """At which place of its order each column stands, for each row."""
    found = np.empty_like(ordered)
    np.put_along_axis(found, ordered, np.arange(ordered.shape[1])[None, :], axis=1)
    return found


def stable(problem: Problem, rows: Sequence[int], seats: Sequence[int]) -> list[Pair]:
    """The stable plan of `rows` on so many free `seats`, the best such plan for every mentee; settled pairs stay."""
    asks = order(problem.points, problem.mentee_wishes)
    answers = ranks(order(np.ascontiguousarray(problem.points.T), problem.mentor_wishes))
    lists = {row: iter(asks[row][problem.allowed[row, asks[row]]].tolist()) for row in rows}
    # each mentor keeps a heap with the least wanted mentee on top
    held: list[list[tuple[int, int]]] = [[] for _ in problem.mentors]
    for first in rows:
        asking = first
        while asking >= 0:
            asking = _ask(asking, lists[asking], held, seats, answers)
    pairs = [(row, column) for column, kept in enumerate(held) for _rank, row in kept]
    return sorted([*problem.pins, *pairs])


def _ask(
    row: int,
    mentors: Iterator[int],
    held: list[list[tuple[int, int]]],
    seats: Sequence[int],
    answers: Matrix,
) -> int:
    """One mentee asks down the list until somebody keeps them; who lost the seat for it, or -1."""
    for column in mentors:
        entry = (-int(answers[column, row]), row)
        if len(held[column]) < seats[column]:
            heapq.heappush(held[column], entry)
            return -1
        if seats[column] > 0 and entry > held[column][0]:
            return heapq.heapreplace(held[column], entry)[1]
    return -1


def blocking(problem: Problem, pairs: Sequence[Pair]) -> int:
    """How many allowed pairs would both leave this plan for one another; settled pairs never leave."""
    rows, columns = problem.allowed.shape
    if not rows or not columns:
        return 0
    wants = ranks(order(problem.points, problem.mentee_wishes))
    answers = ranks(order(np.ascontiguousarray(problem.points.T), problem.mentor_wishes)).T
    settled = set(problem.pins)
    has = np.full(rows, columns)
    weakest = np.where(np.array(problem.open_seats) > 0, rows, -1)
    taken, last = [0] * columns, [-1] * columns
    for row, column in pairs:
        if (row, column) in settled:
            has[row] = -1
            continue
        has[row] = wants[row, column]
        taken[column] += 1
        last[column] = max(last[column], int(answers[row, column]))
    for column, seats in enumerate(problem.open_seats):
        if seats > 0 and taken[column] >= seats:
            weakest[column] = last[column]
    better = problem.allowed & (wants < has[:, None]) & (answers < weakest[None, :])
    return int(better.sum())
