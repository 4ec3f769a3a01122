"""The patron of a group: asked by letter, confirms or declines on its own page; without it nothing is submitted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from grants.actions.application import save_answers
from grants.models import Application, Call, Patronage
from grants.rules import application as rules
from grants.rules.conflicts import conflicts_of
from people.models import User
from people.ties import ties_among
from questionnaires.forms import Page
from tests.factories.grants import (
    ask,
    fresh,
    hand_in,
    make_application,
    make_call,
    staff_of,
)
from tests.factories.people import make_organisation, make_user
from tests.grants.test_application_pages import submission, url
from tests.grants.test_sharing import again, joined, letters
from workflows import clock
from workflows.errors import GuardsFailed
from workflows.models import History, Message, Turn
from workflows.tasks import tick

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
NIP, ANOTHER = "5260250274", "7740001454"
GROUP = {
    "applicant_kind": "informal_group_with_patron",
    "patron_name": "Fundacja Parasol",
    "patron_nip": NIP,
}


@pytest.fixture
def call() -> Call:
    return make_call(who_may_apply=["informal_group", "informal_group_with_patron", "ngo"])


@pytest.fixture
def draft(call: Call) -> Application:
    return make_application(call, **GROUP)


def change(draft: Application, **typed: str) -> Application:
    """The author types something else."""
    answers = fresh(draft).answers
    save_answers(
        application=draft, typed=typed, page=Page(answers.version, "again"), by=draft.author
    )
    return fresh(draft)


def page_of(asked: Patronage, move: str = "") -> str:
    return asked.get_absolute_url() + (f"{move}/" if move else "")


def typed(**changes: str) -> dict[str, str]:
    return {
        "email": "zarzad@parasol.example",
        "given_name": "Pola",
        "family_name": "Parasolska",
    } | changes


def confirmation(asked: Patronage, **changes: Any) -> dict[str, Any]:
    return {"version": asked.version, "capacity": "prezeska", "agreed": "on"} | changes


def test_a_group_with_a_patron_does_not_submit_before_the_patron_was_asked(
    client_of: ClientOf, draft: Application
) -> None:
    browser = client_of(draft.author)

    page = browser.get(url("submit", draft)).content.decode()
    answer = browser.post(url("submit", draft), submission(draft))

    assert "Fundacja Parasol musi potwierdzić, że jest Waszym patronem" in page
    assert url("patron", draft) in page
    assert answer.status_code == 422
    assert fresh(draft).state == "draft"


def test_what_is_left_to_do_in_the_form_leads_to_the_patron(
    client_of: ClientOf, draft: Application
) -> None:
    page = client_of(draft.author).get(url("write", draft)).content.decode()

    assert "Zgoda patrona" in page
    assert f'href="{url("patron", draft)}"' in page


def test_a_group_on_its_own_needs_no_patron(client_of: ClientOf, call: Call) -> None:
    alone = make_application(call)

    page = client_of(alone.author).get(url("patron", alone)).content.decode()

    assert "Patron nie jest potrzebny" in page
    assert hand_in(alone).state == "submitted"
    assert not alone.patronages.exists()


def test_the_author_asks_and_whoever_is_new_gets_an_account_and_two_letters(
    client_of: ClientOf, draft: Application
) -> None:
    answer = client_of(draft.author).post(url("patron", draft), typed())

    assert answer.status_code == 302
    asked = draft.patronages.get()
    assert (asked.organisation_name, asked.nip) == ("Fundacja Parasol", NIP)
    assert letters(asked.user) == ["grants/patron_asked"]
    assert Message.objects.filter(template="people/invitation", address=asked.user.email).exists()
    assert Turn.objects.about_any(Patronage.objects.all()).get().holder == asked.user


def test_the_patron_reads_the_draft_and_confirms_then_the_group_submits(
    client_of: ClientOf, draft: Application
) -> None:
    asked = ask(draft)
    browser = client_of(asked.user)
    page = browser.get(page_of(asked)).content.decode()
    assert "Nie ma gdzie usiąść." in page
    assert "Sąsiedzi z Lipowej" in page
    assert browser.get(draft.get_absolute_url()).status_code == 404

    answer = browser.post(page_of(asked, "confirm"), confirmation(asked))

    assert answer.status_code == 302
    assert browser.get(draft.get_absolute_url()).status_code == 200
    assert letters(draft.author) == ["grants/patron_confirmed"]
    assert History.objects.of(draft).filter(move="patron_confirmed").count() == 1
    submitted = hand_in(draft)
    assert submitted.state == "submitted"
    assert submitted.patron.nip == NIP
    assert letters(asked.user) == ["grants/patron_asked", "grants/application_receipt"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"agreed": ""}, "Zaznacz, że organizacja wie"),
        ({"capacity": ""}, "Napisz, kim jesteś"),
        ({"capacity": "x" * 101}, "100"),
    ],
)
def test_a_confirmation_that_lacks_something_is_a_sentence(
    client_of: ClientOf, draft: Application, changes: dict[str, str], sentence: str
) -> None:
    asked = ask(draft)

    answer = client_of(asked.user).post(page_of(asked, "confirm"), confirmation(asked, **changes))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert draft.patronages.get().state == "asked"


def test_the_patron_declines_with_a_reason_and_the_group_names_another(
    client_of: ClientOf, draft: Application
) -> None:
    asked = ask(draft)
    browser = client_of(asked.user)
    silent = browser.post(page_of(asked, "decline"), {"version": asked.version, "note": ""})
    said = {"version": asked.version, "note": "Mamy już dwie grupy."}

    browser.post(page_of(asked, "decline"), said)

    assert silent.status_code == 422
    letter = Message.objects.get(template="grants/patron_declined", recipient=draft.author)
    assert "Mamy już dwie grupy." in letter.body
    writer = client_of(draft.author)
    assert "Mamy już dwie grupy." in writer.get(url("patron", draft)).content.decode()
    assert "nie będzie Waszym patronem" in writer.get(url("submit", draft)).content.decode()
    change(draft, patron_name="Stowarzyszenie Dach", patron_nip=ANOTHER)
    ask(fresh(draft)).confirm(
        by=draft.patronages.latest("pk").user, capacity="skarbnik", agreed=True
    )
    assert hand_in(draft).patron.name == "Stowarzyszenie Dach"


def test_a_confirmation_counts_only_for_the_organisation_that_is_named(draft: Application) -> None:
    asked = ask(draft)
    asked.confirm(by=asked.user, capacity="prezes", agreed=True)

    renamed = change(draft, patron_name="Stowarzyszenie Dach", patron_nip=ANOTHER)

    with pytest.raises(GuardsFailed, match="Stowarzyszenie Dach musi potwierdzić"):
        hand_in(renamed)
    ask(renamed)
    asked.refresh_from_db()
    assert asked.state == "called_off"
    assert not rules.can_view(again(asked.user), draft)
    assert letters(asked.user)[-1] == "grants/patron_called_off"


def test_a_patron_takes_its_confirmation_back_until_it_is_submitted(draft: Application) -> None:
    asked = ask(draft)
    asked.confirm(by=asked.user, capacity="prezes", agreed=True)
    asked.decline(by=asked.user, note="Zarząd się nie zgodził.")
    assert not rules.can_view(again(asked.user), draft)
    with pytest.raises(GuardsFailed):
        hand_in(draft)

    second = ask(fresh(draft), asked.user)
    second.confirm(by=second.user, capacity="prezes", agreed=True)
    hand_in(draft)

    with pytest.raises(GuardsFailed, match="nie jest już pisany"):
        second.decline(by=second.user, note="Za późno.")


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"email": "to nie adres"}, 422, "Napisz cały adres"),
        ({"given_name": ""}, 422, "Wpisz imię"),
        ({"email": "autor@example.org"}, 422, "nie odpowiada w imieniu patrona"),
        ({"email": "wspolautor@example.org"}, 422, "nie odpowiada w imieniu patrona"),
    ],
)
def test_whom_one_cannot_ask_is_a_sentence_and_keeps_what_was_typed(
    client_of: ClientOf, call: Call, changes: dict[str, str], status: int, sentence: str
) -> None:
    author = make_user(email="autor@example.org")
    draft = make_application(call, author=author, **GROUP)
    joined(draft, make_user(email="wspolautor@example.org"))

    answer = client_of(author).post(url("patron", draft), typed(**changes))

    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert "Parasolska" in answer.content.decode()
    assert not draft.patronages.exists()


def test_nobody_is_asked_twice_and_nobody_before_they_are_named(
    client_of: ClientOf, call: Call, draft: Application
) -> None:
    ask(draft)
    nameless = make_application(call, **GROUP | {"patron_nip": "123"})

    twice = client_of(draft.author).post(url("patron", draft), typed())
    unnamed = client_of(nameless.author).post(url("patron", nameless), typed())

    assert twice.status_code == 422
    assert "ma już od Was pytanie" in twice.content.decode()
    assert unnamed.status_code == 422
    assert draft.patronages.count() == 1
    assert not nameless.patronages.exists()


def test_there_is_an_end_to_asking(draft: Application) -> None:
    for _time in range(10):
        ask(fresh(draft)).call_off(by=draft.author)

    with pytest.raises(GuardsFailed, match="najwyżej 10"):
        ask(fresh(draft))


def test_only_the_author_asks_and_only_while_it_is_written(
    client_of: ClientOf, draft: Application
) -> None:
    writer = joined(draft).user
    asked = ask(draft)
    asked.confirm(by=asked.user, capacity="prezes", agreed=True)

    assert client_of(writer).get(url("patron", draft)).status_code == 200
    assert client_of(writer).post(url("patron", draft), typed()).status_code == 403
    assert client_of(make_user()).get(url("patron", draft)).status_code == 404
    assert client_of(make_user()).get(page_of(asked)).status_code == 404
    hand_in(draft)
    assert client_of(draft.author).post(url("patron", draft), typed()).status_code == 409


def test_a_question_lapses_after_seven_days_and_the_group_hears_of_it(draft: Application) -> None:
    asked = ask(draft)

    with clock.at(asked.due_at + timedelta(minutes=1)):
        tick()

    asked.refresh_from_db()
    assert asked.state == "lapsed"
    assert letters(draft.author) == ["grants/patron_unanswered"]
    assert clock.now() + timedelta(days=6) < asked.due_at < clock.now() + timedelta(days=8)
    with pytest.raises(GuardsFailed, match="nie ma odpowiedzi na czas"):
        hand_in(draft)


def test_nobody_answers_later_than_one_can_submit(call: Call, draft: Application) -> None:
    with clock.at(call.closes_at - timedelta(days=2)):
        asked = ask(draft)

    assert asked.due_at == call.closes_at


def test_a_question_nobody_answered_ends_with_the_writing_without_a_letter(
    draft: Application,
) -> None:
    asked = ask(draft)

    change(draft, applicant_kind="informal_group")
    hand_in(draft)

    asked.refresh_from_db()
    assert asked.state == "lapsed"
    assert "grants/patron_unanswered" not in letters(draft.author)


def test_a_correction_that_names_another_patron_asks_it_first(call: Call) -> None:
    returned = make_application(call, state="returned", **GROUP)
    renamed = change(returned, patron_name="Stowarzyszenie Dach", patron_nip=ANOTHER)

    with pytest.raises(GuardsFailed, match="Stowarzyszenie Dach musi potwierdzić"):
        hand_in(renamed)

    asked = ask(renamed)
    assert asked.due_at <= renamed.correction_due_at
    asked.confirm(by=asked.user, capacity="prezes", agreed=True)
    assert hand_in(renamed).patron.nip == ANOTHER


def test_staff_see_who_confirmed_at_the_formal_check(client_of: ClientOf, call: Call) -> None:
    submitted = make_application(call, state="submitted", **GROUP)
    asked = submitted.patronages.get()
    browser = client_of(staff_of(call))

    page = browser.get(url("check", submitted)).content.decode()

    assert "Fundacja Parasol" in page
    assert "Patrycja Patronowa, prezes" in page
    assert browser.get(page_of(asked)).status_code == 200


def test_staff_do_not_see_whom_a_draft_asks(client_of: ClientOf, call: Call) -> None:
    asked = ask(make_application(call, **GROUP))

    assert client_of(staff_of(call)).get(page_of(asked)).status_code == 404


def test_whoever_answered_for_the_patron_neither_checks_nor_judges_it(call: Call) -> None:
    draft, staff = make_application(call, **GROUP), staff_of(call)
    ask(draft, staff).confirm(by=staff, capacity="prezes", agreed=True)

    submitted = hand_in(draft)

    assert not rules.may_check(again(staff), submitted)
    assert conflicts_of(staff, submitted) == ["odpowiada w imieniu patrona grupy"]


def test_having_answered_for_an_organisation_ties_one_to_it(call: Call) -> None:
    organisation = make_organisation(nip=NIP)
    submitted = make_application(call, state="submitted", **GROUP)
    person = User.objects.get(pk=submitted.patronages.get().user_id).person

    kinds = {tie.kind for tie in ties_among([person], [organisation])}

    assert kinds == {"patron"}


def test_a_second_click_on_confirming_just_goes_on(client_of: ClientOf, draft: Application) -> None:
    asked = ask(draft)
    said = confirmation(asked)

    for _time in range(2):
        answer = client_of(asked.user).post(page_of(asked, "confirm"), said)

    assert answer.status_code == 302


def test_the_page_costs_the_same_after_one_question_as_after_three(
    client_of: ClientOf, draft: Application, django_assert_num_queries: Any
) -> None:
    ask(draft)
    browser = client_of(draft.author)
    browser.get(url("patron", draft))
    with django_assert_num_queries(8):
        browser.get(url("patron", draft))
    for _time in range(2):
        draft.patronages.standing().get().call_off(by=draft.author)
        ask(fresh(draft))

    with django_assert_num_queries(8):
        browser.get(url("patron", draft))
