"""Signing up and logging in: with a password, with a code, and without telling who exists."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from people.demo_accounts import ACCOUNTS, offered
from people.models import Person, User
from tests.factories.people import make_office_worker, make_user

pytestmark = pytest.mark.django_db
SIGN_UP = {
    "given_name": "Ula",
    "family_name": "Nowak",
    "email": "ula@example.org",
    "password1": "trzy klony i dab",
    "language": "en",
}


def known_account():
    user = make_user("Ula Nowak", email="ula@example.org", password="trzy klony i dab")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def code_in(letter):
    return letter.subject.rpartition(" ")[2]


def test_signing_up_makes_an_account_with_a_person_behind_it(client):
    client.post(reverse("account_signup"), SIGN_UP)

    person = Person.objects.get(user__email="ula@example.org")
    assert (person.full_name, person.user.language) == ("Ula Nowak", "en")


def test_the_code_from_the_letter_finishes_the_sign_up(client):
    client.post(reverse("account_signup"), SIGN_UP)
    answer = client.post(
        reverse("account_email_verification_sent"), {"code": code_in(mail.outbox[0])}
    )

    assert answer["Location"].endswith("/panel/")
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("given_name", ""),
        ("family_name", ""),
        ("email", ""),
        ("email", "nie adres"),
        ("password1", ""),
        ("password1", "abc"),
        ("language", "xx"),
        ("given_name", "x" * 81),
    ],
)
def test_a_wrong_sign_up_is_told_at_its_field(client, field, value):
    answer = client.post(reverse("account_signup"), {**SIGN_UP, field: value})

    assert list(answer.context["form"].errors) == [field]
    assert not User.objects.exists()


def test_the_page_that_asks_for_a_sign_up_code_names_the_address(client):
    client.post(reverse("account_signup"), SIGN_UP)

    assert (
        "ula@example.org" in client.get(reverse("account_email_verification_sent")).content.decode()
    )


def test_the_page_that_asks_for_a_log_in_code_names_the_address(client):
    client.post(reverse("account_request_login_code"), {"email": "nikt@example.org"})

    assert "nikt@example.org" in client.get(reverse("account_confirm_login_code")).content.decode()


def test_half_a_sign_up_leaves_nothing(client, monkeypatch):
    def broken(**fields):
        raise RuntimeError

    monkeypatch.setattr("people.forms.accounts.register_person", broken)
    with pytest.raises(RuntimeError):
        client.post(reverse("account_signup"), SIGN_UP)

    assert not User.objects.exists()


def shape(answer):
    """What a stranger can tell from an answer: status, place, words without the address and the token."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return answer.status_code, answer.headers.get("Location"), body


@pytest.mark.parametrize("page", ["account_reset_password", "account_request_login_code"])
def test_known_and_unknown_addresses_get_the_same_answer(page):
    from django.test import Client

    known_account()
    answers = []
    for address in ("ula@example.org", "nikt@example.org"):
        client = Client()
        answer = client.post(reverse(page), {"email": address})
        following = client.get(answer["Location"])
        body = shape(following)[2].replace(address, "")
        answers.append((answer.status_code, answer["Location"], following.status_code, body))

    assert answers[0] == answers[1]


def test_signing_up_with_a_known_address_answers_like_a_new_one(client):
    known_account()

    answer = client.post(reverse("account_signup"), SIGN_UP)

    assert answer["Location"] == reverse("account_email_verification_sent")
    assert User.objects.count() == 1


def test_somebody_logs_in_with_a_password(client):
    known_account()

    answer = client.post(
        reverse("account_login"), {"login": "Ula@Example.org", "password": "trzy klony i dab"}
    )

    assert answer["Location"] == "/panel/"


def test_a_wrong_password_and_an_unknown_address_are_told_alike(client):
    known_account()
    asked = [("ula@example.org", "zle haslo tu"), ("nikt@example.org", "trzy klony i dab")]

    told = [
        client.post(reverse("account_login"), {"login": login, "password": password})
        .context["form"]
        .errors
        for login, password in asked
    ]

    assert told[0] == told[1]


def test_somebody_logs_in_with_a_code_from_a_letter(client):
    known_account()

    client.post(reverse("account_request_login_code"), {"email": "ula@example.org"})
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[0])})

    assert answer["Location"] == "/panel/"


def test_a_forgotten_password_is_set_anew_by_a_link(client):
    user = known_account()

    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"https?://\S+", mail.outbox[0].body).group()
    form = client.get(link, follow=True)
    client.post(
        form.request["PATH_INFO"],
        {"password1": "cztery klony i dab", "password2": "cztery klony i dab"},
    )

    user.refresh_from_db()
    assert user.check_password("cztery klony i dab")


