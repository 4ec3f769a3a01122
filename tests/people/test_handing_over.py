"""Handing over what waits by name: to whom, from when until when, what stays, and what a closed account leaves behind."""

import contextlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.actions.handing_over import candidates, hand_over
from people.actions.privacy import erase_person
from people.models import HandOver, User
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition, make_milestone, make_pair, mentee_of, mentor_of
from tests.factories.people import make_admin, make_person, make_user
from workflows import clock
from workflows.errors import GuardsFailed, MoveRefused, NotYours
from workflows.models import Message, RoleGrant, Turn
from workflows.roles import give_role, holders
from workflows.tasks import tick

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone() -> Any:
    """Waits for its mentor."""
    return make_milestone("submitted")


def office(milestone: Any, name: str = "Anna Biurowa") -> User:
    staff: User = make_staff(milestone.pairing.edition.programme, name=name)
    return staff


def fresh(obj: Any) -> Any:
    return type(obj)._base_manager.get(pk=obj.pk)


def day(days: int) -> date:
    return clock.today() + timedelta(days=days)


def give(giver: User, recipient: User, *, by: User | None = None, **days: Any) -> HandOver:
    given = {"since": day(0), "until": day(7), **days}
    return hand_over(giver=giver, recipient=recipient, reason="Urlop.", by=by or giver, **given)


def owner(obj: Any) -> Any:
    return Turn.objects.of(obj).get().owner


def told(template: str) -> set[Any]:
    return {letter.recipient for letter in Message.objects.filter(template=template)}


# ── for a time, and for good ─────────────────────────────────────────────────────────────────


def test_both_get_a_letter_and_the_absence_ends_by_itself_after_its_last_day(
    milestone: Any,
) -> None:
    staff, mentor = office(milestone), mentor_of(milestone)
    made = give(mentor, staff)
    assert made.state == "standing"
    assert told("people/handed_over") == {staff, mentor}

    with clock.at(made.last_instant):
        tick()
        assert owner(milestone) == staff
    with clock.at(made.last_instant + timedelta(minutes=2)):
        tick()

    assert fresh(made).state == "ended"
    assert owner(milestone) == mentor
    assert not fresh(mentor).has_stand_in
    assert told("people/handed_back") == {staff, mentor}


def test_it_begins_on_its_day(milestone: Any) -> None:
    staff, mentor = office(milestone), mentor_of(milestone)
    made = give(mentor, staff, since=day(3))
    assert (made.state, owner(milestone)) == ("planned", mentor)

    with clock.at(clock.now() + timedelta(days=3)):
        tick()

    assert owner(milestone) == staff


def test_for_good_has_no_last_day(milestone: Any) -> None:
    staff = office(milestone)
    made = give(mentor_of(milestone), staff, until=None)
    assert made.last_instant is None

    with clock.at(clock.now() + timedelta(days=400)):
        tick()

    assert owner(milestone) == staff


def test_either_side_ends_it_sooner(milestone: Any) -> None:
    mentor = mentor_of(milestone)
    for who in (mentor, office(milestone)):
        made = give(mentor, office(milestone, "Ola Druga")) if who == mentor else give(mentor, who)
        made.end(by=who, note="Jestem z powrotem.")
        assert owner(milestone) == mentor
    with pytest.raises(NotYours):
        give(mentor, office(milestone)).end(by=mentee_of(milestone))


def test_who_stands_in_and_goes_away_passes_it_further_and_has_it_back(milestone: Any) -> None:
    first, second = office(milestone), office(milestone, "Ola Druga")
    give(mentor_of(milestone), first, until=None)
    further = give(first, second)
    assert owner(milestone) == second

    further.end(by=fresh(first))
    assert owner(milestone) == first


def test_what_went_round_in_a_circle_is_its_holders_again(milestone: Any) -> None:
    mentor, staff = mentor_of(milestone), office(milestone)
    give_role(mentor, "staff", milestone.pairing.edition.programme, by=None)
    give(mentor, staff, since=day(2))
    give(staff, mentor, since=day(2))

    with clock.at(clock.now() + timedelta(days=2)):
        tick()

    assert owner(milestone) == mentor


# ── to whom, and by whom ─────────────────────────────────────────────────────────────────────


def test_only_the_team_that_runs_it_is_offered(milestone: Any) -> None:
    staff = office(milestone)
    make_staff(make_edition().programme, name="Z Innego-Programu")
    make_user()
    assert list(candidates(mentor_of(milestone))) == [staff]


