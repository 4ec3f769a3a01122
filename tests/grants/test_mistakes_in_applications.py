"""What can go wrong while an application is written and sent: a sentence, nothing lost, never a crash."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grants.models import Application
from tests.factories.grants import fresh, make_application, make_call, staff_of, typed_answers
from tests.factories.people import make_user
from tests.grants.test_application_pages import form_of, submission, url
from workflows.models import History

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("title", "x" * 201),
        ("need", "x" * 2001),
        ("group_members", "Jan"),
        ("group_members", "x" * 101 + "\nJan\nMaria"),
        ("starts_on", "jutro"),
        ("ends_on", "2001-01-01"),
        ("people_reached", "dużo"),
        ("people_reached", "-4"),
        ("people_reached", "1e99"),
        ("applicant_kind", "martians"),
        ("who_benefits", "martians"),
        ("local_government", "martians"),
        ("costs-0-amount", "dużo"),
        ("costs-0-amount", "-5"),
        ("costs-0-amount", "99999999999999999999"),
        ("costs-0-name", "x" * 201),
        ("schedule-0-starts", "nigdy"),
    ],
)
def test_an_answer_that_cannot_stand_is_kept_as_typed_and_named(
    client_of: ClientOf, name: str, typed: str
) -> None:
    draft = make_application()
    browser = client_of(draft.author)

    saved = browser.post(url("write", draft), form_of(draft) | {name: typed})
    page = browser.get(url("write", draft) + "?check=1")
    refused = browser.post(url("submit", draft), submission(draft))

    key = name.partition("-")[0]
    assert saved.status_code == 302
    assert key in [one.key for one in page.context["missing"]]
    assert typed.partition("\n")[0] in str(fresh(draft).answers.values[key])
    assert refused.status_code == 422
    assert fresh(draft).state == "draft"


def test_a_letter_no_database_takes_is_left_out(client_of: ClientOf) -> None:
    draft = make_application()

    client_of(draft.author).post(url("write", draft), form_of(draft) | {"title": "Ław\x00ka"})

    assert fresh(draft).answers.values["title"] == "Ławka"


def test_more_rows_than_a_table_takes_are_kept_and_named(client_of: ClientOf) -> None:
    draft = make_application()
    browser = client_of(draft.author)
    rows = {f"costs-{place}-name": f"Deska {place}" for place in range(60)}

    browser.post(url("write", draft), form_of(draft) | rows)

    assert len(fresh(draft).answers.values["costs"]) == 60
    page = browser.get(url("write", draft) + "?check=1")
    assert "costs" in [one.key for one in page.context["missing"]]


@pytest.mark.parametrize("name", ["write", "save"])
def test_a_page_that_posts_nothing_erases_nothing(client_of: ClientOf, name: str) -> None:
    draft = make_application()

    client_of(draft.author).post(url(name, draft), {})

    assert fresh(draft).answers.values == typed_answers(draft.call)


@pytest.mark.parametrize("version", ["x", "-1", "99999999999999999999", "²", "7"])
@pytest.mark.parametrize("name", ["write", "save"])
def test_a_version_that_makes_no_sense_never_crashes(
    client_of: ClientOf, name: str, version: str
) -> None:
    draft = make_application()
    form = form_of(draft, title="Inny tytuł") | {"version": version, "_changed": ["title"]}

    answer = client_of(draft.author).post(url(name, draft), form)

    kept = fresh(draft).answers.values["title"]
    assert answer.status_code in {200, 302, 409}
    assert kept == "Inny tytuł" if answer.status_code != 409 else kept in texts_in(answer)


def texts_in(answer: Any) -> str:
    """What an answer tells, as a page or as JSON."""
    is_json = answer["Content-Type"] == "application/json"
    return str(answer.json()) if is_json else answer.content.decode()


def test_starting_twice_leads_to_one_draft(client_of: ClientOf) -> None:
    call, user = make_call(), make_user()
    start, browser = reverse("grants:application-start", args=[call.code]), client_of(user)

    first, second = (browser.post(start) for _ in range(2))

    assert first.url == second.url  # type: ignore[attr-defined]
    assert Application.objects.filter(author=user).count() == 1


def test_a_correction_past_its_time_is_a_sentence_and_stays(
    client_of: ClientOf, clock_at: Callable[[Any], Any]
) -> None:
    application = make_application(state="returned")
    browser, form = client_of(application.author), submission(application)
    clock_at(fresh(application).correction_due_at + timedelta(minutes=1))

    page = browser.get(url("resubmit", application))
    refused = browser.post(url("resubmit", application), form)

    assert "Czas na poprawki minął" in page.context["reasons"][0]
    assert refused.status_code == 422
    assert fresh(application).state == "returned"


def test_submitting_what_another_window_changed_asks_to_read_it_again(
    client_of: ClientOf,
) -> None:
    draft = make_application()
    browser, form = client_of(draft.author), submission(draft)
    browser.post(url("write", draft), form_of(draft, title="Nowszy tytuł"))

    refused = browser.post(url("submit", draft), form)

    assert refused.status_code == 409
    assert "Nowszy tytuł" in refused.content.decode()
    assert fresh(draft).state == "draft"


def test_withdrawing_twice_withdraws_once(client_of: ClientOf) -> None:
    application = make_application(state="submitted")
    browser = client_of(application.author)
    address = reverse("grants:application-move", args=[application.pk, "withdraw"])

    first, second = (browser.post(address, {"version": application.version}) for _ in range(2))

    assert first.url == second.url  # type: ignore[attr-defined]
    assert History.objects.of(application).filter(move="withdraw").count() == 1


@pytest.mark.parametrize("name", ["write", "save", "submit", "resubmit", "receipt"])
def test_an_application_that_is_not_there_is_not_found(client_of: ClientOf, name: str) -> None:
    browser = client_of(make_user())
    address = reverse(f"grants:application-{name}", args=[999_999])

    assert browser.get(address).status_code in {404, 405}
    assert browser.post(address).status_code in {404, 405}


def test_a_draft_of_a_call_that_was_cancelled_keeps_its_words(client_of: ClientOf) -> None:
    draft = make_application()
    form = form_of(draft, title="Pisane w chwili odwołania")
    draft.call.cancel(by=staff_of(draft.call), note="Brak środków.")

    page = client_of(draft.author).post(url("write", draft), form)

    assert page.status_code == 409
    assert "Pisane w chwili odwołania" in page.content.decode()
