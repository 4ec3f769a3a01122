"""Records that may be of one person, with what they have in common; and telling two people apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from people import names, rules
from people.actions.checks import require
from people.models import Membership, Person, ToldApart, User
from people.registries import Text
from workflows import clock

#: What two records can have in common, the strongest first.
SAME = {
    "email": gettext_lazy("the same e-mail"),
    "phone": gettext_lazy("the same telephone"),
    "name": gettext_lazy("the same name"),
    "year": gettext_lazy("the same family name and year of birth"),
    "organisation": gettext_lazy("the same family name in one organisation"),
}
CROWD = 12
"""So many records with one thing in common are an office's telephone or a common name, not one person."""


@dataclass
class Likeness:
    """Two records and what they have in common, as keys of `SAME`."""

    one: int
    other: int
    same: list[str] = field(default_factory=list)

    @property
    def says(self) -> list[Text]:
        """What they have in common, in words."""
        return [SAME[each] for each in self.same]

    @property
    def weight(self) -> tuple[int, int]:
        """By what pairs are listed: the strongest thing in common, then how much there is."""
        return min([*SAME].index(each) for each in self.same), -len(self.same)


def likely_doubles(persons: Iterable[Any]) -> list[Likeness]:
    """Find pairs among `persons` (a queryset) that may be one person each, the likeliest first; three queries.

    Names are compared without case and accents. Pairs that somebody told apart are left out.
    """
    found: dict[tuple[int, int], Likeness] = {}
    groups: dict[tuple[str, Any], list[int]] = defaultdict(list)
    for key, signs in _signs(persons):
        for sign in signs:
            groups[sign].append(key)
    apart = set(ToldApart.objects.values_list("one", "other"))
    for (same, _value), keys in groups.items():
        if len(keys) > CROWD:
            continue
        for pair in combinations(sorted(set(keys)), 2):
            if pair not in apart:
                found.setdefault(pair, Likeness(*pair)).same.append(same)
    for one in found.values():
        one.same.sort(key=[*SAME].index)
    return sorted(found.values(), key=lambda each: (each.weight, each.one, each.other))


def _signs(persons: Any) -> Iterator[tuple[int, list[tuple[str, Any]]]]:
    """The key of each person with everything that another record may share."""
    columns = ("pk", "given_name", "family_name", "email", "phone", "birth_year")
    members: dict[int, set[int]] = defaultdict(set)
    rows = Membership.objects.filter(person__in=persons.order_by().values("pk"))
    for person, organisation in rows.values_list("person", "organisation"):
        members[person].add(organisation)
    for key, given, family, email, phone, year in persons.order_by("pk").values_list(*columns):
        name, surname = names.fold(given), names.fold(family)
        initialled = (name[:1], surname)  # Ula and Urszula, not Ula and Jan
        signs: list[tuple[str, Any]] = [("name", (name, surname))]
        signs += [("email", email)] if email else []
        signs += [("phone", phone)] if phone else []
        signs += [("year", (*initialled, year))] if year else []
        signs += [("organisation", (*initialled, one)) for one in members[key]]
        yield key, signs


@transaction.atomic
def tell_apart(*, one: Person, other: Person, by: User) -> ToldApart:
    """Note that two records are two people: they are not proposed as one again. Twice changes nothing.

    Raise NotYours unless `by` might merge either.
    """
    for person in (one, other):
        require(rules.can_merge, by, person)
    first, second = sorted((one, other), key=lambda person: person.pk)
    told, _made = ToldApart.objects.get_or_create(
        one=first, other=second, defaults={"by": by, "at": clock.now()}
    )
    return told
