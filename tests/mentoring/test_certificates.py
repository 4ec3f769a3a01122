"""Certificates: for both sides of a completed pair, checked by anybody with their link."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from mentoring.models import Pairing, SessionLog
from people.actions.privacy import erase_person
from tests.factories.activities import make_staff
from tests.factories.mentoring import (
    make_milestone,
    make_pair,
    make_session,
    mentee_of,
    mentor_of,
)
from tests.factories.people import make_admin, make_user
from workflows.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    made = make_pair()
    make_milestone("approved", pair=made)
    make_session("confirmed", pair=made, minutes=90)
    made.complete(by=mentor_of(made))
    return Pairing.objects.with_people().with_work().get()


def of(pair, role):
    return next(each for each in pair.certificates() if each.role == role)


def words_in(content):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize(("role", "whose"), [("mentor", mentor_of), ("mentee", mentee_of)])
def test_each_side_gets_a_paper_with_name_number_and_address(client_of, pair, role, whose):
    certificate = of(pair, role)

    answer = client_of(whose(pair)).get(certificate.get_absolute_url())

    words = words_in(answer.content).replace("\n", "")
    assert answer["Content-Type"] == "application/pdf"
    assert whose(pair).person.full_name in words
    assert certificate.number in words
    assert certificate.token in words.replace(" ", "")


def test_a_paper_is_its_holders_and_the_staffs(client_of, pair):
    url = of(pair, "mentor").get_absolute_url()

    assert client_of(make_staff(pair.programme)).get(url).status_code == 200
    assert client_of(mentee_of(pair)).get(url).status_code == 404
    assert client_of(make_user()).get(url).status_code == 404


def test_the_page_of_the_pair_offers_each_their_own(client_of, pair):
    page = client_of(mentee_of(pair)).get(pair.get_absolute_url()).content.decode()

    assert of(pair, "mentee").number in page
    assert of(pair, "mentor").number not in page


def test_a_pair_at_work_has_no_certificate(client_of):
    pair = make_pair()
    url = reverse("mentoring:certificate", args=[pair.pk, "mentee"])

    assert pair.certificates() == []
    assert client_of(mentee_of(pair)).get(url).status_code == 404


def test_a_role_that_does_not_exist_has_none(client_of, pair):
    url = reverse("mentoring:certificate", args=[pair.pk, "dyrektor"])

    assert client_of(mentee_of(pair)).get(url).status_code == 404


def test_anybody_with_the_link_sees_whose_it_is_and_for_what(pair):
    certificate = of(pair, "mentee")

    answer = Client().get(certificate.get_public_url())

    page = answer.content.decode()
    assert answer.status_code == 200
    assert certificate.number in page
    assert mentee_of(pair).person.full_name in page
    assert mentor_of(pair).person.full_name not in page
    assert answer["X-Robots-Tag"] == "noindex"


def test_what_the_pair_worked_on_stays_theirs(pair):
    page = Client().get(of(pair, "mentee").get_public_url()).content.decode()

    assert pair.milestones.get().title not in page


@pytest.mark.parametrize("change", ["seal", "side", "nothing"])
def test_a_made_up_link_is_said_to_be_unknown(pair, change):
    token = {
        "seal": of(pair, "mentee").token[:-2] + "xx",
        "side": f"{pair.pk + 1}.{of(pair, 'mentee').token.partition('.')[2]}",
        "nothing": "zaswiadczenie",
    }[change]

    answer = Client().get(reverse("mentoring_public:certificate", args=[token]))

    assert answer.status_code == 404
    assert "Nie znamy takiego zaświadczenia" in answer.content.decode()


def test_a_pair_changed_behind_its_back_no_longer_fits_its_certificate(pair):
    url = of(pair, "mentee").get_public_url()
    SessionLog.objects.update(minutes=600)

    assert Client().get(url).status_code == 404


def test_whoever_is_erased_is_not_named_by_their_certificate(pair):
    url, name = of(pair, "mentee").get_public_url(), mentee_of(pair).person.full_name

    erase_person(person=mentee_of(pair).person, by=make_admin(), note="Prośba.")

    assert name not in Client().get(url).content.decode()


def test_the_letter_of_completion_says_that_the_certificate_waits(pair):
    letters = Message.objects.filter(template="mentoring/pairing_completed")

    assert letters.count() == 2
    assert all("zaświadczenie" in letter.body for letter in letters)
