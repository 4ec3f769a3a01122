"""Questions about a call: anybody asks, staff answer to everybody or to the asker alone."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from grants.models import CallQuestion
from grants.models.question import Topic
from grants.rules import question as rules
from grants.rules.words import CHAPTERS
from people.actions.privacy import erase_person
from tests.factories.grants import chair_of, close, make_call, staff_of
from tests.factories.people import make_admin, make_user
from tests.factories.questions import WORDS, make_question
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")
TYPED = {"topic": "costs", "text": "Czy można kupić farbę?", "email": "halina@poczta.example"}


def ask_at(call: Any) -> str:
    return reverse("grants_public:ask", args=[call.code])


def move_at(question: Any, move: str) -> str:
    return reverse("grants:callquestion-move", args=[question.pk, move])


def read(response: Any) -> str:
    """The words of a page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class TestAsking:
    """Anybody, with an account or with an e-mail."""

    def test_a_stranger_asks_and_the_staff_find_it_in_their_turns(self, client: Client) -> None:
        call = make_call()

        answer = client.post(ask_at(call), TYPED, follow=True)

        question = CallQuestion.objects.get()
        assert "Mamy Twoje pytanie" in read(answer)
        assert (question.email, question.asker, question.state) == (TYPED["email"], None, "asked")
        turn = Turn.objects.of(question).get()
        assert (turn.role, turn.due_at) == ("staff", question.answer_due_at)

    def test_somebody_logged_in_gives_no_e_mail(self, client_of: Any) -> None:
        call, user = make_call(), make_user()
        browser = client_of(user)

        page = browser.get(ask_at(call)).content.decode()
        browser.post(ask_at(call), {**TYPED, "email": "inna@poczta.example"})

        assert 'name="email"' not in page
        question = CallQuestion.objects.get()
        assert (question.asker, question.email) == (user, "")

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"text": ""}, "Napisz pytanie."),
            ({"text": " \n "}, "Napisz pytanie."),
            ({"text": "a" * 2001}, "2000"),
            ({"email": ""}, "Podaj e-mail"),
            ({"email": "halina"}, "e-mail"),
            ({"topic": "pogoda"}, "pogoda"),
            ({"subject_line": "Buy now"}, "pole, którego ludzie nie widzą"),
        ],
    )
    def test_a_mistake_is_said_and_nothing_is_lost(
        self, client: Client, changes: dict[str, str], said: str
    ) -> None:
        call = make_call()

        answer = client.post(ask_at(call), {**TYPED, **changes})

        assert answer.status_code == 422
        assert said in read(answer)
        assert {**TYPED, **changes}["text"].strip()[:20] in answer.content.decode()
        assert {**TYPED, **changes}["email"] in answer.content.decode()
        assert not CallQuestion.objects.exists()

    def test_the_same_words_sent_twice_are_one_question(self, client: Client) -> None:
        call = make_call()

        client.post(ask_at(call), TYPED)
        client.post(ask_at(call), TYPED)

        assert CallQuestion.objects.count() == 1

    def test_from_one_place_come_only_so_many(self, client: Client, settings: Any) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"ask_question": "1/h/ip"}
        cache.clear()
        call = make_call()
        client.post(ask_at(call), TYPED)

        answer = client.post(ask_at(call), {**TYPED, "text": "A pędzel?"})

        cache.clear()
        assert answer.status_code == 429
        assert "A pędzel?" in answer.content.decode()
        assert CallQuestion.objects.count() == 1

    def test_without_a_day_of_its_own_a_call_takes_questions_until_it_closes(
        self, client: Client
    ) -> None:
        call = make_call()
        close(call)

        page = client.get(ask_at(call))
        answer = client.post(ask_at(call), TYPED)

        assert "czekaliśmy do" in read(page)
        assert "<textarea" not in page.content.decode()
        assert answer.status_code == 422
        assert TYPED["text"] in answer.content.decode()

    def test_the_day_that_the_call_names_counts_to_its_last_second_in_warsaw(self) -> None:
        closes = datetime(2026, 12, 4, 15, tzinfo=WARSAW)
        with clock.at(datetime(2026, 11, 25, 9, tzinfo=WARSAW)):
            call = make_call(closes_at=closes, questions_until=date(2026, 12, 1))
        last = datetime(2026, 12, 1, 23, 59, 59, tzinfo=WARSAW)

        assert rules.takes_questions(call, last)
        assert not rules.takes_questions(call, last + timedelta(seconds=1))

    def test_a_day_after_the_closing_is_no_rule(self) -> None:
        late = clock.today() + timedelta(days=60)

        with pytest.raises(GuardsFailed, match="po zamknięciu naboru"):
            make_call(questions_until=late)

    def test_nobody_asks_about_a_call_in_preparation(self, client: Client) -> None:
        assert client.get(ask_at(make_call("draft"))).status_code == 404

    def test_every_chapter_of_the_page_is_a_topic(self) -> None:
        assert {key for key, _title, _rules in CHAPTERS} <= set(Topic.values)


