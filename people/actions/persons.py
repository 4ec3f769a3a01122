"""Entering people who never log in, signing up those who do, and keeping their details right."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people import names, rules
from people.actions.checks import record, refuse_if_changed, require
from people.models import Person, User
from people.numbers import phone_groups
from workflows.errors import GuardsFailed

DETAILS = ("given_name", "family_name", "email", "phone", "birth_year", "town")


def as_read(name: str, value: Any) -> Any:
    """Return a detail as people read it: a telephone number in groups, the rest as it is kept."""
    return phone_groups(value) if name == "phone" and value else value


@transaction.atomic
def enter_person(*, by: User, **details: Any) -> Person:
    """Enter somebody who need never log in; `details` are columns named in `DETAILS`.

    Raise NotYours unless `by` works in the office, ValidationError when a detail is wrong.
    """
    require(rules.can_enter_person, by, None)
    return note_person(by=by, **details)


@transaction.atomic
def note_person(*, by: User, **details: Any) -> Person:
    """Enter somebody whom `by` names in a room that has asked whether they may (a grantee's volunteer).

    Raise ValidationError when a detail is wrong.
    """
    person = Person(entered_by=by, **details)
    person.full_clean()
    person.save()
    record(person, "entered", by=by)
    return person


@transaction.atomic
def note_visitor(*, given_name: str, family_name: str, email: str) -> Person:
    """The person who signs up in a public form without an account; the same words twice are one person.

    Somebody with an account is never meant by that: whoever is not logged in could write anybody's name and address.
    Raise ValidationError when a detail is wrong.
    """
    person = Person(given_name=given_name, family_name=family_name, email=email)
    person.full_clean()
    same = Person.objects.present().filter(user=None, email=person.email)
    words = names.fold(person.full_name)
    for known in same.select_for_update().order_by("pk"):
        if names.fold(known.full_name) == words:
            return known
    person.save()
    record(person, "entered", by=None)
    return person


@transaction.atomic
def register_person(*, user: User, given_name: str, family_name: str, language: str = "") -> Person:
    """Make the person behind an account that has just signed up; return it."""
    person = Person(given_name=given_name, family_name=family_name, email=user.email, user=user)
    person.full_clean()
    person.save()
    user.name = person.full_name
    user.language = language or user.language
    user.save(update_fields=["name", "language"])
    record(person, "registered", by=user)
    return person


@transaction.atomic
def edit_person(*, person: Person, by: User, seen: str = "", **details: Any) -> Person:
    """Change details of a person and repeat a changed name on the account.

    `seen` is the fingerprint of the details that the form showed. Raise NotYours unless `by` may,
    SomeoneWasFaster when they changed since, GuardsFailed when the address of an account would change,
    ValidationError when a detail is wrong.
    """
    require(rules.can_edit, by, person)
    fresh = Person.objects.select_for_update().get(pk=person.pk)
    refuse_if_changed(fresh, DETAILS, seen)
    before = {name: getattr(fresh, name) for name in DETAILS}
    for name, value in details.items():
        setattr(fresh, name, value)
    fresh.full_clean()
    changes = {
        name: [before[name], getattr(fresh, name)]
        for name in DETAILS
        if before[name] != getattr(fresh, name)
    }
    _guard_account_address(fresh, changes, by)
    if changes:
        fresh.save()
        _repeat_name(fresh)
        record(fresh, "edited", by=by, changes=changes)
    return fresh


def _guard_account_address(person: Person, changes: dict[str, Any], by: User) -> None:
    # A letter with a log-in link goes to this address: whoever could change it could take the account over.
    if (
        "email" in changes
        and person.user_id
        and not (by.is_superuser or rules.is_themself(by, person))
    ):
        raise GuardsFailed(
            [_("This address belongs to an account. Its owner or an administrator changes it.")]
        )


def _repeat_name(person: Person) -> None:
    if person.user_id is not None:
        User.objects.filter(pk=person.user_id).update(name=person.full_name)


@transaction.atomic
def follow_account(*, account: User, before: str) -> None:
    """Reach the person at the new address of their account, if they were reached at the old one (`before`)."""
    person = Person.objects.select_for_update().filter(user=account, email=before).first()
    if person is not None and account.email != before:
        person.email = account.email
        person.save(update_fields=["email"])
        record(person, "edited", by=account, changes={"email": [before, account.email]})


def set_language(*, user: User, language: str) -> None:
    """Keep the language in which pages and letters come to `user`."""
    user.language = language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["language"])
