"""Saving what people type: nothing is lost, nobody overwrites anybody silently."""

import pytest

from questionnaires.models import AnswerSet
from questionnaires.models.answers import KEPT_TRACES
from tests.factories.questionnaires import make_answers

pytestmark = pytest.mark.django_db


def test_what_was_typed_is_kept_even_when_it_is_no_answer_yet() -> None:
    answers = make_answers()

    answers.save_typed({"amount": "about five thousand"}, seen=answers.version)

    assert AnswerSet.objects.get(pk=answers.pk).values["amount"] == "about five thousand"


def test_saving_the_same_again_changes_nothing() -> None:
    answers = make_answers(text="a")

    saved = answers.save_typed({"text": "a", "other": ""}, seen=answers.version)

    assert saved.version == 1


def test_two_pages_that_change_different_answers_both_keep_theirs() -> None:
    answers = make_answers(a="1", b="1")
    seen = answers.version

    answers.save_typed({"a": "2", "b": "1"}, seen=seen, page="one")
    saved = answers.save_typed({"a": "1", "b": "2"}, seen=seen, page="two")

    assert saved.conflicts == {}
    assert answers.values == {"a": "2", "b": "2"}


def test_two_pages_that_change_the_same_answer_meet_both_texts() -> None:
    answers = make_answers(a="1")
    seen = answers.version

    answers.save_typed({"a": "first"}, seen=seen, page="one")
    saved = answers.save_typed({"a": "second"}, seen=seen, page="two")

    assert (saved.conflicts["a"].mine, saved.conflicts["a"].theirs) == ("second", "first")
    assert answers.values["a"] == "first"


def test_one_page_saving_again_and_again_is_never_in_its_own_way() -> None:
    answers = make_answers(a="1")
    seen = answers.version

    for text in ("12", "123", "1234"):
        assert answers.save_typed({"a": text}, seen=seen, page="mine").conflicts == {}

    assert answers.values["a"] == "1234"


def test_a_page_without_a_token_is_told_about_every_later_change() -> None:
    answers = make_answers(a="1")

    answers.save_typed({"a": "2"}, seen=1)

    assert "a" in answers.save_typed({"a": "3"}, seen=1).conflicts


def test_an_answer_that_was_empty_then_and_is_left_empty_is_no_conflict() -> None:
    answers = make_answers()

    answers.save_typed({"a": "written"}, seen=0, page="one")

    assert answers.save_typed({"a": ""}, seen=0, page="two").conflicts == {}
    assert answers.values["a"] == "written"


def test_a_page_older_than_what_is_remembered_meets_a_conflict_not_a_loss() -> None:
    answers = make_answers()
    for number in range(KEPT_TRACES + 1):
        answers.save_typed({"a": str(number)}, seen=answers.version, page="one")

    assert "a" in answers.save_typed({"a": ""}, seen=0, page="two").conflicts
