"""One application only: an organisation once, a person in one group, in a call or over a year of the programme."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cms.demo.numbers import invented_nip
from grants.actions.application import save_answers
from grants.models import Application, Call
from grants.rules.line_up import as_one_person, people_in
from grants.rules.once import in_the_way
from questionnaires.forms import Page
from tests.factories.activities import make_activity
from tests.factories.grants import close, fresh, hand_in, make_application, make_call, staff_of
from tests.factories.people import make_user
from tests.grants.test_application_pages import submission, url
from workflows import clock
from workflows.errors import GuardsFailed

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
NIP = invented_nip(711)
NGO = {
    "applicant_kind": "ngo",
    "organisation_name": "Fundacja Klon",
    "organisation_nip": f"{NIP[:3]}-{NIP[3:]}",
}
THREE = "Ewa Zając\nPiotr Wilk\nAda Sowa"


def reasons(draft: Application) -> list[str]:
    """What the rule says to the author."""
    return [said for _key, said in in_the_way(fresh(draft), by=draft.author, at=clock.now())]


def errors(draft: Application) -> dict[str, str]:
    """What stands between the answers and a complete application, by key."""
    return {one.key: one.sentence for one in fresh(draft).missing()}


@pytest.fixture
def once() -> Call:
    return make_call(organisation_applies="call", line_up_applies="call")


def test_a_person_who_stands_in_a_group_is_not_taken_in_a_second_one(
    once: Call, client_of: ClientOf
) -> None:
    make_application(once, "submitted", author=make_user("Ktoś Inny"), title="Tajemny ogród")
    draft = make_application(once, group_members="Ewa Zając\nPiotr Wilk\nlipka  MARIA")

    page = client_of(draft.author).post(url("submit", draft), submission(draft))

    said = page.content.decode()
    assert page.status_code == 422
    assert "Ktoś z Waszej listy jest już w innej grupie" in said
    assert "Tajemny ogród" not in said
    assert "Ktoś Inny" not in said
    assert fresh(draft).state == "draft"
    assert fresh(draft).submissions.count() == 0


@pytest.mark.parametrize(
    ("match", "second", "refused"),
    [
        ("whole", THREE, True),
        ("whole", "Sowa ADA\nWilk Piotr\nZając Ewa", True),  # the same people, written otherwise
        ("whole", f"{THREE}\nJan Jawor", False),  # all of them and one more
        ("whole", "Ewa Zając\nPiotr Wilk\nJan Jawor", False),  # one of three is another
        ("whole", "Ewa Zając\nJan Jawor\nOla Bór", False),  # one in common
        ("whole", "Jan Jawor\nOla Bór\nIga Bór", False),
        ("person", THREE, True),
        ("person", f"{THREE}\nJan Jawor", True),
        ("person", "Ewa Zając\nJan Jawor\nOla Bór", True),
        ("person", "Jan Jawor\nOla Bór\nIga Bór", False),
    ],
)
def test_a_group_is_the_same_where_the_call_says_it_is(
    match: str, second: str, refused: bool
) -> None:
    call = make_call(line_up_applies="call", line_up_match=match)
    make_application(call, "submitted", author=make_user(), group_members=THREE)
    draft = make_application(call, author=make_user(), group_members=second)

    assert bool(reasons(draft)) is refused


def test_part_of_a_group_is_another_group_where_the_whole_line_up_counts() -> None:
    call = make_call(line_up_applies="call", line_up_match="whole")
    make_application(call, "submitted", author=make_user(), group_members=f"{THREE}\nJan Jawor")
    draft = make_application(call, author=make_user(), group_members=THREE)

    assert hand_in(draft).state == "submitted"


def test_a_call_that_does_not_say_what_the_same_group_is_minds_every_person(once: Call) -> None:
    assert once.line_up_match == "person"


def test_the_same_line_up_hears_what_to_do_and_nothing_of_the_other_application(
    client_of: ClientOf,
) -> None:
    call = make_call(line_up_applies="year", line_up_match="whole")
    make_application(call, "submitted", author=make_user("Ktoś Inny"), title="Tajemny ogród")
    draft = make_application(call)

    page = client_of(draft.author).post(url("submit", draft), submission(draft))

    said = page.content.decode()
    assert page.status_code == 422
    assert "Grupa złożona dokładnie z osób z Waszej listy już złożyła wniosek" in said
    assert "raz w roku kalendarzowym" in said
    assert "Tajemny ogród" not in said
    assert "Ktoś Inny" not in said


def test_ones_own_application_of_the_same_line_up_is_named() -> None:
    call, author = make_call(line_up_applies="call", line_up_match="whole"), make_user()
    first = make_application(call, "submitted", author=author, title="Ławka")

    (said,) = reasons(make_application(call, author=author))

    assert f"{first.number}, „Ławka”" in said
    assert "raz w tym naborze" in said


@pytest.mark.parametrize(
    ("corrected", "refused"),
    [
        (THREE, True),  # what another group has become
        ("Ewa Zając\nPiotr Wilk\nJan Jawor", False),
        (f"{THREE}\nJan Jawor", False),  # what it was when it was received
    ],
)
def test_a_correction_may_not_make_the_line_up_that_of_another_group(
    corrected: str, refused: bool
) -> None:
    call = make_call(line_up_applies="call", line_up_match="whole")
    returned = make_application(call, "returned", group_members=f"{THREE}\nJan Jawor")
    make_application(call, "submitted", author=make_user(), group_members=THREE)
    page = Page(returned.answers.version, "test")
    typed = {"group_members": corrected}
    save_answers(application=returned, typed=typed, page=page, by=returned.author)

    assert bool(reasons(returned)) is refused


def test_other_peoples_group_is_not_in_the_way(once: Call) -> None:
    make_application(once, "submitted")
    draft = make_application(once, author=make_user(), group_members=THREE)

    assert not reasons(draft)
    assert hand_in(draft).number.startswith("2/")


def test_ones_own_earlier_group_is_named_with_the_people(once: Call) -> None:
    author = make_user()
    first = make_application(once, "submitted", author=author, title="Ławka")
    draft = make_application(once, author=author, group_members="Jan Jawor\nEwa Zając\nPiotr Wilk")

    (said,) = reasons(draft)

    assert said.startswith("Jan Jawor: ")
    assert first.number in said
    assert "Ławka" in said


def test_where_the_call_does_not_mind_nothing_is_in_the_way() -> None:
    call = make_call()
    make_application(call, "submitted")

    assert not reasons(make_application(call, author=make_user()))


def test_an_organisation_applies_once_under_whatever_hand_its_nip_is_typed(once: Call) -> None:
    make_application(once, "submitted", author=make_user("Zofia Klonowa"), **NGO)
    draft = make_application(once, **NGO | {"organisation_nip": NIP})

    (said,) = reasons(draft)

    assert "Wniosek tej organizacji już wpłynął" in said
    assert "Zofia Klonowa" not in said
    with pytest.raises(GuardsFailed, match="już wpłynął"):
        hand_in(draft)


def test_ones_organisation_applies_once_and_hears_which_application_it_was(once: Call) -> None:
    author = make_user()
    first = make_application(once, "submitted", author=author, title="Ławka", **NGO)

    (said,) = reasons(make_application(once, author=author, **NGO))

    assert f"{first.number}, „Ławka”" in said


def test_another_organisation_is_free(once: Call) -> None:
    make_application(once, "submitted", **NGO)

    assert not reasons(
        make_application(once, author=make_user(), **NGO | {"organisation_nip": invented_nip(712)})
    )


def test_what_was_withdrawn_leaves_the_place_free(once: Call) -> None:
    make_application(once, "withdrawn", author=make_user())

    assert not reasons(make_application(once))


def test_what_was_rejected_counts(once: Call) -> None:
    make_application(once, "formally_rejected", author=make_user())

    assert reasons(make_application(once))


def test_what_ended_with_a_cancelled_call_does_not_count() -> None:
    activity = make_activity("grant_call")
    cancelled = make_call(activity=activity)
    make_application(cancelled, "submitted", author=make_user())
    cancelled = Call.objects.get(pk=cancelled.pk)
    cancelled.cancel(by=staff_of(cancelled), note="Nie ma już pieniędzy.")

    assert not reasons(make_application(make_call(activity=activity, line_up_applies="year")))


@pytest.mark.parametrize(
    ("programme", "instant", "counts"),
    [
        ("same", "2026-01-01T00:30:00+01:00", True),
        ("same", "2025-12-31T23:30:00+01:00", False),  # still last year in Warsaw
        ("other", "2026-02-10T12:00:00+01:00", False),
    ],
)
def test_once_a_year_counts_the_calls_of_the_programme_in_warsaws_year(
    programme: str, instant: str, counts: bool
) -> None:
    activity = make_activity("grant_call")
    with clock.at(datetime.fromisoformat(instant)):
        earlier = make_call(activity=activity if programme == "same" else None)
        make_application(earlier, "submitted", author=make_user())
    with clock.at(datetime.fromisoformat("2026-06-01T12:00:00+02:00")):
        call = make_call(activity=activity, line_up_applies="year")
        draft = make_application(call)

        assert bool(reasons(draft)) is counts


def test_a_correction_is_not_another_application(once: Call) -> None:
    returned = make_application(once, "returned")
    make_application(once, "submitted", author=make_user(), group_members=THREE)

    assert hand_in(returned).state == "submitted"


def test_whoever_is_added_in_a_correction_may_not_stand_elsewhere(once: Call) -> None:
    returned = make_application(once)
    returned = hand_in(returned)
    make_application(once, "submitted", author=make_user(), group_members=THREE)
    returned.return_for_correction(
        by=staff_of(once), reasons="Popraw.", due_at=clock.now() + timedelta(days=3)
    )
    answers = fresh(returned).answers
    answers.save_typed({"group_members": "Maria Lipka\nJan Jawor\nEwa Zając"}, seen=answers.version)

    with pytest.raises(GuardsFailed, match="innej grupie"):
        hand_in(returned)


def test_the_form_says_early_what_is_in_the_way_and_leads_to_the_list_of_people(
    once: Call, client_of: ClientOf
) -> None:
    make_application(once, "submitted", author=make_user())
    draft = make_application(once)

    page = client_of(draft.author).get(url("write", draft)).content.decode()

    assert "Tylko jeden wniosek" in page
    assert 'href="#question-group_members"' in page
    assert 'id="question-group_members"' in page


def test_however_many_applied_the_page_asks_the_database_as_often(
    once: Call, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    draft = make_application(once)
    browser = client_of(draft.author)
    for people in ("Anna Bór\nIga Bór\nOla Bór", "Adam Dąb\nJan Dąb\nLech Dąb"):
        make_application(once, "submitted", author=make_user(), group_members=people)
        with django_assert_max_num_queries(30) as asked:
            browser.get(url("write", draft))
        counted = len(asked)

    make_application(once, "submitted", author=make_user(), group_members=THREE)
    with django_assert_max_num_queries(counted):
        browser.get(url("write", draft))


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("Anna Kowalska, Jan Nowak, Ewa Zając", ["Anna Kowalska", "Jan Nowak", "Ewa Zając"]),
        ("Anna Kowalska; Jan Nowak;\nEwa Zając", ["Anna Kowalska", "Jan Nowak", "Ewa Zając"]),
        ("Anna Kowalska\nJan Nowak\nEwa Zając", ["Anna Kowalska", "Jan Nowak", "Ewa Zając"]),
    ],
)
def test_people_with_commas_between_them_are_understood(typed: str, people: list[str]) -> None:
    draft = make_application(group_members=typed)

    assert not errors(draft)
    assert hand_in(draft).group_members == people


@pytest.mark.parametrize(
    "typed", ["Anna Kowalska, Lipowa 3\nJan Nowak\nEwa Zając", "Kowalska, Anna\nNowak, Jan"]
)
def test_what_is_no_list_of_people_is_said_with_the_way_to_write_it(typed: str) -> None:
    said = errors(make_application(group_members=typed))["group_members"]

    assert "każdą osobę w osobnym wierszu" in said


@given(st.lists(st.sampled_from(["Ewa", "Zając", "Łucja", "Bór-Dąb"]), min_size=2, max_size=3))
def test_the_order_of_names_and_their_accents_do_not_make_another_person(words: list[str]) -> None:
    straight, turned = " ".join(words), "  ".join(reversed(words)).upper()

    assert as_one_person(straight) == as_one_person(turned)
    assert people_in([straight]) == [straight]


def test_a_closed_call_is_the_first_reason_not_the_only_one(once: Call) -> None:
    make_application(once, "submitted", author=make_user())
    draft = make_application(once)
    close(once)

    assert reasons(draft)
