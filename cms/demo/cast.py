"""The people of the demo: about 120, all invented, with their organisations and accounts."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from cms.demo import names
from cms.demo.numbers import invented_krs, invented_nip, invented_regon
from people.demo_accounts import DOMAIN, PASSWORD
from people.models import (
    Consent,
    ConsentClause,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    Person,
    User,
)
from people.names import fold
from workflows import clock

# Accounts that the log-in page or the guide names: (account, given name, family name, town).
NAMED = (
    ("admin", "Krystyna", "Zawadzka-Lis", "Warszawa"),
    ("staff", "Anna", "Wrona", "Rybnik"),
    ("staff2", "Michał", "Gołąb", "Warszawa"),
    ("coordinator", "Ewa", "Jarząb", "Rybnik"),
    ("finance", "Robert", "Sroka", "Katowice"),
    ("chair", "Stanisław", "Cisowski", "Racibórz"),
    ("funder", "Helena", "Brzozowska-Maj", "Warszawa"),
    ("editor", "Julia", "Osika", "Gdańsk"),
    ("assessor", "Monika", "Topolska", "Gliwice"),
    ("assessor2", "Piotr", "Jesionek", "Opole"),
    ("assessor3", "Lucyna", "Kalina", "Racibórz"),
    ("applicant", "Katarzyna", "Leszczyna", "Rybnik"),
    ("applicant2", "Jerzy", "Świerk", "Racibórz"),
    ("mentor", "Wanda", "Modrzew", "Łódź"),
    ("mentor2", "Roman", "Buk", "Kraków"),
    ("mentee", "Zuzanna", "Jaśmin", "Kartuzy"),
    ("mentee2", "Igor", "Dereń", "Lublin"),
)
OTHERS = 105
ACCOUNTS_OF_OTHERS = {"applicant": 24, "mentor": 8, "mentee": 14, "assessor": 5}
HERE_SINCE = timedelta(days=400)
_FIRST_YEAR, _LAST_YEAR = 1948, 2006


@dataclass(frozen=True)
class Cast:
    """Who is there. Roles on programmes are given later, by the rooms that own them.

    The lists of accounts start with the account of the same name (`applicants[0]` is applicant@).
    """

    staff: list[User]
    coordinator: User
    finance: User
    chair: User
    assessors: list[User]
    applicants: list[User]
    mentors: list[User]
    mentees: list[User]
    funder: User
    editor: User
    admin: User
    people: list[Person]
    organisations: list[Organisation]
    local_governments: list[Organisation]


@transaction.atomic
def cast() -> Cast:
    """Make the whole cast on an empty database and return it; the same one every time."""
    dice = random.Random(2026)  # noqa: S311 - the same demo every time, nothing secret
    named = {name: account_of(name, name) for name, *_rest in NAMED}
    others = _accounts_of_others()
    User.objects.bulk_create(
        [*named.values(), *(user for users in others.values() for user in users)]
    )
    people = _people(named, others, dice)
    governments = _local_governments()
    organisations = _organisations(named["staff"])
    _memberships(people, organisations, governments, named, dice)
    _consents(people, dice)
    return Cast(
        staff=[named["staff"], named["staff2"]],
        coordinator=named["coordinator"],
        finance=named["finance"],
        chair=named["chair"],
        assessors=[named["assessor"], named["assessor2"], named["assessor3"], *others["assessor"]],
        applicants=[named["applicant"], named["applicant2"], *others["applicant"]],
        mentors=[named["mentor"], named["mentor2"], *others["mentor"]],
        mentees=[named["mentee"], named["mentee2"], *others["mentee"]],
        funder=named["funder"],
        editor=named["editor"],
        admin=named["admin"],
        people=people,
        organisations=organisations,
        local_governments=governments,
    )


@cache
def _password() -> str:
    # One hash for everybody: a slow hasher would otherwise cost minutes.
    return make_password(PASSWORD)


def account_of(name: str, key: str) -> User:
    return User(
        email=f"{name}@{DOMAIN}",
        password=_password(),
        is_staff=key in {"admin", "editor"},
        is_superuser=key == "admin",
        date_joined=clock.now() - HERE_SINCE,
        last_login=clock.now() - timedelta(days=2),
    )


def _accounts_of_others() -> dict[str, list[User]]:
    return {
        role: [account_of(f"{role}{number + 11}", role) for number in range(count)]
        for role, count in ACCOUNTS_OF_OTHERS.items()
    }


def _people(
    named: dict[str, User], others: dict[str, list[User]], dice: random.Random
) -> list[Person]:
    people = [
        person_of(given, family, town, dice, user=named[name])
        for name, given, family, town in NAMED
    ]
    accounts = [user for users in others.values() for user in users]
    invented = list(_invented_names(OTHERS, dice))
    for number, (given, family) in enumerate(invented):
        user = accounts[number] if number < len(accounts) else None
        town = names.TOWNS[number % len(names.TOWNS)]
        people.append(person_of(given, family, town, dice, user=user))
    people += _twice_entered(people[-1])
    for person in people:
        if person.user is None:
            person.entered_by = named["staff2" if person.town == "Warszawa" else "staff"]
        person.derive()
    Person.objects.bulk_create(people)
    name_accounts(people)
    return people


def person_of(
    given: str, family: str, town: str, dice: random.Random, *, user: User | None
) -> Person:
    address = fold(f"{given}.{family}").replace(" ", "-")
    return Person(
        given_name=given,
        family_name=family,
        town=town,
        user=user,
        email=user.email if user else f"{address}@example.org",
        phone=f"+48{dice.randrange(500, 900)}555{dice.randrange(1000):03}",
        birth_year=dice.randrange(_FIRST_YEAR, _LAST_YEAR),
        entered_at=clock.now() - HERE_SINCE + timedelta(days=dice.randrange(300)),
    )


def _invented_names(count: int, dice: random.Random) -> Iterator[tuple[str, str]]:
    pairs = [(given, family[0]) for given in names.WOMEN for family in names.FAMILIES]
    pairs += [(given, family[1]) for given in names.MEN for family in names.FAMILIES]
    yield from dice.sample(pairs, count)


def _twice_entered(person: Person) -> list[Person]:
    """Return a second record of somebody, as two offices would enter them: for the merge."""
    again = Person(
        given_name=person.given_name,
        family_name=person.family_name,
        email=person.email,
        town=person.town,
        birth_year=person.birth_year,
    )
    return [again]


def name_accounts(people: Sequence[Person]) -> None:
    accounts: list[User] = []
    for person in people:
        if person.user is not None:
            person.user.name = person.full_name
            accounts.append(person.user)
    User.objects.bulk_update(accounts, ["name"])
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in accounts
    )


def _local_governments() -> list[Organisation]:
    rows = [
        Organisation(
            kind=OrganisationKind.LOCAL_GOVERNMENT,
            name=name,
            local_government_type=kind,
            teryt=teryt,
            town=town,
        )
        for name, kind, teryt, town in names.LOCAL_GOVERNMENTS
    ]
    return _saved(rows)


def _organisations(entered_by: User) -> list[Organisation]:
    rows = []
    for number, (kind, name, town, address) in enumerate(names.ORGANISATIONS, start=1):
        row = Organisation(kind=kind, name=name, town=town, address=address, entered_by=entered_by)
        if kind != OrganisationKind.INFORMAL_GROUP:
            row.nip, row.regon = invented_nip(number), invented_regon(number)
            row.email = f"biuro{number}@example.org"
            row.registered_on = date(2004 + number % 20, 1 + number % 12, 1 + number)
        if kind in {OrganisationKind.NGO, OrganisationKind.FEDERATION, OrganisationKind.OTHER}:
            row.krs = invented_krs(number)
        rows.append(row)
    return _saved(rows)


def _saved(rows: list[Organisation]) -> list[Organisation]:
    for row in rows:
        row.entered_at = clock.now() - HERE_SINCE
        row.derive()
    return Organisation.objects.bulk_create(rows)


def _memberships(
    people: list[Person],
    organisations: list[Organisation],
    governments: list[Organisation],
    named: dict[str, User],
    dice: random.Random,
) -> None:
    by_user = {person.user_id: person for person in people if person.user_id}
    applicants = [
        person for person in people if person.user and person.email.startswith("applicant")
    ]
    free = [person for person in people if person.user is None]
    rows = [
        _membership(
            person, organisations[number % len(organisations)], MembershipRole.REPRESENTATIVE, dice
        )
        for number, person in enumerate(applicants)
    ]
    for number, person in enumerate(free):
        where = (
            governments[number % 15] if number % 3 else organisations[number % len(organisations)]
        )
        role = MembershipRole.EMPLOYEE if number % 3 else MembershipRole.MEMBER
        rows.append(_membership(person, where, role, dice))
    # One assessor sits on the board of an applicant's organisation: the conflict to be caught.
    conflict = by_user[named["assessor3"].pk]
    rows.append(_membership(conflict, organisations[1], MembershipRole.BOARD, dice))
    mentee = by_user[named["mentee"].pk]
    rows.append(_membership(mentee, governments[0], MembershipRole.EMPLOYEE, dice))
    Membership.objects.bulk_create(rows)


def _membership(
    person: Person, organisation: Organisation, role: str, dice: random.Random
) -> Membership:
    since = date(2009, 1, 1) + timedelta(days=dice.randrange(5000))
    return Membership(person=person, organisation=organisation, role=role, since=since)


def _consents(people: list[Person], dice: random.Random) -> None:
    ConsentClause.objects.update(published_at=clock.now() - HERE_SINCE)
    clauses = list(ConsentClause.objects.newest().of_oneself())
    given_at = clock.now() - timedelta(days=90)
    rows = [
        Consent(person=person, clause=clause, given_at=given_at, given_by=person.user)
        for person in people
        if person.user
        for clause in clauses
        if dice.random() < 0.6
    ]
    Consent.objects.bulk_create(rows)
