"""The formal check: findings, return for correction, admission, rejection."""

from datetime import timedelta

import pytest

from grants.actions.formal import Finding, record_findings
from grants.models import Application
from tests.factories.grants import chair_of, check, fresh, hand_in, make_application, staff_of
from tests.factories.people import make_user
from tests.grants.test_application import write
from workflows import clock
from workflows.errors import GuardsFailed, NotFromHere, NotYours
from workflows.models import Message, Turn
from workflows.roles import give_role

pytestmark = pytest.mark.django_db


def returned(**answers: str) -> Application:
    """An application that waits for its correction."""
    return make_application(state="returned", **answers)


def test_an_application_is_admitted_when_every_item_is_in_order() -> None:
    application = make_application(state="submitted")
    staff = staff_of(application.call)

    with pytest.raises(GuardsFailed):
        application.admit(by=staff)
    check(application)
    application.admit(by=staff)

    assert application.state == Application.States.ADMITTED
    assert Message.objects.filter(
        template="grants/application_admitted", recipient=application.author
    ).exists()


def test_one_item_out_of_order_stops_the_admission() -> None:
    application = make_application(state="submitted")
    check(application, passed=False)

    with pytest.raises(GuardsFailed, match="W terminie"):
        application.admit(by=staff_of(application.call))


@pytest.mark.parametrize("who", ["author", "chair", "stranger"])
def test_nobody_but_the_staff_checks(who: str) -> None:
    application = make_application(state="submitted")
    people = {
        "author": application.author,
        "chair": chair_of(application.call),
        "stranger": make_user(),
    }

    with pytest.raises(NotYours):
        record_findings(application=application, findings={}, by=people[who])


def test_staff_do_not_check_what_they_wrote_themselves() -> None:
    application = make_application(state="submitted")
    give_role(application.author, "staff", application.call.programme, by=None)

    with pytest.raises(NotYours):
        application.reject_formally(by=application.author, grounds="x")


def test_findings_keep_their_notes_and_who_made_them() -> None:
    application = make_application(state="submitted")
    item = application.call.checklist.first()
    staff = staff_of(application.call)

    record_findings(
        application=application,
        findings={item.pk: Finding(passed=False, note="Bez daty")},
        by=staff,
    )
    record_findings(application=application, findings={item.pk: Finding(None, "")}, by=staff)

    mark = application.formal_marks.get()
    assert (mark.passed, mark.note, mark.marked_by) == (None, "", staff)


def test_findings_are_frozen_once_the_check_is_settled() -> None:
    application = make_application(state="admitted")

    with pytest.raises(NotFromHere):
        check(application, passed=False)


def test_returning_needs_reasons_and_a_day_ahead() -> None:
    application = make_application(state="submitted")

    with pytest.raises(GuardsFailed) as refused:
        application.return_for_correction(
            by=staff_of(application.call), reasons=" ", due_at=clock.now()
        )

    assert len(refused.value.sentences) == 2


def test_a_returned_application_is_its_authors_move_until_the_deadline() -> None:
    application = returned()

    turn = Turn.objects.of(application).get()
    assert (turn.holder, turn.due_at) == (application.author, application.correction_due_at)
    letter = Message.objects.get(template="grants/application_returned")
    assert "Popraw kosztorys." in letter.body


def test_a_correction_keeps_the_number_and_adds_a_frozen_version() -> None:
    application = returned()
    number = application.number

    corrected = hand_in(write(application, title="Dwie ławki"))

    assert (corrected.number, corrected.state, corrected.title) == (
        number,
        "submitted",
        "Dwie ławki",
    )
    first, second = corrected.submissions.all()
    assert first.content["values"]["title"] == "Ławka pod lipą"
    assert second.content["values"]["title"] == "Dwie ławki"


def test_a_correction_after_its_deadline_is_refused_and_may_be_rejected() -> None:
    application = returned()
    staff = staff_of(application.call)
    with pytest.raises(GuardsFailed):
        application.reject_formally(by=staff, grounds="Brak poprawek.")

    with clock.at(application.correction_due_at + timedelta(seconds=1)):
        with pytest.raises(GuardsFailed):
            hand_in(application)
        application.reject_formally(by=staff, grounds="Brak poprawek.")

    assert application.state == Application.States.FORMALLY_REJECTED


def test_a_rejection_names_its_grounds_in_the_letter() -> None:
    application = make_application(state="submitted")
    staff = staff_of(application.call)
    with pytest.raises(GuardsFailed):
        application.reject_formally(by=staff, grounds="")

    application.reject_formally(by=staff, grounds="Spółka, nie grupa.")

    assert "Spółka, nie grupa." in Message.objects.get(template="grants/application_rejected").body
    assert fresh(application).rejection_grounds == "Spółka, nie grupa."
