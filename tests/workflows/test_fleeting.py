"""A letter of which nothing may stay: it leaves, or is given up, and then nobody can tell to whom it went."""

import pytest
from django.core import mail

from tests.factories.reporting import make_report
from tests.workflows.test_letters import DOWN, REFUSES, TEMPLATE
from workflows import delivery
from workflows.models import Message
from workflows.notices import notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    """A letter that waits, of the one kind that is not kept."""
    (fleeting,) = [notice.template for notice in notices if notice.fleeting]
    make_report("submitted")
    letter = Message.objects.get(template=TEMPLATE)
    letter.template = fleeting
    letter.save()
    return letter


def address_and_words_of(letter):
    letter.refresh_from_db()
    return letter.address, letter.message_id, letter.body


def gone(letter):
    nobody = f"erased-{letter.pk}@erased.invalid"
    return nobody, f"<{nobody}>", ""


def test_once_it_has_left_nothing_says_to_whom(letter):
    address = letter.address

    assert delivery.send(letter)

    assert mail.outbox[-1].to == [address]
    assert address_and_words_of(letter) == gone(letter)
    assert (letter.status, letter.purged_at is None) == (Message.Status.SENT, False)


def test_once_it_is_given_up_nothing_says_to_whom_nor_what_the_post_said(letter, settings):
    settings.EMAIL_BACKEND = REFUSES

    assert not delivery.send(letter)

    assert address_and_words_of(letter) == gone(letter)
    assert (letter.status, letter.reason) == (Message.Status.FAILED, "SMTPRecipientsRefused")


def test_while_it_is_tried_again_it_still_knows_where_to_go(letter, settings):
    before = address_and_words_of(letter)
    settings.EMAIL_BACKEND = DOWN

    assert not delivery.send(letter)

    assert address_and_words_of(letter) == before
    assert (letter.status, letter.reason) == (Message.Status.WAITING, "ConnectionRefusedError")
