"""A correction shows what it changed: words, rows and sums, for the staff who check and for whoever wrote it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from grants.actions.application import save_answers
from grants.models import Application
from grants.rules.difference import ADDED, REMOVED, SAME, Piece, differences
from questionnaires.blocks import Lines, LongText, Question
from questionnaires.forms import Page
from questionnaires.summary import Line, Part
from tests.factories.grants import fresh, hand_in, make_application, staff_of
from tests.grants.test_application_pages import url

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


def answered(text: str = "", *items: str, key: str = "need") -> list[Part]:
    block: Question = (
        Lines(key=key, label="Lista") if items else LongText(key=key, label="Potrzeba")
    )
    return [Part("", [Line(block, text=text, items=items)])]


def rewritten(before: str, after: str) -> list[Piece]:
    (changed,) = differences(answered(before), answered(after))
    return changed.rows[0]


def test_an_answer_that_stayed_is_not_listed() -> None:
    assert differences(answered("Bez zmian."), answered("Bez zmian.")) == []


def test_words_that_came_and_went_are_told_apart_from_those_that_stayed() -> None:
    assert rewritten("Zbijemy jedną ławkę.", "Zbijemy dwie ławkę.") == [
        Piece(SAME, "Zbijemy "),
        Piece(REMOVED, "jedną"),
        Piece(ADDED, "dwie"),
        Piece(SAME, " ławkę."),
    ]


def test_an_answer_written_anew_is_shown_whole_before_and_after() -> None:
    assert rewritten("Nie ma gdzie usiąść.", "Brakuje cienia") == [
        Piece(REMOVED, "Nie ma gdzie usiąść."),
        Piece(ADDED, "Brakuje cienia"),
    ]


def test_an_item_in_a_list_comes_and_another_stays() -> None:
    (changed,) = differences(answered("", "Maria"), answered("", "Maria", "Jan"))

    assert changed.rows == [[Piece(SAME, "Maria")], [Piece(ADDED, "Jan")]]


def test_a_question_no_longer_asked_shows_what_it_said() -> None:
    (changed,) = differences(answered("Było."), answered("", key="need"))

    assert changed.rows == [[Piece(REMOVED, "Było.")]]


def corrected(**typed: Any) -> Application:
    """A returned application whose author changed `typed` and has not handed it in yet."""
    application = make_application(state="returned")
    save_answers(
        application=application,
        typed=typed,
        page=Page(application.answers.version, "test"),
        by=application.author,
    )
    return fresh(application)


def test_staff_and_author_see_the_sum_before_and_after(client_of: ClientOf) -> None:
    application = hand_in(corrected(costs=[{"name": "Deski", "amount": "4200.00"}]))
    staff = staff_of(application.call)

    for who, page in (
        (staff, url("check", application)),
        (staff, application.get_absolute_url()),
        (application.author, application.get_absolute_url()),
    ):
        shown = client_of(who).get(page).content.decode().replace("\xa0", " ")
        assert "<del>" in shown
        assert "<ins>" in shown
        assert "Co zmieniła poprawka" in shown


def test_the_author_sees_what_changed_before_handing_it_in(client_of: ClientOf) -> None:
    application = corrected(need="Nie ma gdzie usiąść w cieniu.")

    page = client_of(application.author).get(url("submit", application)).content.decode()

    assert "w cieniu." in page
    assert "Co zmieniła poprawka" in page


def test_a_correction_without_a_change_says_so(client_of: ClientOf) -> None:
    application = hand_in(make_application(state="returned"))

    page = client_of(staff_of(application.call)).get(url("check", application)).content.decode()

    assert "Ani słowa" in page


def test_a_first_submission_has_nothing_to_compare(client_of: ClientOf) -> None:
    application = make_application(state="submitted")

    page = client_of(staff_of(application.call)).get(url("check", application)).content.decode()

    assert "Co zmieniła poprawka" not in page
