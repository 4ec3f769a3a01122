"""What a lifecycle is declared with: predicates, guards, moves, deadlines, names in a registry."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, ValidationError

from reporting.models import Report
from workflows import clock
from workflows.actors import SYSTEM
from workflows.deadlines import in_words, instant_in_warsaw, step_due
from workflows.forms import InstantField
from workflows.guards import guard
from workflows.lifecycle import Category
from workflows.moves import move_named, moves_of
from workflows.notices import Notice, notices
from workflows.outbox import addressee
from workflows.predicates import is_admin, is_logged_in, nobody, predicate
from workflows.registry import Registry
from workflows.topics import Topic

# ── predicates ───────────────────────────────────────────────────────────────────────────────


@predicate("Tylko mentor.", says_not="Nie dla mentora.")
def is_mentor(user, obj):
    return "mentor" in user


@predicate("Tylko mentee.")
def is_mentee(user, obj):
    return "mentee" in user


@pytest.mark.parametrize(
    ("may", "user", "sentences"),
    [
        (is_mentor, {"mentor"}, []),
        (is_mentor, set(), ["Tylko mentor."]),
        (~is_mentor, set(), []),
        (~is_mentor, {"mentor"}, ["Nie dla mentora."]),
        (~is_mentee, {"mentee"}, ["Tylko mentee."]),
        (~~is_mentor, set(), ["Tylko mentor."]),
        (~~is_mentor, {"mentor"}, []),
        (is_mentor & is_mentee, {"mentee"}, ["Tylko mentor."]),
        (is_mentor & is_mentee, {"mentor"}, ["Tylko mentee."]),
        (is_mentor & is_mentee, {"mentor", "mentee"}, []),
        (is_mentor & ~is_mentee, {"mentor", "mentee"}, ["Tylko mentee."]),
        (~(is_mentor & is_mentee), {"mentor", "mentee"}, ["Nie dla mentora.", "Tylko mentee."]),
        (~(is_mentor & is_mentee), {"mentor"}, []),
        (is_mentor | is_mentee, {"mentee"}, []),
        (is_mentor | is_mentee, set(), ["Tylko mentor.", "Tylko mentee."]),
        (~(is_mentor | is_mentee), {"mentee"}, ["Tylko mentee."]),
        (~(is_mentor | is_mentee), {"mentor"}, ["Nie dla mentora."]),
        (~(is_mentor | is_mentee), set(), []),
        (~(~is_mentor & is_mentee), {"mentee"}, ["Tylko mentor.", "Tylko mentee."]),
        (nobody, {"mentor"}, ["Tandem robi to sam."]),
    ],
)
def test_a_predicate_that_says_no_says_why(may, user, sentences):
    assert may.why_not(user, None) == sentences
    assert may(user, None) == (not sentences)


def test_a_predicate_is_read_as_it_was_written():
    assert repr(is_mentor & ~is_mentee | nobody) == ("<may: ((is_mentor & ~is_mentee) | nobody)>")


def test_tandem_and_a_visitor_are_neither_logged_in_nor_administrators():
    assert not is_logged_in(AnonymousUser(), None)
    assert not is_admin(AnonymousUser(), None)
    assert not is_admin(SYSTEM, None)
    assert str(SYSTEM) == "Tandem"


# ── guards ───────────────────────────────────────────────────────────────────────────────────


@guard("Jest już wydane.")
def is_in_store(obj):
    return obj == "w magazynie"


@guard
def has_all(obj, asked):
    yield from (f"Brakuje: {each}" for each in asked)


def test_a_fact_says_its_sentence_when_it_is_not_so():
    assert is_in_store.sentences("wydane", {}) == ["Jest już wydane."]
    assert is_in_store.sentences("w magazynie", {}) == []


def test_a_guard_may_name_each_thing_that_is_missing():
    assert has_all.sentences("", {"asked": ["cel", "budżet"]}) == [
        "Brakuje: cel",
        "Brakuje: budżet",
    ]


def test_a_guard_that_asks_for_what_is_typed_waits_for_the_form():
    assert not has_all.can_be_asked_with({"by", "at"})
    assert is_in_store.can_be_asked_with({"by", "at"})
    assert repr(has_all) == "<guard: has_all>"


# ── moves, states, notices ───────────────────────────────────────────────────────────────────


def test_a_lifecycle_tells_its_moves_in_the_order_of_its_file():
    assert [move.name for move in moves_of(Report)] == [
        "submit",
        "accept",
        "return_for_correction",
        "replace",
    ]
    assert repr(Report.submit.move) == "<move: Report.submit>"
    assert move_named(Report, "fly") is None


def test_a_state_is_a_word_with_a_category():
    assert Report.States.SUBMITTED == "submitted"
    assert Report.States.SUBMITTED.category is Category.IN_HANDS


def test_a_name_is_given_once():
    names = Registry("names")
    names.add("pl", "polski")
    names.add("pl", "polski")

    with pytest.raises(ImproperlyConfigured, match="registered twice"):
        names.add("pl", "inny")

    assert (names.get("pl"), names.get("en"), "pl" in names, len(names)) == (
        "polski",
        None,
        True,
        1,
    )
    assert (names["pl"], list(names), names.names()) == ("polski", ["polski"], ["pl"])


def test_two_letters_do_not_share_a_name():
    with pytest.raises(ImproperlyConfigured, match="workflows/reminder"):
        Notice("workflows/reminder", to=lambda obj: ["ktoś"], topic=Topic.REMINDER)


# ── time ─────────────────────────────────────────────────────────────────────────────────────


def test_the_clock_takes_an_instant_and_no_wall_time():
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 1, 1, 12, 0)):
        pass


def test_today_is_the_day_in_warsaw():
    late = instant_in_warsaw(datetime(2026, 7, 1, 0, 30))

    with clock.at(late):
        assert (clock.now(), clock.today().day, late.utcoffset()) == (late, 1, timedelta(hours=2))


def test_an_instant_is_told_by_the_clock_on_warsaws_wall():
    assert in_words(instant_in_warsaw(datetime(2026, 12, 3, 14, 32))) == "3 grudnia 2026, 14:32"


@pytest.mark.parametrize(
    ("wall", "says"),
    [
        (datetime(2026, 3, 29, 2, 30), "nie ma"),
        (datetime(2026, 10, 25, 2, 30), "dwa razy|dwukrotnie"),
    ],
)
def test_the_hour_that_the_clocks_skip_or_repeat_is_asked_about(wall, says):
    with pytest.raises(ValidationError, match=says):
        instant_in_warsaw(wall)


@pytest.mark.parametrize(
    ("days", "step"), [(-4, None), (-3, "before"), (-1, None), (0, "on"), (3, "after"), (5, None)]
)
def test_each_reminder_has_its_morning(days, step):
    due = instant_in_warsaw(datetime(2026, 11, 20, 23, 59))
    morning = instant_in_warsaw(datetime(2026, 11, 20, 8, 5)) + timedelta(days=days)

    assert step_due(due, morning, timedelta(days=1)) == step


def test_somebody_without_an_account_is_written_to_by_address():
    from workflows.notices import Mail

    mail = Mail("ola@example.org", "en", "Ola")

    assert addressee(mail) is mail


# ── forms ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("", None),
        ("2026-12-03T14:30", datetime(2026, 12, 3, 14, 30)),
        (" 2026-12-03 14:30 ", datetime(2026, 12, 3, 14, 30)),
        ("03.12.2026 14:30", datetime(2026, 12, 3, 14, 30)),
        (datetime(2026, 12, 3, 14, 30), datetime(2026, 12, 3, 14, 30)),
    ],
)
def test_a_moment_is_typed_as_on_the_wall_in_warsaw(typed, instant):
    expected = instant and instant_in_warsaw(instant)

    assert InstantField(required=False).clean(typed) == expected
    assert InstantField(required=False).to_python(expected) == expected


@pytest.mark.parametrize("typed", ["jutro", "2026-13-40T25:00", "2026-12-03T14:30Z"])
def test_a_moment_that_can_not_be_read_is_asked_for_again(typed):
    with pytest.raises(ValidationError, match="godzin"):
        InstantField().clean(typed)


def test_a_letter_that_gives_nothing_of_its_own_has_the_places_of_every_letter():
    notice = notices["workflows/reminder"]

    assert notice.gives(None, None) == {}
    assert list(notice.to(None)) == []