@pytest.mark.parametrize("language", ["pl", "en"])
def test_letters_come_in_the_language_of_the_account(client, language):
    user = known_account()
    User.objects.filter(pk=user.pk).update(language=language)

    client.post(reverse("account_request_login_code"), {"email": user.email})

    with translation.override(language):
        expected = gettext("Your code to log in: %(code)s") % {"code": code_in(mail.outbox[0])}
    assert mail.outbox[0].subject == expected


def test_a_mail_server_that_is_down_tells_nobody_who_exists(client, monkeypatch):
    known_account()
    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse_connection)

    answer = client.post(reverse("account_request_login_code"), {"email": "ula@example.org"})

    assert answer.status_code == 302


def refuse_connection(*args, **kwargs):
    raise ConnectionRefusedError


def test_a_new_address_holds_once_its_code_came_back(client):
    user = known_account()
    client.force_login(user)

    client.post(reverse("account_email"), {"action_add": "", "email": "nowy@example.org"})
    user.refresh_from_db()
    assert user.email == "ula@example.org"
    client.post(reverse("account_email_verification_sent"), {"code": code_in(mail.outbox[0])})

    user.refresh_from_db()
    assert (user.email, user.person.email) == ("nowy@example.org", "nowy@example.org")


def test_a_letter_may_be_asked_for_again(client):
    known_account()
    client.post(reverse("account_request_login_code"), {"email": "ula@example.org"})

    client.post(reverse("account_confirm_login_code"), {"action": "resend"})

    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    "page",
    [
        "mfa_index",
        "mfa_activate_totp",
        "account_change_password",
        "account_email",
        "account_reauthenticate",
    ],
)
def test_the_pages_that_protect_an_account_open(client, page):
    client.post(
        reverse("account_login"), {"login": known_account().email, "password": "trzy klony i dab"}
    )

    assert client.get(reverse(page), follow=True).status_code == 200


def test_a_closed_account_does_not_log_in(client):
    user = known_account()
    User.objects.filter(pk=user.pk).update(is_active=False)

    client.post(reverse("account_login"), {"login": user.email, "password": "trzy klony i dab"})

    assert "_auth_user_id" not in client.session


def test_the_demo_logs_in_with_one_click(client):
    account = ACCOUNTS[0]
    user = make_user(email=account.email)

    answer = client.post(reverse("people:demo-login"), {"email": account.email})

    assert answer["Location"] == "/panel/"
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("email", ["", "ula@example.org", ACCOUNTS[1].email])
def test_the_buttons_open_no_other_account(client, email):
    make_user(email="ula@example.org")

    assert client.post(reverse("people:demo-login"), {"email": email}).status_code == 404


def test_outside_the_demo_there_are_no_buttons(client, settings):
    make_user(email=ACCOUNTS[0].email)
    settings.TANDEM_DEMO = False

    assert offered() == []
    assert (
        client.post(reverse("people:demo-login"), {"email": ACCOUNTS[0].email}).status_code == 404
    )


def test_a_demo_account_is_not_opened_by_following_a_link(client):
    make_user(email=ACCOUNTS[0].email)

    assert client.get(reverse("people:demo-login"), {"email": ACCOUNTS[0].email}).status_code == 405


@pytest.mark.parametrize(("required", "place"), [(True, "mfa_activate_totp"), (False, None)])
def test_staff_set_up_a_second_step_where_the_installation_asks_for_it(
    client_of, settings, required, place
):
    settings.TANDEM_STAFF_MFA = required

    answer = client_of(make_office_worker()).get(reverse("people:people"))

    assert answer.headers.get("Location") == (reverse(place) if place else None)


def test_others_are_not_asked_for_a_second_step(client_of, settings):
    settings.TANDEM_STAFF_MFA = True

    assert client_of(make_user()).get(reverse("people:people")).status_code == 200


def test_whoever_asks_for_a_new_password_reads_what_comes_next(client):
    with translation.override("pl"):
        page = client.post(
            reverse("account_reset_password"), {"email": "nikt@example.org"}, follow=True
        ).text

    assert "Jeśli ten adres ma konto" in page


def test_a_used_link_to_a_new_password_offers_another(client):
    user = known_account()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"https?://\S+", mail.outbox[0].body).group()
    words = {"password1": "cztery klony i dab", "password2": "cztery klony i dab"}
    client.post(client.get(link, follow=True).request["PATH_INFO"], words)
    client.logout()

    again = client.get(link, follow=True).text

    assert gettext("This link no longer works") in again
    assert f'href="{reverse("account_reset_password")}"' in again
