"""The applicant's pages: writing that loses nothing, the read-through, the receipt; and the staff's list."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grants.models import Application
from questionnaires.forms import posted
from tests.factories.grants import (
    close,
    fresh,
    make_application,
    make_call,
    staff_of,
    typed_answers,
)
from tests.factories.people import make_user
from workflows import clock
from workflows.moves import SYSTEM

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


def url(name: str, application: Application) -> str:
    """The address of one of the application's pages."""
    return reverse(f"grants:application-{name}", args=[application.pk])


def form_of(application: Application, **changes: Any) -> dict[str, Any]:
    """What the browser posts from the application's form with `changes` typed into it."""
    now = fresh(application)
    data = posted(now.questions(), now.answers.values | changes)
    return {
        **dict(data.lists()),
        "version": str(now.answers.version),
        "page": changes.pop("page", "browser"),
    }


def submission(application: Application) -> dict[str, int]:
    """What the read-through posts."""
    now = fresh(application)
    return {"version": now.version, "answers_version": now.answers.version}


def test_one_starts_from_the_public_call(client_of: ClientOf) -> None:
    call, user = make_call(), make_user()
    start = reverse("grants:application-start", args=[call.code])

    assert client_of(user).get(start).status_code == 200
    answer = client_of(user).post(start)

    assert answer.url == url("write", Application.objects.get(author=user))  # type: ignore[attr-defined]


def test_starting_asks_to_log_in_first(client: Client) -> None:
    start = reverse("grants:application-start", args=[make_call().code])

    assert client.get(start).url.endswith(f"?next={start}")  # type: ignore[attr-defined]


def test_starting_in_a_closed_call_is_a_sentence(client_of: ClientOf) -> None:
    call = make_call("closed")

    page = client_of(make_user()).post(reverse("grants:application-start", args=[call.code]))

    assert page.status_code == 409
    assert not Application.objects.exists()


def test_the_button_alone_saves_the_draft(client_of: ClientOf) -> None:
    draft = make_application()

    answer = client_of(draft.author).post(
        url("write", draft), form_of(draft, title="Dwie ławki", costs=[])
    )

    assert answer.url == url("write", draft)  # type: ignore[attr-defined]
    assert fresh(draft).answers.values["title"] == "Dwie ławki"
    assert fresh(draft).answers.values["costs"] == []


def test_the_other_button_goes_on_to_the_read_through(client_of: ClientOf) -> None:
    draft = make_application()

    answer = client_of(draft.author).post(url("write", draft), form_of(draft) | {"on": "1"})

    assert answer.url == url("submit", draft)  # type: ignore[attr-defined]


def test_the_form_says_what_is_missing_when_asked(client_of: ClientOf) -> None:
    draft = make_application(people_reached="", costs=[])
    browser = client_of(draft.author)

    quiet = browser.get(url("write", draft))
    asked = browser.get(url("write", draft) + "?check=1")

    assert quiet.context["missing"] == []
    assert [one.key for one in asked.context["missing"]] == ["people_reached", "costs"]
    assert 'href="#id_people_reached"' in asked.content.decode()


def test_two_windows_meet_both_texts_and_lose_neither(client_of: ClientOf) -> None:
    draft = make_application()
    browser = client_of(draft.author)
    first = form_of(draft, title="Pierwsze okno", page="one")
    second = form_of(draft, title="Drugie okno", page="two")

    browser.post(url("write", draft), first)
    page = browser.post(url("write", draft), second)

    assert page.status_code == 409
    assert "Pierwsze okno" in page.content.decode()
    assert 'value="Drugie okno"' in page.content.decode()


def save(browser: Client, draft: Application, *names: str, **typed: Any) -> Any:
    """What the page saves by itself: the whole form, and the names touched."""
    data = form_of(draft, **typed) | {"_changed": list(names)}
    return browser.post(url("save", draft), data, headers={"accept": "application/json"})


def test_the_page_saves_what_was_touched_and_nothing_else(client_of: ClientOf) -> None:
    draft = make_application()

    answer = save(client_of(draft.author), draft, "title", title="Nowy", place="Nie moje")

    assert answer.status_code == 200
    assert answer.json()["conflicts"] == {}
    assert fresh(draft).answers.values["title"] == "Nowy"
    assert fresh(draft).answers.values["place"] == "Rybnik"