class TestAnswering:
    """Staff put the question in their own words before anybody reads it."""

    def test_staff_publish_and_the_asker_gets_the_letter(self, client_of: Any) -> None:
        question = make_question()
        browser = client_of(staff_of(question.call))
        form = browser.get(move_at(question, "publish")).content.decode()

        browser.post(
            move_at(question, "publish"), {**WORDS, "topic": "money", "version": question.version}
        )

        page = read(Client().get(question.call.get_public_url()))
        letter = Message.objects.get(template="grants/question_answered")
        assert "600 100 200" in form
        assert WORDS["wording_pl"] in page
        assert WORDS["answer_pl"] in page
        assert "Halina" not in page
        assert letter.address == "halina@poczta.example"
        assert WORDS["answer_pl"] in letter.body
        assert question.call.get_public_url() in letter.body
        assert not Turn.objects.of(question).exists()

    def test_a_private_answer_stands_on_no_page(self, client_of: Any) -> None:
        question = make_question(by=(asker := make_user()))

        client_of(staff_of(question.call)).post(
            move_at(question, "answer_privately"),
            {"answer": "Proszę zadzwonić.", "version": question.version},
        )

        assert "Proszę zadzwonić." not in read(Client().get(question.call.get_public_url()))
        assert Message.objects.get(template="grants/question_answered").recipient == asker

    def test_an_english_question_is_answered_in_english(self) -> None:
        question = make_question(language="en")

        question.answer_privately(by=staff_of(question.call), answer="Yes, with an invoice.")

        letter = Message.objects.get(template="grants/question_answered")
        assert letter.language == "en"
        assert "Yes, with an invoice." in letter.body

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ({}, "albo w obu językach"),
            ({"wording_pl": "Czy?"}, "Po polsku"),
            ({**WORDS, "answer_en": "Yes."}, "Po angielsku"),
        ],
    )
    def test_half_an_answer_is_refused_and_kept(
        self, client_of: Any, words: dict[str, str], said: str
    ) -> None:
        question = make_question()

        answer = client_of(staff_of(question.call)).post(
            move_at(question, "publish"), {**words, "topic": "costs", "version": question.version}
        )

        assert answer.status_code == 422
        assert said in read(answer)

    def test_two_who_answer_at_once_notice_each_other(self, client_of: Any) -> None:
        question = make_question()
        seen = question.version
        question.answer_privately(by=make_admin(), answer="Tak.")

        answer = client_of(staff_of(question.call)).post(
            move_at(question, "publish"), {**WORDS, "topic": "costs", "version": seen}
        )

        assert answer.status_code == 409
        assert WORDS["answer_pl"] in answer.content.decode()

    def test_spam_gets_no_letter_and_a_reason_goes_in_one(self) -> None:
        spam, other = make_question(state="declined"), make_question()
        assert not Message.objects.filter(template="grants/question_declined").exists()

        other.decline(by=staff_of(other.call), reason="To pytanie o inny nabór.")

        letter = Message.objects.get(template="grants/question_declined")
        assert "To pytanie o inny nabór." in letter.body
        assert spam.state == "declined"

    def test_a_published_answer_is_corrected_and_taken_down(self, client: Client) -> None:
        question = make_question(state="published")
        staff = staff_of(question.call)

        question.correct(
            by=staff, topic="costs", words={**WORDS, "answer_pl": "Tak, z rachunkiem."}
        )
        corrected = read(client.get(question.call.get_public_url()))
        question.take_down(by=staff, note="Zasada się zmieniła.")

        assert "Tak, z rachunkiem." in corrected
        assert "Tak, z fakturą." not in corrected
        assert "Tak, z rachunkiem." not in read(client.get(question.call.get_public_url()))

    def test_only_staff_of_the_call_answer_and_read(self, client_of: Any) -> None:
        question = make_question(by=(asker := make_user()))
        others = [asker, chair_of(question.call), staff_of(make_call())]

        for user in others:
            with pytest.raises(NotYours):
                CallQuestion.objects.get(pk=question.pk).publish(
                    by=user, topic="costs", words=WORDS
                )
            browser = client_of(user)
            assert browser.get(question.get_absolute_url()).status_code == 404
            assert browser.get(
                reverse("grants:call-questions", args=[question.call.code])
            ).status_code == 404  # fmt: skip

    def test_the_list_and_the_page_agree_about_who_sees_a_question(self) -> None:
        question = make_question()
        people = [staff_of(question.call), chair_of(question.call), make_user(), make_admin()]

        for user in people:
            found = CallQuestion.objects.visible_to(user).filter(pk=question.pk).exists()
            assert found == rules.can_view(user, question)

    def test_published_ones_stand_by_topic_the_newest_last(self, client: Client) -> None:
        call = make_call()
        for text in ("Pierwsze?", "Drugie?"):
            question = make_question(call, text=text)
            question.publish(
                by=staff_of(call), topic="costs", words={"wording_pl": text, "answer_pl": "Tak."}
            )

        groups = client.get(call.get_public_url()).context["questions"]

        assert [(topic, [one.wording for one in rows]) for topic, rows in groups] == [
            ("Projekt i koszty", ["Pierwsze?", "Drugie?"])
        ]

    def test_an_english_reader_sees_polish_where_there_is_no_english(self, client: Client) -> None:
        question = make_question(state="published")

        with translation.override("pl"):
            page = read(client.get(f"/en{question.call.get_public_url()}"))

        assert WORDS["answer_pl"] in page

    def test_an_erased_asker_leaves_the_published_answer_alone(self, client: Client) -> None:
        asker = make_user()
        question = make_question(state="published", by=asker)

        erase_person(person=asker.person, by=make_admin(), note="Prośba.")

        question.refresh_from_db()
        assert question.asked_text == ""
        assert WORDS["answer_pl"] in read(client.get(question.call.get_public_url()))


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_staffs_list_asks_the_same_few_questions(
    client_of: Any, item_count: int, django_assert_num_queries: Any
) -> None:
    call = make_call()
    for number in range(item_count):
        make_question(call, text=f"Pytanie {number}?")
        make_question(call, text=f"Inne {number}?", state="published", by=make_user())
    browser = client_of(staff_of(call))
    address = reverse("grants:call-questions", args=[call.code])
    browser.get(address)

    with django_assert_num_queries(6):
        page = read(browser.get(address))

    assert "Pytanie 0?" in page
