"""The people of the demo."""

from time import monotonic

import pytest
from django.contrib.auth import authenticate

from cms.demo.cast import cast
from people.demo_accounts import ACCOUNTS, PASSWORD
from people.models import Organisation, OrganisationKind, Person, User

pytestmark = pytest.mark.django_db


def test_the_whole_cast_is_made_within_three_seconds():
    start = monotonic()

    made = cast()

    assert monotonic() - start < 3
    assert 110 <= len(made.people) <= 130


def test_everybody_and_every_organisation_passes_the_checks_of_a_form():
    cast()

    for row in [*Person.objects.all(), *Organisation.objects.all()]:
        row.full_clean()


def test_every_account_of_the_log_in_page_logs_in():
    cast()

    for account in ACCOUNTS:
        user = authenticate(username=account.email, password=PASSWORD)
        assert user is not None, account.email
        assert user.person.full_name == user.name
        assert user.emailaddress_set.get().verified


def test_the_cast_has_organisations_of_every_kind_and_thirty_local_governments():
    made = cast()

    kinds = {row.kind for row in [*made.organisations, *made.local_governments]}
    assert kinds == set(OrganisationKind.values)
    assert len(made.local_governments) >= 30


def test_one_person_is_entered_twice_and_one_account_administers():
    first = [person.full_name for person in cast().people]

    assert len(set(first)) == len(first) - 1  # one person is entered twice, for the merge
    assert User.objects.filter(is_superuser=True).count() == 1