def test_a_colleague_of_the_office_is_offered_where_nothing_waits_by_name(milestone: Any) -> None:
    staff, colleague = office(milestone), office(milestone, "Ola Druga")
    assert colleague in candidates(staff)
    assert give(staff, colleague).state == "standing"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"since": -1}, "from today on"),
        ({"since": 3, "until": 2}, "from today on"),
    ],
)
def test_days_lie_ahead_and_in_their_order(milestone: Any, days: Any, words: str) -> None:
    when = {name: day(number) for name, number in days.items()}
    with pytest.raises(GuardsFailed, match=words):
        give(mentor_of(milestone), office(milestone), **when)


def test_not_twice_at_once_nor_to_somebody_who_is_away(milestone: Any) -> None:
    mentor, staff = mentor_of(milestone), office(milestone)
    colleague = office(milestone, "Ola Druga")
    give(staff, colleague)
    with pytest.raises(GuardsFailed, match="is away too"):
        give(mentor, fresh(staff))
    give(mentor, colleague)
    with pytest.raises(GuardsFailed, match="stands in already"):
        give(mentor, colleague)


def test_the_office_hands_over_what_it_runs_and_nobody_elses(milestone: Any) -> None:
    mentor, staff = mentor_of(milestone), office(milestone)
    stranger = make_staff(make_edition().programme, name="Z Innego-Programu")
    with pytest.raises(NotYours):
        give(mentor, staff, by=stranger)
    with pytest.raises(NotYours):
        give(mentor, staff, by=mentee_of(milestone))

    made = give(mentor, staff, by=office(milestone, "Ola Druga"))
    assert owner(milestone) == staff
    made.end(by=make_admin())


def test_the_office_passes_on_nothing_of_another_programme(milestone: Any) -> None:
    mentor = mentor_of(milestone)
    other = make_milestone("submitted", pair=make_pair(edition=make_edition(), mentor=None))
    elsewhere = make_staff(other.pairing.edition.programme, name="Z Innego-Programu")
    give_role(elsewhere, "staff", milestone.pairing.edition.programme, by=None)
    staff = office(milestone)

    give(mentor, elsewhere, by=staff)

    assert owner(milestone) == elsewhere
    assert owner(other) == mentor_of(other)


def test_whoever_has_no_account_has_nothing_to_hand_over(client_of: Any) -> None:
    person = make_person("Bez Konta")
    client = client_of(make_admin())
    assert client.get(reverse("people:handover-new", args=[person.pk])).status_code == 302


# ── an account that is closed ────────────────────────────────────────────────────────────────


def test_a_person_who_is_forgotten_leaves_nothing_behind(milestone: Any) -> None:
    staff, mentor = office(milestone), mentor_of(milestone)
    erase_person(person=mentor.person, by=make_admin())
    assert owner(milestone) == staff
    assert not Turn.objects.of_nobody_living().exists()


def test_whoever_took_over_for_good_keeps_it_when_the_giver_is_forgotten(milestone: Any) -> None:
    office(milestone)
    chosen, mentor = office(milestone, "Ola Druga"), mentor_of(milestone)
    made = give(mentor, chosen, until=None)

    erase_person(person=mentor.person, by=make_admin())

    assert owner(milestone) == chosen
    assert fresh(made).reason == ""


def test_the_last_holder_of_a_role_that_has_moves_is_not_forgotten(milestone: Any) -> None:
    programme = milestone.pairing.edition.programme
    staff, admin = office(milestone), make_admin()
    with pytest.raises(GuardsFailed, match="is the last"):
        erase_person(person=staff.person, by=admin)
    assert fresh(staff).is_active

    office(milestone, "Ola Druga")
    erase_person(person=staff.person, by=admin)
    assert len(holders("staff", programme)) == 1


# ── on the page ──────────────────────────────────────────────────────────────────────────────


def url(account: User) -> str:
    return reverse("people:handover-new", args=[account.person.pk])  # type: ignore[attr-defined]


def typed(recipient: User, **fields: Any) -> dict[str, Any]:
    return {"recipient": recipient.pk, "since": day(0), "until": "", "reason": "Urlop.", **fields}


def test_a_mentor_hands_over_through_the_page(milestone: Any, client_of: Any) -> None:
    staff, mentor = office(milestone), mentor_of(milestone)
    client = client_of(mentor)
    assert url(mentor) in client.get(reverse("people:me")).text
    text = client.get(url(mentor)).text
    assert milestone.title in text
    assert str(staff) in text

    response = client.post(url(mentor), typed(staff))

    made = HandOver.objects.get()
    assert response.url == made.get_absolute_url()
    assert "Handed over" in str(next(iter(get_messages(response.wsgi_request))))
    for reader in (mentor, staff, make_admin()):
        assert "for good" in client_of(fresh(reader)).get(made.get_absolute_url()).text
    assert client_of(mentee_of(milestone)).get(made.get_absolute_url()).status_code == 404
    assert client.get(url(mentor)).url == made.get_absolute_url()
    end = reverse("people:handover-move", args=[made.pk, "end"])
    assert client.post(end, {"version": fresh(made).version}).status_code == 302
    assert fresh(made).state == "ended"


