"""People, organisations and accounts for tests, made by the real actions where there is one."""

from itertools import count
from typing import Any

from people.actions.data_requests import ask_about_data, take_request_down
from people.models import (
    DataRequest,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    Person,
    User,
)
from tests.remembering import remembered
from workflows import clock
from workflows.roles import give_role

_numbers = count(1)


@remembered
def make_user(name: str = "", **fields: Any) -> User:
    """An account with a person behind it; `name` is "Given Family"."""
    number = next(_numbers)
    given, _space, family = (name or f"Osoba Numer-{number}").partition(" ")
    email = fields.pop("email", f"osoba{number}@example.org")
    user = User.objects.create_user(email, name=f"{given} {family}".strip(), **fields)
    Person.objects.create(given_name=given, family_name=family, email=email, user=user)
    return user


@remembered
def make_admin(**fields: Any) -> User:
    """An account that administers the installation."""
    return make_user(
        **{"name": "Admina Wszechwładna", "is_staff": True, "is_superuser": True, **fields}
    )


@remembered
def make_person(name: str = "", **fields: Any) -> Person:
    """Somebody who never logs in."""
    number = next(_numbers)
    given, _space, family = (name or f"Ktoś Numer-{number}").partition(" ")
    return Person.objects.create(given_name=given, family_name=family, **fields)


@remembered
def make_organisation(name: str = "", **fields: Any) -> Organisation:
    """A non-governmental organisation unless `kind` says otherwise."""
    number = next(_numbers)
    fields.setdefault("kind", OrganisationKind.NGO)
    return Organisation.objects.create(name=name or f"Fundacja {number}", **fields)


@remembered
def make_local_government(name: str = "", **fields: Any) -> Organisation:
    """A rural municipality unless `local_government_type` says otherwise."""
    number = next(_numbers)
    fields.setdefault("local_government_type", "rural")
    return make_organisation(
        name or f"Gmina {number}", kind=OrganisationKind.LOCAL_GOVERNMENT, **fields
    )


@remembered
def make_membership(
    person: Person | None = None, organisation: Organisation | None = None, **fields: Any
) -> Membership:
    """A membership that holds today."""
    fields.setdefault("since", clock.today().replace(year=clock.today().year - 1, day=1))
    fields.setdefault("role", MembershipRole.MEMBER)
    return Membership.objects.create(
        person=person or make_person(), organisation=organisation or make_organisation(), **fields
    )


@remembered
def make_office_worker(name: str = "", **fields: Any) -> User:
    """Somebody with the role of staff; on what does not matter in this room."""
    user = make_user(name, **fields)
    give_role(user, "staff", make_organisation(), by=None)
    return user


@remembered
def make_data_request(
    state: str = "asked", *, kind: str = "correction", person: Person | None = None, **fields: Any
) -> DataRequest:
    """A request about one's data, brought to `state` by the real moves; whoever lacks an account asks by telephone."""
    admin = User.objects.filter(is_superuser=True).first() or make_admin()
    person = person or make_user().person
    words = fields.pop("words", "Nazwisko jest z literówką.")
    if person.user is not None and not fields:
        asked = ask_about_data(person=person, kind=kind, words=words, by=person.user)
    else:
        came = {"came": "phone", "received_on": clock.today(), **fields}
        asked = take_request_down(person=person, kind=kind, words=words, by=admin, **came)
    if state == "longer":
        asked.extend(by=admin, longer_until=asked.may_last_until, reason="Czekamy na archiwum.")
    elif state == "fulfilled":
        asked.fulfil(by=admin, answer="Poprawione.")
    elif state == "refused":
        asked.refuse(by=admin, answer="Tak stoi w umowie.")
    elif state == "withdrawn":
        asked.withdraw(by=person.user or admin)
    return asked
