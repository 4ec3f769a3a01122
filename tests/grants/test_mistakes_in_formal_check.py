"""What can go wrong on the page of the formal check: a sentence, nothing lost, nobody overwritten."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grants.models import Application
from tests.factories.grants import fresh, make_application, staff_of
from tests.factories.people import make_user
from workflows.roles import give_role

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


def url(application: Application) -> str:
    return reverse("grants:application-check", args=[application.pk])


def opened(browser: Client, application: Application) -> dict[str, Any]:
    """What the open page would post if nothing were changed and the findings saved."""
    page = browser.get(url(application))
    posted = {"version": page.context["object"].version, "decision": "save"}
    for row in page.context["card"].rows:
        prefix = row.form.prefix
        posted |= {f"{prefix}-shown": row.stands, f"{prefix}-note": row.form["note"].value()}
        posted[f"{prefix}-passed"] = row.form["passed"].value()
    return posted


def item(application: Application, place: int, name: str) -> str:
    """The name of a field of the item at `place`."""
    return f"item-{application.call.checklist.all()[place].pk}-{name}"


def findings(application: Application) -> list[tuple[bool | None, str]]:
    return list(application.formal_marks.values_list("passed", "note"))


def second_staff_of(application: Application) -> Any:
    user = make_user("Danuta Druga")
    give_role(user, "staff", application.call.programme, by=None)
    return user


def test_two_staff_with_one_card_keep_each_others_findings(client_of: ClientOf) -> None:
    application = make_application(state="submitted")
    one = client_of(staff_of(application.call))
    two = client_of(second_staff_of(application))
    first, second = opened(one, application), opened(two, application)

    one.post(url(application), first | {item(application, 0, "passed"): "yes"})
    two.post(url(application), second | {item(application, 1, "passed"): "no"})

    assert findings(application) == [(True, ""), (False, "")]


def test_a_finding_that_somebody_made_otherwise_meanwhile_is_named_first(
    client_of: ClientOf,
) -> None:
    application = make_application(state="submitted")
    one = client_of(staff_of(application.call))
    two = client_of(second_staff_of(application))
    first, second = opened(one, application), opened(two, application)
    one.post(url(application), first | {item(application, 0, "passed"): "no"})
    mine = second | {item(application, 0, "passed"): "yes", item(application, 1, "note"): "Moje"}

    page = two.post(url(application), mine)

    assert page.status_code == 409
    assert "Sława Prowadząca" in page.context["sentences"][0]
    assert "Moje" in page.content.decode()
    assert findings(application) == [(False, "")]
    stands = {f"{row.form.prefix}-shown": row.stands for row in page.context["card"].rows}
    assert two.post(url(application), mine | stands).status_code == 302
    assert findings(application) == [(True, ""), (None, "Moje")]


def test_one_changes_ones_mind_after_a_refused_decision(client_of: ClientOf) -> None:
    application = make_application(state="submitted")
    browser = client_of(staff_of(application.call))
    typed = opened(browser, application) | {
        item(application, 0, "passed"): "no",
        item(application, 1, "passed"): "yes",
        "decision": "admit",
    }
    page = browser.post(url(application), typed)
    stands = {f"{row.form.prefix}-shown": row.stands for row in page.context["card"].rows}

    answer = browser.post(
        url(application), typed | stands | {item(application, 0, "passed"): "yes"}
    )

    assert (page.status_code, answer.status_code) == (422, 302)
    assert fresh(application).state == "admitted"


def test_a_note_that_is_too_long_is_named_and_kept(client_of: ClientOf) -> None:
    application = make_application(state="submitted")
    browser = client_of(staff_of(application.call))
    typed = opened(browser, application) | {item(application, 0, "note"): "x" * 501}

    page = browser.post(url(application), typed)

    assert page.status_code == 422
    assert "x" * 501 in page.content.decode()
    assert findings(application) == []


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "²"])
def test_a_decision_that_does_not_say_what_it_saw_is_refused(
    client_of: ClientOf, version: str
) -> None:
    application = make_application(state="submitted")
    browser = client_of(staff_of(application.call))
    typed = opened(browser, application) | {
        item(application, 0, "passed"): "yes",
        item(application, 1, "passed"): "yes",
        "decision": "admit",
        "version": version,
    }

    assert browser.post(url(application), typed).status_code == 409
    assert fresh(application).state == "submitted"


def test_grounds_that_are_too_long_are_kept_on_the_page(client_of: ClientOf) -> None:
    application = make_application(state="submitted")
    browser = client_of(staff_of(application.call))
    typed = opened(browser, application) | {"decision": "reject_formally", "grounds": "x" * 4001}

    page = browser.post(url(application), typed)

    assert page.status_code == 422
    assert "x" * 4001 in page.content.decode()


def test_returning_twice_returns_once(client_of: ClientOf) -> None:
    application = make_application(state="submitted")
    browser = client_of(staff_of(application.call))
    typed = opened(browser, application) | {
        "decision": "return_for_correction",
        "reasons": "Daty",
        "due_at": "2090-01-01T12:00",
    }

    first, second = (browser.post(url(application), typed) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 409)
    assert fresh(application).correction_reasons == "Daty"


def test_a_decision_nobody_knows_decides_nothing(client_of: ClientOf) -> None:
    application = make_application(state="submitted")
    browser = client_of(staff_of(application.call))

    browser.post(url(application), opened(browser, application) | {"decision": "fund"})

    assert fresh(application).state == "submitted"


def test_an_application_that_is_not_there_is_not_found(client_of: ClientOf) -> None:
    staff = staff_of(make_application(state="submitted").call)

    assert client_of(staff).post("/panel/grants/applications/999999/check/").status_code == 404


def test_staff_of_another_programme_find_no_card(client_of: ClientOf) -> None:
    application, other = make_application(state="submitted"), make_application(state="submitted")

    assert client_of(staff_of(other.call)).get(url(application)).status_code == 404
