"""The names of assessors and of the committee are caught before a letter goes, whatever the letter is about."""

from datetime import timedelta

import pytest

from tests.factories.grants import fresh, make_application, make_call, staff_of
from tests.factories.grants_later import make_assessor, make_member
from tests.grants.test_appeal import ANSWER, file
from workflows import clock
from workflows.errors import GuardsFailed
from workflows.models import Message

pytestmark = pytest.mark.django_db

NAMES = "Pani Kanarkowska prosi o drugą stronę statutu."


@pytest.fixture
def application():
    """Submitted in a call whose assessor is called Kanarkowska."""
    call = make_call()
    make_assessor(call, "Helena Kanarkowska")
    return make_application(call, "submitted")


def give_back(application, reasons):
    application.return_for_correction(
        by=staff_of(application.call), reasons=reasons, due_at=clock.now() + timedelta(days=9)
    )


def reject(application, grounds):
    application.reject_formally(by=staff_of(application.call), grounds=grounds)


@pytest.mark.parametrize("letter", [give_back, reject])
@pytest.mark.parametrize(
    "words", [NAMES, "Zgłoś się do Heleny Kanarkowskiej.", "Kanarkowską znamy."]
)
def test_reasons_and_grounds_that_name_an_assessor_do_not_go(application, letter, words):
    with pytest.raises(GuardsFailed, match="Helena Kanarkowska"):
        letter(application, words)

    assert fresh(application).state == "submitted"
    assert not Message.objects.filter(body__contains="Kanarkowsk").exists()


@pytest.mark.parametrize("letter", [give_back, reject])
@pytest.mark.parametrize("words", ["Brakuje statutu.", "Na zdjęciu widać kanarka.", "Kanar"])
def test_words_that_name_nobody_go(application, letter, words):
    letter(application, words)

    assert Message.objects.filter(recipient=application.author, body__contains=words).exists()


@pytest.mark.parametrize("role", ["chair", "deputy", "member", "secretary"])
def test_members_of_the_committee_are_caught_as_well(application, role):
    make_member(application.call, role, name="Bogumił Sikorka")

    with pytest.raises(GuardsFailed, match="Bogumił Sikorka"):
        reject(application, "Tak zdecydował Bogumił Sikorka.")


def test_the_answer_to_an_appeal_about_the_form_is_looked_through_too():
    call = make_call(formal_appeal_days=3)
    make_assessor(call, "Helena Kanarkowska")
    appeal = file(make_application(call, "formally_rejected"))

    with pytest.raises(GuardsFailed, match="Helena Kanarkowska"):
        appeal.uphold(by=staff_of(call), answer=NAMES)
    appeal.uphold(by=staff_of(call), answer=ANSWER)

    assert appeal.state == "upheld"
