"""One click in the mail programme ends letters that one may leave; those that are demanded carry no such button."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.mentoring import make_milestone, make_pair, mentee_of, mentor_of
from tests.workflows.test_digest import choose, morning
from workflows import tasks
from workflows.choosing import choices_of
from workflows.models import Message
from workflows.stopping import DAILY, heads_of, stop, stopped_by, token_for
from workflows.topics import How, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return make_pair()


@pytest.fixture
def mentee(pair):
    return mentee_of(pair)


@pytest.fixture
def mail_client():
    """The mail programme: no cookies, and nobody spares it the check of forged posts."""
    return Client(enforce_csrf_checks=True)


def news_to(pair, mailoutbox):
    """A letter of news to the mentee, as it left."""
    make_milestone("approved", pair=pair)
    tasks.deliver()
    letters = Message.objects.filter(recipient=mentee_of(pair), topic=Topic.NEWS)
    return next(
        each for each in mailoutbox if each.extra_headers["Message-ID"] == letters[0].message_id
    )


def address_in(sent):
    found = re.fullmatch(r"<(https?://\S+)>", sent.extra_headers["List-Unsubscribe"])
    return urlsplit(found[1]).path


def test_a_letter_that_may_be_left_carries_the_button_and_one_post_ends_it(
    pair, mentee, mailoutbox, mail_client
):
    sent = news_to(pair, mailoutbox)

    answer = mail_client.post(address_in(sent), {"List-Unsubscribe": "One-Click"})

    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert answer.status_code == 200
    assert choices_of(mentee)[Topic.NEWS] == How.NEVER
    assert choices_of(mentee)[Topic.TALK] == How.AT_ONCE


def test_opening_the_link_says_what_ends_and_what_goes_on_and_changes_nothing(
    pair, mentee, mailoutbox, mail_client
):
    page = mail_client.get(address_in(news_to(pair, mailoutbox)))

    assert page.status_code == 200
    assert str(Topic.NEWS.label) in page.text
    assert str(Topic.MUST.label) in page.text
    assert str(Topic.MOVE.label) in page.text
    assert mentee.email not in page.text
    assert page["Referrer-Policy"] == "no-referrer"
    assert choices_of(mentee)[Topic.NEWS] == How.AT_ONCE


def test_the_second_click_is_no_error(pair, mailoutbox, mail_client):
    address = address_in(news_to(pair, mailoutbox))

    assert [mail_client.post(address).status_code for _ in range(2)] == [200, 200]


@pytest.mark.parametrize("topic", [Topic.MUST, Topic.MOVE])
def test_what_is_demanded_or_hands_somebody_a_move_carries_no_button(pair, mentee, topic):
    letter = Message(recipient=mentee, topic=topic, template="x", language="pl")

    assert heads_of(letter) == {}
    assert stop(user=mentee, what=topic) == []


def test_a_letter_to_an_address_without_an_account_carries_none():
    assert heads_of(Message(topic=Topic.NEWS, template="x", language="pl")) == {}


def test_the_daily_letter_ends_for_what_may_end_and_what_was_set_aside_does_not_come(
    pair, mentee, mailoutbox, mail_client
):
    choose(mentee, How.DAILY)
    make_milestone("approved", pair=pair)
    with morning():
        tasks.send_digests()
        tasks.deliver()
    (sent,) = [each for each in mailoutbox if "Twój dzień w Tandemie" in each.subject]
    make_milestone("approved", pair=pair)

    mail_client.post(address_in(sent))

    assert choices_of(mentee) == {
        topic: How.NEVER if How.NEVER in topic.ways else How.DAILY for topic in choices_of(mentee)
    }
    left = Message.objects.filter(recipient=mentee).to_gather()
    assert all(How.NEVER not in Topic(each.topic).ways for each in left)
    assert stopped_by(mentee, DAILY) == []


def test_a_daily_letter_of_moves_alone_carries_none(mentee):
    letter = Message(recipient=mentee, topic=Topic.MUST, template="workflows/digest", language="pl")

    assert heads_of(letter) == {}


@pytest.mark.parametrize("token", ["", "1", "x.y", "999999.abc"])
def test_a_link_that_was_never_given_is_not_known(mail_client, token):
    address = reverse("workflows:stop-letters", kwargs={"what": "news", "token": token or "-"})

    for answer in (mail_client.get(address), mail_client.post(address)):
        assert answer.status_code == 404


def test_a_token_opens_neither_another_topic_nor_another_account_nor_a_closed_one(
    pair, mentee, mail_client
):
    other = mentor_of(pair)
    seal = token_for(mentee, "news").partition(".")[2]
    forged = [("talk", token_for(mentee, "news")), ("news", f"{other.pk}.{seal}")]
    type(other).objects.filter(pk=other.pk).update(is_active=False)
    forged.append(("news", token_for(other, "news")))

    for what, token in forged:
        address = reverse("workflows:stop-letters", kwargs={"what": what, "token": token})
        assert mail_client.post(address).status_code == 404
    assert set(choices_of(mentee).values()) == {How.AT_ONCE}


def test_the_page_of_a_kind_that_has_ended_says_so(mentee, mail_client):
    token = token_for(mentee, DAILY)

    page = mail_client.get(
        reverse("workflows:stop-letters", kwargs={"what": DAILY, "token": token})
    )

    assert "Nie ma tu czego wyłączać" in page.text
