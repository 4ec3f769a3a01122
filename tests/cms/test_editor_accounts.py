"""Accounts in the page editor: made and forgotten in the workspace, never deleted."""

import pytest
from django.urls import reverse

from people.models import User
from tests.factories.people import make_admin, make_user

pytestmark = pytest.mark.django_db


def test_a_new_account_is_made_by_entering_a_person(client_of):
    answer = client_of(make_admin()).get(reverse("wagtailusers_users:add"))

    assert answer["Location"] == reverse("people:person-new")


def test_no_account_is_deleted(client_of):
    user = make_user("Ula Nowak")

    answer = client_of(make_admin()).post(reverse("wagtailusers_users:delete", args=[user.pk]))

    assert answer["Location"] == user.person.get_absolute_url()
    assert User.objects.filter(pk=user.pk).exists()


def test_the_list_of_accounts_opens(client_of):
    assert client_of(make_admin()).get(reverse("wagtailusers_users:index")).status_code == 200