def test_a_wrong_form_loses_nothing(milestone: Any, client_of: Any) -> None:
    staff, mentor = office(milestone), mentor_of(milestone)
    client = client_of(mentor)
    for fields in (
        {"since": "kiedyś"},
        {"since": day(-2)},
        {"recipient": "0"},
        {"recipient": mentor.pk},
        {"reason": "x" * 301},
    ):
        sent = {**typed(staff, reason="Wyjazd do babci."), **fields}
        response = client.post(url(mentor), sent)
        assert response.status_code == 422
        assert str(sent["reason"]) in response.text
    assert not HandOver.objects.exists()


def test_what_stays_is_said_before_it_is_handed_over(client_of: Any) -> None:
    """A colleague tied to one of the mentees takes over the others only."""
    edition = make_edition()
    mentor = make_user("Maria Mentorska")
    tied = make_staff(edition.programme, name="Tomek Związany")
    near = make_milestone("submitted", pair=make_pair(edition=edition, mentor=mentor, mentee=tied))
    far = make_milestone("submitted", pair=make_pair(edition=edition, mentor=mentor))
    client = client_of(mentor)

    asked = client.post(url(mentor), typed(tied))
    assert asked.status_code == 422
    assert near.get_absolute_url() in asked.text
    assert not HandOver.objects.exists()
    client.post(url(mentor), typed(tied, sure="on"))

    assert (owner(near), owner(far)) == (mentor, tied)


def test_where_nobody_could_stand_in_the_page_says_so(milestone: Any, client_of: Any) -> None:
    mentee = mentee_of(milestone)
    page = client_of(mentee).get(url(mentee))
    assert "What is yours alone" in page.text


def test_staff_find_the_way_on_the_page_of_a_person(milestone: Any, client_of: Any) -> None:
    staff, mentor = office(milestone), mentor_of(milestone)
    client = client_of(staff)
    assert url(mentor) in client.get(mentor.person.get_absolute_url()).text
    assert client.get(url(mentor)).status_code == 200
    assert client_of(mentee_of(milestone)).get(url(mentor)).status_code in (302, 404)


# ── whatever happens ─────────────────────────────────────────────────────────────────────────

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["give", "for good", "close", "end", "days", "new"]),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=9,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_after_any_sequence_every_open_move_has_exactly_one_living_owner(
    steps: list[tuple[str, int, int]], db: Any
) -> None:
    with transaction.atomic():
        _walk(steps)
        transaction.set_rollback(True)


def _walk(steps: list[tuple[str, int, int]]) -> None:
    edition = make_edition()
    admin = make_admin()
    mentor = make_user()
    pair = make_pair(edition=edition, mentor=mentor)
    make_milestone("submitted", pair=pair)
    team = [make_staff(edition.programme, name=f"Osoba {name}") for name in ("Aa", "Bb", "Cc")]
    people = [mentor, mentee_of(pair), *team, make_staff(edition.programme, "coordinator")]
    now = clock.now()
    for what, one, other in steps:
        with clock.at(now):
            with contextlib.suppress(MoveRefused):
                _do(what, fresh(people[one]), fresh(people[other]), admin, pair)
            if what == "days":
                now += timedelta(days=other)
        with clock.at(now):
            tick()
            _every_move_has_one_living_owner()


def _do(what: str, one: User, other: User, admin: User, pair: Any) -> None:
    if what in ("give", "for good"):
        give(one, other, by=admin, until=day(2) if what == "give" else None)
    elif what == "close":
        erase_person(person=one.person, by=admin)  # type: ignore[attr-defined]
    elif what == "end":
        for made in HandOver.objects.current().filter(giver=one):
            made.end(by=admin)
    elif what == "new":
        make_milestone("planned", pair=fresh(pair), title="Następny")


def _every_move_has_one_living_owner() -> None:
    for turn in Turn.objects.select_related("holder", "stand_in"):
        if turn.role:
            assert turn.owner is None
            assert holders(turn.role, turn.scope) or _never_given(turn)
        else:
            assert turn.owner.is_active, turn


def _never_given(turn: Turn) -> bool:
    """A role that nobody ever held: the programme has not named anybody yet."""
    return not RoleGrant.objects.of(turn.scope).filter(role=turn.role).exists()
