"""Who sees the data of a person, and why: the other side of `visible_to`, read off the same declarations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.models import Person, User
from people.registries import Sight, Way, reach, sights
from workflows.models import RoleGrant
from workflows.models.link import type_of

Scope = tuple[str, int]  # "app.Model" and a key
Links = list[tuple[int, int]]  # the key of a row, and where a way leads from it


@dataclass(frozen=True)
class Readers:
    """Accounts that see the same for the same reasons.

    `reasons` are sentences or names of things; `role` is the name of a role, empty where `who` says it. Of those who are
    not `named` a page tells only how many they are.
    """

    who: str
    accounts: tuple[User, ...]
    reasons: tuple[str, ...] = ()
    role: str = ""
    since: date | None = None
    named: bool = True


@dataclass(frozen=True)
class Matter:
    """Something held about a person, and who sees it."""

    says: str
    readers: list[Readers]


@dataclass(frozen=True)
class Seen:
    """What the same accounts see of a person, thing by thing, each with its reasons.

    Of accounts that are not `named` a page tells only how many they are.
    """

    accounts: tuple[User, ...]
    matters: list[Matter]
    named: bool = True


def who_sees(person: Person) -> list[Seen]:
    """Everybody who sees anything of `person`, once, with all they see; the most first, mere administrators last.

    The person is left out. The number of queries depends on what kinds of things there are, never on how many.
    """
    record = Matter(_("Your record"), who_sees_record(person))
    grounds: dict[User, dict[tuple[str, Readers], None]] = defaultdict(dict)
    unnamed: list[Seen] = []
    for matter in [record, *who_sees_matters(person)]:
        for readers in matter.readers:
            if readers.named:
                for account in readers.accounts:
                    grounds[account][matter.says, readers] = None
            else:
                unnamed.append(Seen(readers.accounts, [Matter(matter.says, [readers])], named=False))  # fmt: skip
    alike: dict[tuple[tuple[str, Readers], ...], list[User]] = defaultdict(list)
    for account, found in grounds.items():
        alike[tuple(found)].append(account)
    named = [Seen(tuple(accounts), _by_matter(found)) for found, accounts in alike.items()]
    return sorted(named + unnamed, key=_rank)


def _rank(seen: Seen) -> tuple[bool, int]:
    """By what those who see somebody are listed; an administrator among the unnamed is not told by the place."""
    as_administrator = seen.named and all(user.is_superuser for user in seen.accounts)
    return as_administrator, -len(seen.matters)


def _by_matter(grounds: Iterable[tuple[str, Readers]]) -> list[Matter]:
    told: dict[str, list[Readers]] = defaultdict(list)
    for says, readers in grounds:
        told[says].append(readers)
    return [Matter(says, readers) for says, readers in told.items()]


def who_sees_record(person: Person) -> list[Readers]:
    """Everybody but the person who finds them by `Person.objects.visible_to`; a fixed number of queries."""
    found: list[Readers] = []
    if person.entered_by is not None and person.entered_by.is_active:
        why, day = _("entered your record"), timezone.localtime(person.entered_at).date()
        found.append(Readers(pgettext("who sees data", "who entered you"), (person.entered_by,), (why,), since=day))  # fmt: skip
    found += _by_reach(person)
    admins = User.objects.filter(is_active=True, is_superuser=True).order_by("name", "pk")
    why = _("they look after this installation")
    found.append(Readers(_("administrators"), tuple(admins), (why,)))
    return _without(person, found)


def _by_reach(person: Person) -> list[Readers]:
    reasons: dict[tuple[Scope, str], dict[str, Any]] = defaultdict(dict)
    for source in reach:
        for key, since in source.scopes(person).items():
            for role in source.roles:
                reasons[(source.of, key), role][str(source.says)] = since
    holding = _holders(reasons.keys())
    things = _things(scope for scope, _role in reasons)
    return [
        Readers(
            str(things[scope]),
            tuple(holding[scope, role]),
            tuple(said),
            role=role,
            since=min((_day(each) for each in said.values() if each), default=None),
        )
        for (scope, role), said in reasons.items()
    ]


def who_sees_matters(person: Person) -> list[Matter]:
    """Everybody but the person and the administrators who sees what the person does here, room by room.

    The number of queries depends on what kinds of things there are, never on how many.
    """
    seen = [
        (sight, names, _led(sight.ways, sight.about(person)))
        for sight in sights
        if (names := {row.pk: sight.names(row) for row in sight.about(person)})
    ]
    accounts_of = _resolved(led for _sight, _names, found in seen for led in found)
    told: dict[str, list[Readers]] = defaultdict(list)
    for sight, names, found in seen:
        for led in found:
            told[str(sight.says)] += _gathered(led, names, accounts_of)
    matters = [Matter(says, _without(person, readers)) for says, readers in told.items()]
    return [matter for matter in matters if matter.readers]


def readers_of(sight: Sight) -> dict[int, set[int]]:
    """The accounts that the ways of `sight` name, by the key of each of its rows."""
    ways = _led(sight.ways, sight.rows())
    accounts_of = _resolved(ways)
    found: dict[int, set[int]] = defaultdict(set)
    for led in ways:
        for row, accounts in led.by_row(accounts_of).items():
            found[row] |= {account.pk for account in accounts}
    return found


def who_gets_outside(person: Person) -> list[str]:
    """What people get of what `person` does here who have no account, in sentences; a query for each kind of thing."""
    told = [sight for sight in sights if sight.outside and sight.about(person).exists()]
    return [str(sight.outside) for sight in told]


Place = tuple[str, int, tuple[str, ...]]


@dataclass(frozen=True)
class Led:
    """Where a way leads from some rows, and from where it leads those who do not see them."""

    way: Way
    links: Links
    but: list[Led]

    def places(self) -> Iterator[tuple[Way, int]]:
        """Every key that the ways lead to."""
        for _row, key in self.links:
            yield self.way, key
        for each in self.but:
            yield from each.places()

    def by_row(self, accounts_of: dict[Place, list[User]]) -> dict[int, dict[User, None]]:
        """Who sees each row."""
        found: dict[int, dict[User, None]] = defaultdict(dict)
        for row, key in self.links:
            found[row] |= dict.fromkeys(accounts_of[_place(self.way, key)])
        for each in self.but:
            for row, kept_out in each.by_row(accounts_of).items():
                found[row] = {user: None for user in found[row] if user not in kept_out}
        return found


def _led(ways: Iterable[Way], rows: Any) -> list[Led]:
    """Where `ways` lead from `rows`; a query for each."""
    return [Led(way, way.links(rows), _led(way.but, rows)) for way in ways]


def _place(way: Way, key: int) -> Place:
    return way.of, key, tuple(way.roles)


def _resolved(ways: Iterable[Led]) -> dict[Place, list[User]]:
    """The accounts behind each key that a way leads to: itself, or whoever holds a role there; two queries."""
    wanted = {place for led in ways for place in led.places()}
    direct = {key for way, key in wanted if way.account}
    people = User.objects.filter(is_active=True).in_bulk(direct)
    holding = _holders(
        ((way.of, key), role) for way, key in wanted if not way.account for role in way.roles
    )
    found: dict[Place, list[User]] = {}
    for way, key in wanted:
        if way.account:
            found[_place(way, key)] = [people[key]] if key in people else []
        else:
            held = [user for role in way.roles for user in holding[(way.of, key), role]]
            found[_place(way, key)] = list(dict.fromkeys(held))
    return found


def _gathered(
    led: Led, names: dict[int, str], accounts_of: dict[Place, list[User]]
) -> list[Readers]:
    """What is seen by the same accounts, together."""
    way, by_row = led.way, led.by_row(accounts_of)
    if not way.named:
        # which things the same people see would tell them apart
        everybody = dict.fromkeys(user for accounts in by_row.values() for user in accounts)
        by_row = dict.fromkeys(by_row, everybody)
    together: dict[tuple[User, ...], dict[str, None]] = defaultdict(dict)
    for row, accounts in by_row.items():
        together[tuple(accounts)][names[row]] = None
    return [
        Readers(str(way.who), accounts, tuple(things), named=way.named)
        for accounts, things in together.items()
    ]


def _holders(places: Iterable[tuple[Scope, str]]) -> dict[tuple[Scope, str], list[User]]:
    """Who holds each role on each scope now and may log in; one query."""
    wanted = set(places)
    asked, labels = Q(pk__in=()), {}
    for label in {label for (label, _key), _role in wanted}:
        kind = type_of(apps.get_model(label))
        labels[kind.pk] = label
        keys = {key for (each, key), _role in wanted if each == label}
        asked |= Q(about_type=kind, about_id__in=keys)
    found: dict[tuple[Scope, str], list[User]] = defaultdict(list)
    if labels:
        grants = RoleGrant.objects.current().filter(asked, user__is_active=True)
        for grant in grants.select_related("user").order_by("user__name", "pk"):
            found[(labels[grant.about_type_id], grant.about_id), grant.role].append(grant.user)
    return found


def _things(scopes: Iterable[Scope]) -> dict[Scope, Any]:
    keys: dict[str, set[int]] = defaultdict(set)
    for label, key in scopes:
        keys[label].add(key)
    return {
        (label, key): thing
        for label, wanted in keys.items()
        for key, thing in apps.get_model(label)._default_manager.in_bulk(wanted).items()
    }


def _without(person: Person, found: Iterable[Readers]) -> list[Readers]:
    """The same without the person's own account, and without what nobody else sees."""
    kept = []
    for each in found:
        others = tuple(user for user in each.accounts if user.pk != person.user_id)
        if others:
            kept.append(Readers(each.who, others, each.reasons, each.role, each.since, each.named))
    return kept


def _day(when: date | datetime) -> date:
    return timezone.localtime(when).date() if isinstance(when, datetime) else when
