"""Whom Tandem would ask: nobody in conflict, the load most even, the most topics in common."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from grants.actions.desk import Desk
from grants.models import Application
from grants.rules import allotment
from workflows.models.history import canonical


@dataclass(frozen=True)
class Proposal:
    """Assessors (keys) to ask by application (key), and a sentence for each application left with too few."""

    wanted: dict[int, list[int]]
    sentences: list[str]

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of who is to be asked what: who agrees to a proposal agrees to the one they saw."""
        pairs = sorted([key, sorted(people)] for key, people in self.wanted.items() if people)
        return hashlib.sha256(canonical(pairs).encode()).hexdigest()

    @property
    def number(self) -> int:
        """How many would be asked."""
        return sum(len(people) for people in self.wanted.values())


def propose_assessors(desk: Desk) -> Proposal:
    """Fill every open place of the whole call at once; see `rules.allotment` for what comes first."""
    found = _share(
        desk, {one: (desk.first_choice_for(one), desk.missing_in(one)) for one in desk.applications}
    )
    sentence = _(
        "Too few assessors are free of conflict for application %(number)s. Name another assessor."
    )
    short = [one.number for one in desk.applications if one.pk in found.short]
    return Proposal(found.added, [sentence % {"number": number} for number in short])


def propose_successors(desk: Desk) -> dict[int, list[int]]:
    """Who could take what came back, by application (key): reserve assessors first.

    Nothing for an application where nobody is free.
    """
    places = {
        one: (desk.first_choice_for(one), min(desk.missing_in(one), len(desk.vacated_in(one))))
        for one in desk.applications
    }
    return {key: people for key, people in _share(desk, places).added.items() if people}


def propose_one_more(desk: Desk, application: Application) -> int | None:
    """The assessor (key) for one more assessment of `application`, reserve assessors last; None when nobody is free."""
    standing = {each.assessor_id for each in desk.live_of(application)}
    free = [key for key in desk.free_for(application) if key not in standing]
    first = [key for key in free if key not in desk.reserves] or free
    chosen = _share(desk, {application: (first, 1)}).added[application.pk]
    return chosen[0] if chosen else None


def _share(
    desk: Desk, places: Mapping[Application, tuple[Iterable[int], int]]
) -> allotment.Allotment:
    """Share open places among those who may take them; who has an application already is left out."""
    free: dict[int, list[int]] = {}
    for one, (people, _missing) in places.items():
        live = {each.assessor_id for each in desk.live_of(one)}
        free[one.pk] = [key for key in people if key not in live]
    common = {
        (application, key): len(desk.in_common(key, application))
        for application, people in free.items()
        for key in people
    }
    missing = {one.pk: places[one][1] for one in places}
    return allotment.propose(free, missing=missing, load=desk.load, common=common)
