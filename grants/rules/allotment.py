"""Sharing applications among assessors: nobody in conflict, and the load as even as it can be.

Pure arithmetic. The result is exact: with no cost-reducing path left, no other sharing is more even
(Harvey, Ladner, Lovász, Tamir: Semi-matchings for bipartite graphs and load balancing, 2006).
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping


class TooFewAssessors(ValueError):
    """An application has fewer assessors free of conflict than the call asks for."""

    def __init__(self, application: int) -> None:
        """Remember the application's key, so that the page can name it."""
        super().__init__(f"Too few assessors without a conflict for application {application}.")
        self.application = application


def propose(
    free: Mapping[int, Iterable[int]],
    *,
    needed: Mapping[int, int],
    already: Mapping[int, Iterable[int]] | None = None,
    load: Mapping[int, int] | None = None,
) -> dict[int, list[int]]:
    """Return for each application the assessors to add, so that it has what it needs and the load is most even.

    `needed` maps an application to the number of assessors it needs, `free` to those without a conflict, `already` to those who have it (they stay).
    `load` is what each assessor has beside these applications. Raises TooFewAssessors.
    """
    sharing = Sharing(free, already or {}, load or {})
    for application in sorted(free, key=lambda key: (len(sharing.choices[key]), key)):
        sharing.fill(application, needed[application])
    while sharing.improve():
        pass
    return {application: sorted(added) for application, added in sharing.added.items()}


class Sharing:
    """A sharing on its way to the most even one."""

    def __init__(
        self,
        free: Mapping[int, Iterable[int]],
        already: Mapping[int, Iterable[int]],
        load: Mapping[int, int],
    ) -> None:
        """Start with what stays: those who already have an application, and their other load."""
        self.kept = {application: set(already.get(application, ())) for application in free}
        self.choices = {
            application: set(people) - self.kept[application]
            for application, people in free.items()
        }
        self.added: dict[int, set[int]] = {application: set() for application in free}
        self.load = Counter(dict(load))
        for people in self.kept.values():
            self.load.update(people)

    def fill(self, application: int, needed: int) -> None:
        """Give one application the least loaded of its assessors; raises TooFewAssessors."""
        missing = max(0, needed - len(self.kept[application]))
        chosen = sorted(self.choices[application], key=lambda one: (self.load[one], one))[:missing]
        if len(chosen) < missing:
            raise TooFewAssessors(application)
        self.added[application].update(chosen)
        self.load.update(chosen)

    def improve(self) -> bool:
        """Move one application's worth of load from somebody to somebody with two less; False when none is left."""
        return any(
            self.relieve(one) for one in sorted(self.load, key=lambda one: (-self.load[one], one))
        )

    def relieve(self, start: int) -> bool:
        """Find the chain of hand-overs from `start` to anyone with at least two less, and make it."""
        came_from: dict[int, tuple[int, int]] = {}
        queue, seen = deque([start]), {start}
        while queue:
            giver = queue.popleft()
            if self.load[giver] <= self.load[start] - 2:
                self.hand_over(start, giver, came_from)
                return True
            for taker, application in self.takers(giver):
                if taker not in seen:
                    seen.add(taker)
                    came_from[taker] = (giver, application)
                    queue.append(taker)
        return False

    def takers(self, giver: int) -> list[tuple[int, int]]:
        """Return who could take which of the giver's new applications."""
        return [
            (taker, application)
            for application in sorted(self.added)
            if giver in self.added[application]
            for taker in sorted(self.choices[application] - self.added[application])
        ]

    def hand_over(self, start: int, end: int, came_from: Mapping[int, tuple[int, int]]) -> None:
        """Pass the applications along the chain found, from its end back to its start."""
        self.load[start] -= 1
        self.load[end] += 1
        while end != start:
            giver, application = came_from[end]
            self.added[application].remove(giver)
            self.added[application].add(end)
            end = giver