def test_the_page_hears_of_a_conflict_with_both_texts(client_of: ClientOf) -> None:
    draft = make_application()
    browser = client_of(draft.author)
    late = form_of(draft, title="Późniejsze", page="late") | {"_changed": ["title"]}
    save(browser, draft, "title", title="Wcześniejsze", page="early")

    answer = browser.post(url("save", draft), late)

    assert answer.status_code == 409
    assert answer.json()["conflicts"]["title"]["theirs"] == "Wcześniejsze"


def test_after_submitting_the_page_is_told_that_nothing_is_saved(client_of: ClientOf) -> None:
    application = make_application(state="submitted")

    answer = save(client_of(application.author), application, "title", title="Za późno")

    assert answer.status_code == 410
    assert fresh(application).answers.values["title"] == "Ławka pod lipą"


def test_what_was_typed_too_late_stays_on_the_page(client_of: ClientOf) -> None:
    application = make_application(state="submitted")

    page = client_of(application.author).post(
        url("write", application), form_of(application, title="Moje słowa")
    )

    assert page.status_code == 409
    assert "Moje słowa" in page.content.decode()


@pytest.mark.parametrize("name", ["write", "save", "submit", "receipt", "check"])
def test_somebody_elses_draft_is_not_there(client_of: ClientOf, name: str) -> None:
    draft = make_application()

    for user in (make_user(), staff_of(draft.call)):
        assert client_of(user).get(url(name, draft)).status_code in {404, 405}
        assert client_of(user).post(url(name, draft), {}).status_code in {404, 405}
    assert client_of(make_user()).get(draft.get_absolute_url()).status_code == 404


def test_reading_through_shows_everything_and_submits(client_of: ClientOf) -> None:
    draft = make_application()
    browser = client_of(draft.author)

    page = browser.get(url("submit", draft))
    answer = browser.post(url("submit", draft), submission(draft))
    receipt = browser.get(answer.url)  # type: ignore[attr-defined]

    assert "Nie ma gdzie usiąść." in page.content.decode()
    assert fresh(draft).number in receipt.content.decode()
    assert fresh(draft).latest_submission.digest in receipt.content.decode()  # type: ignore[union-attr]


def test_a_second_click_leads_to_the_same_receipt(client_of: ClientOf) -> None:
    draft = make_application()
    browser, form = client_of(draft.author), submission(draft)

    first, second = (browser.post(url("submit", draft), form) for _ in range(2))

    assert first.url == second.url == url("receipt", draft)  # type: ignore[attr-defined]
    assert draft.submissions.count() == 1


def test_an_incomplete_application_lists_what_is_missing(client_of: ClientOf) -> None:
    draft = make_application(lasting="")
    browser = client_of(draft.author)

    page = browser.get(url("submit", draft))
    refused = browser.post(url("submit", draft), submission(draft))

    assert f"{url('write', draft)}?check=1&amp;part=1#id_lasting" in page.content.decode()
    assert refused.status_code == 422
    assert fresh(draft).state == "draft"


def test_past_the_closing_instant_the_page_says_so_and_keeps_the_draft(
    client_of: ClientOf, clock_at: Callable[[Any], Any]
) -> None:
    draft = make_application()
    browser, form = client_of(draft.author), submission(draft)
    clock_at(draft.call.closes_at)

    page, refused = browser.get(url("submit", draft)), browser.post(url("submit", draft), form)

    assert page.context["reasons"]
    assert refused.status_code == 422
    assert (
        browser.post(url("write", draft), form_of(draft, title="Nadal mogę pisać")).status_code
        == 302
    )


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "²"])
def test_a_submission_that_does_not_say_what_it_saw_is_refused(
    client_of: ClientOf, version: str
) -> None:
    draft = make_application()

    answer = client_of(draft.author).post(
        url("submit", draft), {"version": version, "answers_version": version}
    )

    assert answer.status_code == 409
    assert fresh(draft).state == "draft"


def test_a_returned_application_is_corrected_on_the_same_pages(client_of: ClientOf) -> None:
    application = make_application(state="returned")
    browser = client_of(application.author)

    page = browser.get(url("write", application))
    browser.post(url("write", application), form_of(application, title="Poprawiony"))
    answer = browser.post(url("resubmit", application), submission(application))

    assert "Popraw kosztorys." in page.content.decode()
    assert answer.url == url("receipt", application)  # type: ignore[attr-defined]
    assert fresh(application).state == "submitted"


