"""The page of the formal check."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grants.models import Application
from tests.factories.grants import chair_of, fresh, make_application, staff_of
from tests.factories.people import make_user
from workflows import clock

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


def card(
    application: Application, decision: str, answer: str = "yes", **typed: Any
) -> dict[str, Any]:
    """What staff post: one answer throughout, and the button pressed."""
    items = application.call.checklist.all()
    marks = {f"item-{item.pk}-passed": answer for item in items}
    return {**marks, "decision": decision, "version": fresh(application).version, **typed}


def url(application: Application) -> str:
    return reverse("grants:application-check", args=[application.pk])


def in_a_week() -> str:
    return (clock.now() + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")


def test_staff_read_the_card_beside_the_application(client_of: ClientOf) -> None:
    application = make_application(state="submitted")

    page = client_of(staff_of(application.call)).get(url(application)).content.decode()

    assert "W terminie" in page
    assert "Nie ma gdzie usiąść." in page


@pytest.mark.parametrize("who", ["author", "chair", "stranger"])
def test_for_everybody_else_the_page_is_not_there(client_of: ClientOf, who: str) -> None:
    application = make_application(state="submitted")
    people = {
        "author": application.author,
        "chair": chair_of(application.call),
        "stranger": make_user(),
    }

    assert client_of(people[who]).get(url(application)).status_code == 404
    assert (
        client_of(people[who]).post(url(application), card(application, "admit")).status_code == 404
    )


def test_findings_are_saved_without_deciding(client_of: ClientOf) -> None:
    application = make_application(state="submitted")
    browser = client_of(staff_of(application.call))
    item = application.call.checklist.first()

    browser.post(
        url(application), card(application, "save", **{f"item-{item.pk}-note": "Strona 2"})
    )

    assert fresh(application).state == "submitted"
    assert application.formal_marks.get(item=item).note == "Strona 2"


def test_admitting_with_everything_in_order(client_of: ClientOf) -> None:
    application = make_application(state="submitted")

    answer = client_of(staff_of(application.call)).post(
        url(application), card(application, "admit")
    )

    assert answer.status_code == 302
    assert fresh(application).state == "admitted"


def test_admitting_with_something_out_of_order_is_refused_and_the_findings_stay(
    client_of: ClientOf,
) -> None:
    application = make_application(state="submitted")

    page = client_of(staff_of(application.call)).post(
        url(application), card(application, "admit", "no")
    )

    assert page.status_code == 422
    assert application.formal_marks.filter(passed=False).count() == 2
    assert fresh(application).state == "submitted"


def test_returning_with_reasons_until_a_day(client_of: ClientOf) -> None:
    application = make_application(state="submitted")
    form = card(
        application, "return_for_correction", "no", reasons="Podaj daty.", due_at=in_a_week()
    )

    client_of(staff_of(application.call)).post(url(application), form)

    assert fresh(application).state == "returned"
    assert fresh(application).correction_reasons == "Podaj daty."


@pytest.mark.parametrize(
    "typed",
    [
        {"reasons": "", "due_at": "2030-01-01T12:00"},
        {"reasons": "x" * 4001, "due_at": "2030-01-01T12:00"},
        {"reasons": "Daty", "due_at": "jutro"},
        {"reasons": "Daty", "due_at": "2020-01-01T12:00"},
        {"reasons": "Daty", "due_at": "2027-03-28T02:30"},
    ],
)
def test_a_return_that_says_too_little_is_refused_with_everything_kept(
    client_of: ClientOf, typed: dict[str, str]
) -> None:
    application = make_application(state="submitted")

    page = client_of(staff_of(application.call)).post(
        url(application), card(application, "return_for_correction", **typed)
    )

    assert page.status_code == 422
    assert page.context["return_form"]["due_at"].value() is not None
    assert fresh(application).state == "submitted"


def test_rejecting_with_grounds(client_of: ClientOf) -> None:
    application = make_application(state="submitted")
    browser = client_of(staff_of(application.call))

    refused = browser.post(url(application), card(application, "reject_formally", grounds=" "))
    done = browser.post(url(application), card(application, "reject_formally", grounds="Spółka."))

    assert (refused.status_code, done.status_code) == (422, 302)
    assert fresh(application).state == "formally_rejected"


def test_somebody_faster_is_named(client_of: ClientOf) -> None:
    application = make_application(state="submitted")
    browser, form = client_of(staff_of(application.call)), card(application, "admit")
    browser.post(url(application), form)

    page = browser.post(url(application), form)

    assert page.status_code == 409


def test_an_application_withdrawn_meanwhile_is_not_decided(client_of: ClientOf) -> None:
    application = make_application(state="submitted")
    form = card(application, "admit")
    application.withdraw(by=application.author)

    page = client_of(staff_of(application.call)).post(url(application), form)

    assert page.status_code == 409
    assert fresh(application).state == "withdrawn"


def test_an_answer_that_is_none_of_the_two_is_refused(client_of: ClientOf) -> None:
    application = make_application(state="submitted")

    page = client_of(staff_of(application.call)).post(
        url(application), card(application, "save", "maybe")
    )

    assert page.status_code == 422


@pytest.mark.parametrize("move", ["return_for_correction", "reject_formally", "admit"])
def test_the_moves_have_their_own_pages_too(client_of: ClientOf, move: str) -> None:
    application = make_application(state="submitted")
    address = reverse("grants:application-move", args=[application.pk, move])

    assert client_of(staff_of(application.call)).get(address).status_code == 200
