"""Requests about one's data: asked or taken down, answered within a month, put off once, refused with a way to complain."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import translation

from people.actions.data_requests import ask_about_data
from people.actions.merging import merge_persons
from people.actions.privacy import erase_person
from people.models import DataRequest, Person
from tests.factories.people import (
    make_admin,
    make_data_request,
    make_office_worker,
    make_person,
    make_user,
)
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.integrity import findings
from workflows.models import History, HistoryText, Message, Turn
from workflows.reminders import remind
from workflows.roles import give_role
from workflows.tasks import tick

pytestmark = pytest.mark.django_db
WORDS = "Moje nazwisko pisze się przez „rz”."
MOVES = ("fulfil", "extend", "refuse", "withdraw")


@pytest.fixture
def admin():
    return make_admin()


@pytest.fixture
def user(admin):
    return make_user("Ula Nowak", email="ula@example.org")


@pytest.fixture
def asked(user):
    return make_data_request(person=user.person, words=WORDS)


def fresh(obj):
    return type(obj)._base_manager.get(pk=obj.pk)


def letters(template):
    return Message.objects.filter(template=f"people/{template}")


def move_url(asked, move):
    return reverse("people:datarequest-move", args=[asked.pk, move])


# ── asking ───────────────────────────────────────────────────────────────────────────────────


def test_a_person_asks_and_everybody_concerned_reads_until_when(client_of, user, admin):
    browser = client_of(user)
    assert browser.get(reverse("people:my-request")).status_code == 200

    answer = browser.post(reverse("people:my-request"), {"kind": "correction", "words": WORDS})

    asked = DataRequest.objects.get()
    assert answer["Location"] == asked.get_absolute_url()
    assert WORDS in browser.get(asked.get_absolute_url()).content.decode()
    assert asked.get_absolute_url() in browser.get(reverse("people:me")).content.decode()
    assert {turn.holder for turn in Turn.objects.of(asked)} == {admin}
    assert letters("request_received").get().recipient == user
    assert letters("request_asked").get().recipient == admin
    assert WORDS not in letters("request_asked").get().body


@pytest.mark.parametrize(
    ("came", "due"),
    [
        (datetime(2026, 3, 5, 12), date(2026, 4, 7)),  # over Easter
        (datetime(2026, 8, 31, 9), date(2026, 9, 30)),
        (datetime(2026, 12, 1, 0, 30), date(2027, 1, 4)),  # 1 January and a weekend
    ],
)
def test_the_answer_is_due_a_month_later_or_on_the_next_working_day(user, came, due):
    with clock.at(came.replace(tzinfo=ZoneInfo("Europe/Warsaw"))):
        asked = ask_about_data(person=user.person, kind="copy", words="", by=user)

    assert asked.due_on == due


def test_an_administrator_is_reminded_before_the_day(asked, admin):
    with clock.at(asked.due_at - timedelta(days=3, hours=6)):
        remind()

    assert Message.objects.get(template="workflows/reminder").recipient == admin


def test_what_is_wrong_is_asked_for_in_words_and_a_copy_needs_none(client_of, user):
    browser, url = client_of(user), reverse("people:my-request")

    assert browser.post(url, {}).status_code == 422
    assert browser.post(url, {"kind": "correction", "words": "  "}).status_code == 422
    assert browser.post(url, {"kind": "nothing"}).status_code == 422
    assert browser.post(url, {"kind": "copy", "words": "x" * 3000}).status_code == 422
    assert browser.post(url, {"kind": "copy"}).status_code == 302


def test_the_same_is_not_asked_twice_while_it_waits(client_of, asked, user):
    answer = client_of(user).post(
        reverse("people:my-request"), {"kind": asked.kind, "words": WORDS}
    )

    assert answer.status_code == 422
    assert "waits for an answer" in answer.content.decode()
    assert make_data_request(person=user.person, kind="objection").state == "asked"


def test_who_administers_alone_has_nobody_to_ask(admin):
    with pytest.raises(GuardsFailed, match="Nobody else administers"):
        ask_about_data(person=admin.person, kind="copy", words="", by=admin)


def test_nobody_asks_in_the_name_of_another(user):
    with pytest.raises(NotYours):
        ask_about_data(person=user.person, kind="copy", words="", by=make_user())


# ── taken down ───────────────────────────────────────────────────────────────────────────────


def test_an_administrator_takes_down_a_call_as_the_persons_own_step(client_of, admin, user):
    browser, url = client_of(admin), reverse("people:request-new", args=[user.person.pk])
    assert browser.get(url).status_code == 200
    day = clock.today() - timedelta(days=4)

    browser.post(
        url, {"kind": "objection", "came": "phone", "received_on": day, "words": "Bez ankiet."}
    )

    asked = DataRequest.objects.get()
    entry = History.objects.of(asked).get()
    assert (entry.by, entry.acting_for, entry.how) == (admin, user, "phone")
    assert asked.received_at.date() == day
    assert letters("request_received").get().recipient == user
    assert not letters("request_asked").exists()
    assert "by phone" in browser.get(asked.get_absolute_url()).content.decode()


def test_whoever_never_logs_in_may_ask_too(client_of, admin):
    person = make_person("Jan Bezkonta", email="jan@example.org")

    asked = make_data_request(person=person)

    assert letters("request_received").get().address == "jan@example.org"
    page = client_of(admin).get(asked.get_absolute_url()).content.decode()
    assert "Jan Bezkonta" in page
    asked.fulfil(by=admin, answer="Poprawione.")
    assert letters("request_fulfilled").get().address == "jan@example.org"


def test_who_has_no_address_is_told_the_way_they_asked(client_of, admin):
    asked = make_data_request(person=make_person("Jan Bezkonta"))

    page = client_of(admin).get(asked.get_absolute_url()).content.decode()

    assert "There is no e-mail of this person" in page
    assert not letters("request_received").exists()


def test_a_day_to_come_is_no_day_of_receipt(client_of, admin, user):
    tomorrow = clock.today() + timedelta(days=1)
    given = {"kind": "copy", "came": "paper", "received_on": tomorrow}
    url = reverse("people:request-new", args=[user.person.pk])

    assert client_of(admin).post(url, given).status_code == 422
    assert client_of(admin).post(url, {**given, "came": ""}).status_code == 422


def test_only_administrators_take_requests_down(client_of, admin):
    staff = make_office_worker()
    person = make_person(entered_by=staff)
    url = reverse("people:request-new", args=[person.pk])

    client_of(staff).post(url, {"kind": "copy", "came": "phone", "received_on": clock.today()})
    own = reverse("people:request-new", args=[admin.person.pk])
    client_of(admin).post(own, {"kind": "copy", "came": "phone", "received_on": clock.today()})

    assert not DataRequest.objects.exists()


# ── answering ────────────────────────────────────────────────────────────────────────────────


def test_what_was_done_comes_to_the_person_in_a_letter(client_of, asked, admin, user):
    browser = client_of(admin)
    assert browser.get(move_url(asked, "fulfil")).status_code == 200
    assert browser.post(move_url(asked, "fulfil"), {"version": 0, "answer": " "}).status_code == 422

    browser.post(move_url(asked, "fulfil"), {"version": 0, "answer": "Poprawione wszędzie."})

    assert fresh(asked).state == "fulfilled"
    assert "Poprawione wszędzie." in letters("request_fulfilled").get().body
    assert "Poprawione wszędzie." in client_of(user).get(asked.get_absolute_url()).content.decode()
    assert not Turn.objects.of(asked).exists()


def test_a_refusal_says_why_and_where_to_complain(client_of, asked, admin, user):
    browser = client_of(admin)
    assert browser.get(move_url(asked, "refuse")).status_code == 200

    browser.post(move_url(asked, "refuse"), {"version": 0, "answer": "Tak stoi w umowie."})

    with translation.override("pl"):
        letter = letters("request_refused").get().body
    assert "Tak stoi w umowie." in letter
    assert "Prezesa Urzędu Ochrony Danych Osobowych" in letter
    assert "Personal Data Protection" in client_of(user).get(asked.get_absolute_url()).content.decode()  # fmt: skip


def test_it_is_put_off_once_by_two_months_at_most_and_the_person_reads_why(
    client_of, asked, admin, user
):
    browser, url = client_of(admin), move_url(asked, "extend")
    assert browser.get(url).status_code == 200
    last, why = asked.may_last_until, "Trzeba przejrzeć archiwum."

    for day in (asked.due_on, last + timedelta(days=1)):
        given = {"version": 0, "longer_until": day, "reason": why}
        assert browser.post(url, given).status_code == 422
    assert browser.post(url, {"version": 0, "longer_until": last}).status_code == 422
    browser.post(url, {"version": 0, "longer_until": last, "reason": why})

    later = fresh(asked)
    assert (later.state, later.due_on) == ("longer", last)
    assert Turn.objects.of(asked).get().due_at == later.due_at
    assert why in letters("request_extended").get().body
    assert why in client_of(user).get(asked.get_absolute_url()).content.decode()
    assert browser.get(url).status_code == 409


def test_after_its_month_nothing_is_put_off_any_more(asked, admin):
    with clock.at(asked.due_at + timedelta(minutes=1)):
        assert fresh(asked).is_late
        with pytest.raises(GuardsFailed, match="The month ended"):
            asked.extend(by=admin, longer_until=asked.may_last_until, reason="Za późno.")
        asked.fulfil(by=admin, answer="Zrobione.")
        assert not fresh(asked).is_late


@pytest.mark.parametrize("who", ["person", "administrator"])
def test_a_request_is_taken_back_by_the_person_or_at_their_word(asked, admin, user, who):
    asked.withdraw(by=user if who == "person" else admin)

    assert fresh(asked).state == "withdrawn"
    assert letters("request_withdrawn").exists() is (who == "person")


def test_nobody_answers_themselves(user):
    second = make_admin(name="Druga Administratorka")
    asked = make_data_request(person=second.person)

    assert second not in [turn.holder for turn in Turn.objects.of(asked)]
    with pytest.raises(NotYours, match="Nobody answers themselves"):
        asked.fulfil(by=second, answer="Zrobione.")


@pytest.mark.parametrize("state", ["asked", "longer", "fulfilled", "refused", "withdrawn"])
def test_only_administrators_move_it_and_the_person_takes_it_back(admin, state):
    person = make_user().person
    asked = make_data_request(state, person=person)
    given: dict[str, dict[str, Any]] = {
        "fulfil": {"answer": "Tak."},
        "refuse": {"answer": "Nie."},
        "extend": {"longer_until": asked.may_last_until, "reason": "Długo."},
        "withdraw": {},
    }
    is_open = state in ("asked", "longer")
    for who, may in (("stranger", ()), ("person", ("withdraw",)), ("admin", MOVES)):
        account = {"stranger": make_user(), "person": person.user, "admin": admin}[who]
        for move in MOVES:
            leaves = is_open and not (move == "extend" and state == "longer")
            if leaves and move in may:
                continue
            with pytest.raises(Exception, match=r".") as refusal:
                getattr(fresh(asked), move)(by=account, **given[move])
            assert type(refusal.value).__name__ in ("NotYours", "NotFromHere")


# ── being forgotten ──────────────────────────────────────────────────────────────────────────


def test_the_page_says_first_what_goes_and_what_stays(client_of, admin, user):
    asked = make_data_request(kind="erasure", person=user.person)

    for browser in (client_of(user), client_of(admin)):
        page = browser.get(asked.get_absolute_url()).content.decode()
        assert "What goes for good" in page
    assert reverse("people:person-erase", args=[user.person.pk]) in page
    assert "What goes for good" in client_of(user).get(reverse("people:my-request")).content.decode()  # fmt: skip
    with pytest.raises(NotYours, match="on its own page"):
        asked.fulfil(by=admin, answer="Zrobione.")


def test_forgetting_the_name_ends_what_was_asked_and_leaves_no_name_in_it(client_of, admin, user):
    wanted = make_data_request(kind="erasure", person=user.person, words="Ula Nowak prosi.")
    other = make_data_request(person=user.person, words="Nowak przez w.")
    done = make_data_request("fulfilled", kind="objection", person=user.person, words="Ula Nowak.")
    url = reverse("people:person-erase", args=[user.person.pk])
    assert wanted.get_absolute_url() in client_of(admin).get(url).content.decode()

    client_of(admin).post(url, {"note": "wniosek w systemie"})

    for request in map(fresh, (wanted, other, done)):
        assert request.state == "fulfilled"
        assert "Nowak" not in f"{request} {request.words} {request.answer}"
        for text in HistoryText.objects.filter(entry__in=History.objects.of(request)):
            assert "Nowak" not in f"{text.note}{text.changes}"
        assert "Nowak" not in client_of(admin).get(request.get_absolute_url()).content.decode()
    assert list(findings()) == []


def test_requests_go_with_a_merged_record(admin, user):
    twin = make_person("Ula Nowak")
    asked = make_data_request(person=twin)

    merge_persons(kept=user.person, merged=twin, by=admin, note="ta sama osoba")

    assert fresh(asked).person == user.person


# ── copies ───────────────────────────────────────────────────────────────────────────────────


def test_who_took_a_copy_is_noted_with_the_person(client_of, admin, user):
    asked = make_data_request(kind="copy", person=user.person)

    client_of(user).get(reverse("people:my-copy"))
    answer = client_of(admin).post(reverse("people:request-copy", args=[asked.pk]))

    assert b"Nowak" in answer.content
    taken = History.objects.of(user.person).filter(move="copied")
    assert [entry.by for entry in taken] == [user, admin]
    assert client_of(user).post(reverse("people:request-copy", args=[asked.pk])).status_code == 403


# ── who sees them, and whose turn it is ──────────────────────────────────────────────────────


def test_nobody_else_sees_a_request(client_of, asked):
    for stranger in (make_user(), make_office_worker()):
        assert client_of(stranger).get(asked.get_absolute_url()).status_code == 404
        assert client_of(stranger).get(reverse("people:requests")).status_code == 403


def test_the_queue_shows_the_soonest_first_marks_the_late_and_keeps_the_ended_apart(
    client_of, admin
):
    late = make_data_request(person=make_user("Zofia Późna").person, came="paper", received_on=date(2026, 1, 7))  # fmt: skip
    new = make_data_request(person=make_user("Adam Nowy").person)
    ended = make_data_request("refused", person=make_user("Olga Odmówiona").person)
    browser, url = client_of(admin), reverse("people:requests")

    page = browser.get(url)
    assert list(page.context["object_list"]) == [late, new]
    assert page.content.decode().count("late: was due") == 1
    assert list(browser.get(f"{url}?ended=1").context["object_list"]) == [ended]


def test_an_empty_queue_says_what_to_do(client_of, admin):
    browser, url = client_of(admin), reverse("people:requests")

    assert "Nobody waits for an answer" in browser.get(url).content.decode()
    assert "Nothing was answered yet" in browser.get(f"{url}?ended=1").content.decode()
    assert url in browser.get(reverse("people:people")).content.decode()


def test_the_queue_costs_the_same_with_one_request_as_with_three(
    client_of, admin, django_assert_num_queries
):
    browser, url = client_of(admin), reverse("people:requests")
    make_data_request(person=make_user().person)
    browser.get(url)
    with django_assert_num_queries(6):
        browser.get(url)
    for _number in range(2):
        make_data_request(person=make_user().person)
    with django_assert_num_queries(6):
        browser.get(url)


def test_whoever_becomes_an_administrator_has_the_open_requests_and_who_ceases_has_none(
    asked, admin
):
    second = make_admin(name="Druga Administratorka")
    tick()
    assert {turn.owner for turn in Turn.objects.of(asked)} == {admin, second}

    admin.is_superuser = False
    admin.save()
    tick()

    assert {turn.owner for turn in Turn.objects.of(asked)} == {second}
    assert list(findings()) == []


def test_an_administrator_who_is_forgotten_leaves_the_requests_to_the_others(asked, admin):
    second = make_admin(name="Druga Administratorka")
    give_role(second, "staff", make_data_request(person=make_user().person), by=None)

    erase_person(person=Person.objects.get(user=admin), by=second)

    assert {turn.owner for turn in Turn.objects.of(asked)} == {second}
