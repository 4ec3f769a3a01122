"""Inviting somebody to log in: one link, once, for two weeks."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from people.actions.invitations import accept_invitation, invite_person
from people.models import Invitation, User
from tests.factories.people import make_office_worker, make_person, make_user
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def staff(clock_at):
    clock_at(NOW)
    return make_office_worker("Anna Wrona")


@pytest.fixture
def person(staff):
    return make_person("Ula Nowak", email="ula@example.org", entered_by=staff)


@pytest.fixture
def invitation(person, staff):
    return invite_person(person=person, by=staff)


def test_an_invitation_makes_the_account_and_sends_the_link(invitation):
    letter = Message.objects.get()

    user = User.objects.get(email="ula@example.org")
    assert (user.person.full_name, user.has_usable_password()) == ("Ula Nowak", False)
    assert letter.address == "ula@example.org"
    assert reverse("people:invitation", args=[invitation.token]) in letter.body
    assert "Anna Wrona" in letter.subject
    assert invitation.expires_at == NOW + timedelta(days=14)


def test_somebody_without_an_address_cannot_be_invited(staff):
    person = make_person(entered_by=staff)

    with pytest.raises(GuardsFailed, match="e-mail first"):
        invite_person(person=person, by=staff)


def test_an_address_with_an_account_is_not_invited_twice(staff):
    make_user(email="ula@example.org")
    twin = make_person(email="ula@example.org", entered_by=staff)

    with pytest.raises(GuardsFailed, match="merge the records"):
        invite_person(person=twin, by=staff)


def test_only_staff_who_see_the_person_invite(person):
    with pytest.raises(NotYours):
        invite_person(person=person, by=make_office_worker())


def test_whoever_logs_in_is_not_invited_again(invitation, staff):
    User.objects.update(last_login=NOW)
    invitation.person.refresh_from_db()
    invitation.person.user.refresh_from_db()

    with pytest.raises(NotYours):
        invite_person(person=invitation.person, by=staff)


def test_a_newer_invitation_replaces_the_older(invitation, staff, client):
    newer = invite_person(person=invitation.person, by=staff)

    assert client.get(invitation.get_absolute_url()).status_code == 410
    assert client.get(newer.get_absolute_url()).status_code == 200


def test_opening_the_link_uses_nothing_up(invitation, client):
    client.get(invitation.get_absolute_url())
    page = client.get(invitation.get_absolute_url())

    assert page.status_code == 200
    assert "Ula" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_button_logs_in_without_a_password(invitation, client):
    answer = client.post(invitation.get_absolute_url(), {"password": ""})

    user = User.objects.get(email="ula@example.org")
    assert answer["Location"] == "/panel/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified


def test_a_password_can_be_set_on_the_way_in(invitation, client):
    client.post(invitation.get_absolute_url(), {"password": "trzy klony i dab"})

    assert User.objects.get(email="ula@example.org").check_password("trzy klony i dab")


def test_a_weak_password_is_refused_with_a_sentence_and_the_link_still_works(invitation, client):
    answer = client.post(invitation.get_absolute_url(), {"password": "abc"})

    assert answer.status_code == 422
    assert "password" in answer.context["form"].errors
    assert Invitation.objects.get().is_open(NOW)


def test_the_link_works_once(invitation, client):
    client.post(invitation.get_absolute_url())

    assert client.post(invitation.get_absolute_url()).status_code == 410
    with pytest.raises(GuardsFailed, match="no longer works"):
        accept_invitation(invitation=invitation, at=NOW)


def test_the_link_expires(invitation, client, clock_at):
    clock_at(NOW + timedelta(days=15))

    assert client.get(invitation.get_absolute_url()).status_code == 410
    assert client.post(invitation.get_absolute_url()).status_code == 410


@pytest.mark.parametrize("token", ["abc", "WzEsMl0:1:xyz", "x" * 300])
def test_an_altered_link_opens_nothing(token, client):
    assert client.get(reverse("people:invitation", args=[token])).status_code == 410


def test_a_closed_account_is_not_opened_by_an_old_link(invitation):
    User.objects.filter(email="ula@example.org").update(is_active=False)

    with pytest.raises(GuardsFailed):
        accept_invitation(invitation=invitation, at=NOW)
