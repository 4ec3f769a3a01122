"""The first day of an organisation's own installation."""

import tarfile
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from cms import first_steps
from cms.models import Installation
from people.models import User
from tests.factories.people import make_admin, make_user
from workflows import clock

pytestmark = pytest.mark.django_db

WORDS = "cztery dobre słowa razem"


def first_link() -> str:
    return first_steps.link_for_first_administrator().removeprefix("http://127.0.0.1:8000")


def test_whoever_holds_the_link_becomes_the_first_administrator_and_sees_the_steps(client):
    response = client.post(
        first_link(), {"email": "Ala@Example.org", "password": WORDS}, follow=True
    )

    user = User.objects.get(email="ala@example.org")
    assert user.is_superuser
    assert response.redirect_chain[-1][0] == reverse("cms:first-steps")


def test_the_link_works_once(client):
    link = first_link()
    make_admin()

    response = client.post(link, {"email": "ola@example.org", "password": WORDS})

    assert response.status_code == 302
    assert not User.objects.filter(email="ola@example.org").exists()


def test_an_altered_link_makes_nobody(client):
    client.post(first_link()[:-3] + "xy/", {"email": "ola@example.org", "password": WORDS})

    assert not User.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {"email": "", "password": WORDS},
        {"email": "no address", "password": WORDS},
        {"email": "ala@example.org", "password": "short"},
        {"email": "a" * 300 + "@example.org", "password": WORDS},
        {"email": "ala@example.org", "password": "x" * 200},
    ],
)
def test_a_bad_answer_gets_a_sentence_and_makes_nobody(client, given):
    response = client.post(first_link(), given)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not User.objects.exists()


def test_the_administrator_of_an_empty_installation_is_led_to_the_steps(client_of):
    response = client_of(make_admin()).get("/panel/")

    assert response["Location"] == reverse("cms:first-steps")


def test_others_do_not_see_the_steps(client_of):
    assert client_of(make_user()).get(reverse("cms:first-steps")).status_code == 404


def test_a_step_is_done_when_the_data_show_it(client_of):
    admin = client_of(make_admin())
    before = {step.name for step in first_steps.steps_left()}

    admin.post(reverse("cms:organisation"), {"name": "Fundacja Most", "email": "biuro@example.org"})

    assert before - {step.name for step in first_steps.steps_left()} == {"organisation"}
    assert Installation.load().name == "Fundacja Most"


def test_an_organisation_without_a_name_gets_a_sentence(client_of):
    response = client_of(make_admin()).post(
        reverse("cms:organisation"), {"name": "", "email": "biuro@example.org"}
    )

    assert response.context["form"].errors["name"]


def test_the_test_message_goes_to_whoever_asked(client_of, mailoutbox):
    admin = make_admin()

    client_of(admin).post(reverse("cms:test-mail"))

    assert [message.to for message in mailoutbox] == [[admin.email]]


def test_a_mail_server_that_refuses_is_told_in_a_sentence(client_of, settings):
    settings.EMAIL_BACKEND = "tests.cms.test_first_steps.Refuses"

    response = client_of(make_admin()).post(reverse("cms:test-mail"), follow=True)

    assert "no such server" in response.content.decode()


def test_mail_counts_as_working_once_somebody_saw_it(client_of):
    client_of(make_admin()).post(reverse("cms:mail-arrived"))

    assert "mail" not in {step.name for step in first_steps.steps_left()}


def test_a_backup_holds_the_database_and_counts_for_a_week(settings, tmp_path, transactional_db):
    settings.TANDEM_BACKUPS = tmp_path

    call_command("backup", verbosity=0)

    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as kept:
        assert "tandem.sqlite3" in kept.getnames()
    assert first_steps.backup_is_fresh()
    with clock.at(clock.now() + timedelta(days=8)):
        assert not first_steps.backup_is_fresh()


class Refuses:
    """A mail server that is not there."""

    def __init__(self, **options):
        """Take whatever Django gives."""

    def send_messages(self, messages):
        raise OSError("no such server")