def test_the_author_withdraws_on_its_page(client_of: ClientOf) -> None:
    application = make_application(state="submitted")
    address = reverse("grants:application-move", args=[application.pk, "withdraw"])
    browser = client_of(application.author)

    assert browser.get(address).status_code == 200
    browser.post(address, {"version": application.version})

    assert fresh(application).state == "withdrawn"


@pytest.mark.parametrize("move", ["fund", "lapse", "put_on_reserve", "no_such_move"])
def test_moves_that_are_nobodys_have_no_page(client_of: ClientOf, move: str) -> None:
    application = make_application(state="submitted")

    address = reverse("grants:application-move", args=[application.pk, move])

    assert client_of(application.author).get(address).status_code == 404


@pytest.mark.parametrize(
    "state", ["draft", "submitted", "returned", "admitted", "withdrawn", "formally_rejected"]
)
def test_the_author_finds_the_application_in_every_state(client_of: ClientOf, state: str) -> None:
    application = make_application(state=state)
    browser = client_of(application.author)

    assert browser.get(application.get_absolute_url()).status_code == 200
    assert "Ławka pod lipą" in browser.get(reverse("grants:application-mine")).content.decode()


@pytest.mark.parametrize(
    "state", ["submitted", "returned", "admitted", "withdrawn", "formally_rejected"]
)
def test_staff_find_it_once_it_was_submitted(client_of: ClientOf, state: str) -> None:
    application = make_application(state=state)
    browser = client_of(staff_of(application.call))

    assert browser.get(application.get_absolute_url()).status_code == 200
    assert "Ławka pod lipą" in browser.get(reverse("grants:application-list")).content.decode()


def test_a_draft_put_aside_still_shows_its_words_to_the_author(client_of: ClientOf) -> None:
    draft = make_application()
    draft.lapse(by=SYSTEM)

    assert client_of(draft.author).get(draft.get_absolute_url()).status_code == 200
    assert client_of(draft.author).get(url("write", draft)).status_code == 302


def found(browser: Client, **asked: Any) -> list[str]:
    """The titles on the staff's list for a filter."""
    page = browser.get(reverse("grants:application-list"), asked)
    return [application.title for application in page.context["object_list"]]


def test_the_list_is_filtered_by_call_state_and_words(client_of: ClientOf) -> None:
    call = make_call()
    make_application(call, "submitted", title="Ławka")
    make_application(call, "withdrawn", title="Huśtawka")
    browser = client_of(staff_of(call))

    assert found(browser, state="withdrawn") == ["Huśtawka"]
    assert found(browser, words="lawka SĄSIEDZI") == ["Ławka"]
    assert found(browser, words="1/") == ["Ławka"]
    assert found(browser, call=call.pk) == ["Huśtawka", "Ławka"]
    assert found(browser, words="Sąsiedzi " + "x" * 300) == []


@pytest.mark.parametrize(
    "asked", [{"call": "x"}, {"state": "nowhere"}, {"page": "nine"}, {"words": "\x00"}]
)
def test_a_filter_that_makes_no_sense_never_crashes(
    client_of: ClientOf, asked: dict[str, str]
) -> None:
    call = make_call()
    make_application(call, "submitted")

    answer = client_of(staff_of(call)).get(reverse("grants:application-list"), asked)

    assert answer.status_code in {200, 404}


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_staffs_list_asks_the_same_few_questions(
    client_of: ClientOf, item_count: int, django_assert_num_queries: Any
) -> None:
    call = make_call()
    for _ in range(item_count):
        make_application(call, "submitted")
    browser = client_of(staff_of(call))
    browser.get(reverse("grants:application-list"))

    with django_assert_num_queries(11):
        browser.get(reverse("grants:application-list"))


@pytest.mark.parametrize("item_count", [1, 3])
def test_my_list_asks_the_same_few_questions(
    client_of: ClientOf, item_count: int, django_assert_num_queries: Any
) -> None:
    author = make_user()
    for _ in range(item_count):
        make_application(make_call(), "submitted", author=author)
    browser = client_of(author)
    browser.get(reverse("grants:application-mine"))

    with django_assert_num_queries(7):
        browser.get(reverse("grants:application-mine"))


def test_after_the_call_closed_the_receipt_is_still_there(client_of: ClientOf) -> None:
    application = make_application(state="submitted")
    close(application.call)

    with clock.at(application.call.closes_at + timedelta(days=3)):
        page = client_of(application.author).get(url("receipt", application))

    assert page.status_code == 200
    assert typed_answers(application.call)["title"] in page.content.decode()
