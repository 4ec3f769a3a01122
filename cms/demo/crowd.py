"""More people than the demo's cast: applicants and assessors of a large edition, all invented."""

from __future__ import annotations

import random
from datetime import date

from cms.demo import names
from cms.demo.cast import account_of, name_accounts, person_of
from people.models import Membership, MembershipRole, Organisation, Person, User

EVERY_WHICH_IS_AN_NGO = 3
SEED = 150


def gather(
    role: str, number: int, *, organisations: list[Organisation] | None = None
) -> list[User]:
    """Make `number` people with accounts `role` + number; every third acts for one of `organisations`."""
    dice = random.Random(f"{SEED}{role}")  # noqa: S311 - the same demo every time, nothing secret
    users = [account_of(f"{role}{place + 101}", role) for place in range(number)]
    User.objects.bulk_create(users)
    people = [_somebody(user, place, dice) for place, user in enumerate(users)]
    for person in people:
        person.derive()
    Person.objects.bulk_create(people)
    name_accounts(people)
    if organisations:
        _act_for(people, organisations)
    return users


def _somebody(user: User, place: int, dice: random.Random) -> Person:
    woman = place % 2 == 0
    given = dice.choice(names.WOMEN if woman else names.MEN)
    family = dice.choice(names.FAMILIES)[0 if woman else 1]
    return person_of(given, family, names.TOWNS[place % len(names.TOWNS)], dice, user=user)


def _act_for(people: list[Person], organisations: list[Organisation]) -> None:
    Membership.objects.bulk_create(
        Membership(
            person=person,
            organisation=organisations[place % len(organisations)],
            role=MembershipRole.REPRESENTATIVE,
            since=date(2015, 1, 1),
        )
        for place, person in enumerate(people[::EVERY_WHICH_IS_AN_NGO])
    )
