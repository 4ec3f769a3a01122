"""Whoever asked to be forgotten gets one last letter, and their address stays nowhere in the outbox."""

import smtplib

import pytest
from django.urls import reverse

from people.actions.privacy import erase_person
from people.models import User
from tests.factories.people import make_admin, make_data_request, make_person, make_user
from workflows import delivery, tasks
from workflows.errors import GuardsFailed
from workflows.models import Message

pytestmark = pytest.mark.django_db
ADDRESS = "ula@poczta.example"


def asked(**fields):
    user = make_user("Ula Nowak", email=ADDRESS, **fields)
    return make_data_request(kind="erasure", person=user.person).person


def last():
    return Message.objects.get(template="people/forgotten")


def in_outbox(address=ADDRESS):
    """Letters in which the address stands anywhere."""
    return [
        each
        for each in Message.objects.all()
        if any(address in str(value) for value in vars(each).values())
    ]


def refuse(monkeypatch, trouble):
    """The post stumbles over the last letter, the only one that is left to go."""
    Message.objects.exclude(template="people/forgotten").update(status=Message.Status.SENT)

    def stumbles(self):
        raise trouble

    monkeypatch.setattr("django.core.mail.EmailMessage.send", stumbles)


def test_the_last_letter_says_what_went_what_stays_until_when_and_where_to_complain(mailoutbox):
    erase_person(person=asked(), by=make_admin())

    tasks.deliver()

    letter = next(each for each in mailoutbox if "usunięte" in each.subject)
    assert letter.to == [ADDRESS]
    assert "Ula Nowak" in letter.body
    assert "Usunięte na dobre" in letter.body
    assert "31 grudnia" in letter.body
    assert "uodo.gov.pl" in letter.body


def test_after_it_has_left_its_address_is_nowhere_in_the_outbox():
    erase_person(person=asked(), by=make_admin())
    assert [each.pk for each in in_outbox()] == [last().pk]

    tasks.deliver()

    assert in_outbox() == []
    assert last().status == Message.Status.SENT
    assert last().body == ""
    with pytest.raises(GuardsFailed):
        delivery.send_again(last())


def test_it_is_written_in_the_language_of_whoever_is_forgotten():
    erase_person(person=asked(language="en"), by=make_admin())

    assert last().subject == "Your data are erased"


def test_it_is_tried_again_and_what_the_post_says_of_the_address_is_not_kept(monkeypatch):
    erase_person(person=asked(), by=make_admin())
    refuse(monkeypatch, smtplib.SMTPServerDisconnected(f"gone: {ADDRESS}"))

    tasks.deliver()

    assert last().status == Message.Status.WAITING
    assert last().address == ADDRESS
    assert last().reason == "SMTPServerDisconnected"


def test_where_the_post_refuses_it_for_good_the_address_goes_as_well(monkeypatch):
    erase_person(person=asked(), by=make_admin())
    refuse(monkeypatch, smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"unknown")}))

    tasks.deliver()

    assert last().status == Message.Status.FAILED
    assert in_outbox() == []


def test_letters_to_the_address_that_went_to_no_account_lose_it_too():
    person = asked()
    Message.objects.filter(recipient=person.user).update(recipient=None)

    erase_person(person=person, by=make_admin())

    assert [each.pk for each in in_outbox()] == [last().pk]


def test_what_still_waited_for_them_does_not_go():
    person = asked()

    erase_person(person=person, by=make_admin())

    mine = Message.objects.filter(recipient=person.user)
    assert {each.status for each in mine} == {Message.Status.NEVER}
    assert all("zapomniane" in each.reason for each in mine)


def test_whoever_did_not_ask_for_it_gets_no_letter():
    erase_person(person=make_user("Ula Nowak", email=ADDRESS).person, by=make_admin())

    assert not Message.objects.filter(template="people/forgotten").exists()
    assert in_outbox() == []


def test_whoever_asked_and_left_no_address_gets_none():
    person = make_data_request(kind="erasure", person=make_person("Jan Polny", email="")).person

    erase_person(person=person, by=make_admin())

    assert not Message.objects.filter(template="people/forgotten").exists()


def test_a_person_without_an_account_is_written_to_at_the_address_they_gave():
    person = make_data_request(
        kind="erasure", person=make_person("Jan Polny", email=ADDRESS)
    ).person

    erase_person(person=person, by=make_admin())

    assert last().address == ADDRESS


def test_the_page_says_that_they_will_be_written_to(client_of):
    person = asked()
    page = client_of(make_admin()).get(reverse("people:person-erase", args=[person.pk]))
    other = client_of(User.objects.filter(is_superuser=True).first()).get(
        reverse("people:person-erase", args=[make_user().person.pk])
    )

    assert "last letter" in page.text
    assert "Write to them first" in other.text
