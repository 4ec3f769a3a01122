"""A deputy of a mentor: named by staff for a time, approves and confirms, and is never the mentee."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mentoring.actions import name_deputy
from mentoring.models import Deputy, Milestone, Pairing, SessionLog
from tests.factories.activities import make_staff
from tests.factories.mentoring import (
    make_edition,
    make_enrolment,
    make_milestone,
    make_pair,
    make_session,
    mentee_of,
    mentor_of,
)
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, Turn
from workflows.roles import give_role
from workflows.tasks import tick
from workflows.timeline import timeline

pytestmark = pytest.mark.django_db


def make_deputy(pair, user=None, *, days=10, staff=None):
    """Another mentor of the edition who stands in for ten days, named by staff."""
    staff = staff or make_staff(pair.programme)
    user = user or make_enrolment(pair.edition, "mentor").person.user
    until = clock.today() + timedelta(days=days)
    return name_deputy(pairing=pair, user=user, until=until, reason="Szpital.", by=staff)


def waits_for(obj):
    return {turn.holder for turn in Turn.objects.of(obj) if turn.holder}


def fresh(obj):
    """As another request reads it."""
    return type(obj).objects.get(pk=obj.pk)


def addresses(template):
    return set(Message.objects.filter(template=template).values_list("address", flat=True))


def test_mentor_mentee_and_deputy_get_a_letter_when_somebody_is_named():
    pair = make_pair()
    deputy = make_deputy(pair)

    people = {mentor_of(pair), mentee_of(pair), deputy.user}
    assert addresses("mentoring/deputy_named") == {each.email for each in people}
    assert "Szpital." in Message.objects.filter(template="mentoring/deputy_named").first().body


def test_a_deputy_approves_and_returns_milestones_while_the_mentor_still_may():
    pair = make_pair()
    deputy = make_deputy(pair)
    one, other = (make_milestone("submitted", pair=fresh(pair)) for _ in range(2))

    assert waits_for(one) == {mentor_of(pair), deputy.user}
    fresh(one).approve(by=deputy.user)
    fresh(other).send_back(by=mentor_of(pair), note="Brakuje notatki.")

    assert {fresh(one).state, fresh(other).state} == {"approved", "returned"}


def test_what_waits_already_waits_for_the_deputy_too_and_no_longer_when_it_ends():
    pair = make_pair()
    milestone = make_milestone("submitted", pair=pair)
    log = make_session(pair=pair)
    deputy = make_deputy(pair)
    assert waits_for(milestone) == waits_for(log) == {mentor_of(pair), deputy.user}

    fresh(deputy).end(by=make_staff(pair.programme), note="Mentorka wróciła.")

    assert waits_for(milestone) == waits_for(log) == {mentor_of(pair)}
    assert len(addresses("mentoring/deputy_ended")) == 3
    with pytest.raises(NotYours):
        fresh(milestone).approve(by=deputy.user)


def test_a_milestone_that_is_submitted_is_told_to_the_deputy_as_well():
    pair = make_pair()
    deputy = make_deputy(pair)
    make_milestone("submitted", pair=fresh(pair))

    assert addresses("mentoring/milestone_submitted") == {mentor_of(pair).email, deputy.user.email}


def test_a_deputy_confirms_what_the_mentee_wrote_and_never_what_the_mentor_wrote():
    pair = make_pair()
    deputy = make_deputy(pair)
    theirs = make_session(pair=fresh(pair))
    fresh(theirs).confirm(by=deputy.user)
    assert fresh(theirs).state == "confirmed"

    mine = SessionLog.objects.begin(
        by=mentor_of(pair),
        pairing=fresh(pair),
        held_on=clock.today(),
        minutes=30,
        done="Rozmowa.",
        written_by=mentor_of(pair),
        written_at=clock.now(),
    )
    assert waits_for(mine) == {mentee_of(pair)}
    with pytest.raises(NotYours):
        fresh(mine).confirm(by=deputy.user)


@pytest.mark.parametrize(
    "move", ["start", "submit", "drop"], ids=["starts", "submits", "changes the plan"]
)
def test_a_deputy_does_nothing_else_with_a_milestone(move):
    pair = make_pair()
    deputy = make_deputy(pair)
    state = {"start": "planned", "submit": "in_progress", "drop": "planned"}[move]
    milestone = make_milestone(state, pair=fresh(pair))

    with pytest.raises(NotYours):
        getattr(fresh(milestone), move)(by=deputy.user, note="Bo tak.")


def test_the_standing_in_ends_by_itself_on_the_day_after_the_last():
    pair = make_pair()
    deputy = make_deputy(pair, days=2)
    milestone = make_milestone("submitted", pair=fresh(pair))

    with clock.at(clock.now() + timedelta(days=2)):
        assert Pairing.objects.visible_to(deputy.user).filter(pk=pair.pk).exists()
    with clock.at(clock.now() + timedelta(days=3)):
        assert not Pairing.objects.visible_to(deputy.user).filter(pk=pair.pk).exists()
        with pytest.raises(NotYours):
            fresh(milestone).approve(by=deputy.user)
        tick()

    assert fresh(deputy).state == "ended"
    assert waits_for(milestone) == {mentor_of(pair)}


@pytest.mark.parametrize("move", ["terminate"])
def test_a_pair_that_is_over_needs_no_deputy(move):
    pair = make_pair()
    deputy = make_deputy(pair)

    fresh(pair).terminate(by=make_staff(pair.programme), note="Koniec.")

    assert fresh(deputy).state == "ended"


def test_the_mentee_never_stands_in_even_as_one_of_the_team():
    pair = make_pair()
    give_role(mentee_of(pair), "staff", pair.programme, by=None)

    with pytest.raises(GuardsFailed):
        make_deputy(pair, mentee_of(pair))
    with pytest.raises(NotYours):
        make_deputy(pair, staff=mentee_of(pair))


def test_only_another_mentor_of_the_edition_or_the_team_stands_in():
    pair = make_pair()
    strangers = [
        make_user(),
        mentor_of(pair),
        make_enrolment(pair.edition, "mentee").person.user,
        make_enrolment(make_edition(), "mentor").person.user,
    ]
    for stranger in strangers:
        with pytest.raises(GuardsFailed) as refusal:
            make_deputy(pair, stranger)
        assert "Wybierz innego mentora" in refusal.value.sentences[0]

    assert make_deputy(pair, make_staff(pair.programme)).state == "acting"


@pytest.mark.parametrize("days", [-1, 5000])
def test_the_last_day_lies_between_today_and_the_end_of_the_edition(days):
    with pytest.raises(GuardsFailed) as refusal:
        make_deputy(make_pair(), days=days)

    assert "do końca edycji" in refusal.value.sentences[0]


def test_one_deputy_at_a_time():
    pair = make_pair()
    make_deputy(pair)

    with pytest.raises(GuardsFailed) as refusal:
        make_deputy(pair)
    assert "Ktoś już zastępuje" in refusal.value.sentences[0]


@pytest.mark.parametrize("state", ["proposed", "accepted_by_mentor"])
def test_a_pair_that_has_not_begun_has_no_deputy(state):
    with pytest.raises(GuardsFailed):
        make_deputy(make_pair(state))


def test_the_history_says_in_whose_place_it_was_approved_also_when_the_standing_in_is_over():
    pair = make_pair()
    deputy = make_deputy(pair)
    milestone = make_milestone("submitted", pair=fresh(pair))
    fresh(milestone).approve(by=deputy.user)
    fresh(deputy).end(by=make_staff(pair.programme))

    told = timeline(fresh(milestone), mentee_of(pair))

    assert told[0].by == f"{deputy.user}, w zastępstwie: {pair.mentor.person}"
    assert "w zastępstwie" not in " ".join(entry.by for entry in told[1:])


def test_the_history_of_a_meeting_says_so_too_and_the_mentors_own_word_is_their_own():
    pair = make_pair()
    deputy = make_deputy(pair)
    log = make_session(pair=fresh(pair))
    fresh(log).confirm(by=deputy.user)
    other = make_session("confirmed", pair=fresh(pair), done="Drugie spotkanie.")

    assert "w zastępstwie" in timeline(fresh(log), mentee_of(pair))[0].by
    assert "w zastępstwie" not in timeline(fresh(other), mentee_of(pair))[0].by


def test_staff_name_a_deputy_on_the_pairs_page_and_end_it_there(client_of):
    pair = make_pair()
    staff = client_of(make_staff(pair.programme))
    other = make_enrolment(pair.edition, "mentor").person.user
    url = reverse("mentoring:deputy-new", args=[pair.pk])
    assert url in staff.get(pair.get_absolute_url()).text

    last = clock.today() + timedelta(days=5)
    typed = {"user": other.pk, "until": last.isoformat(), "reason": "Urlop."}
    page = staff.post(url, typed, follow=True).text

    deputy = Deputy.objects.get()
    assert other.display_name in page
    assert "Urlop." in page
    assert url not in page
    move = reverse("mentoring:deputy-move", args=[deputy.pk, "end"])
    assert move in page
    assert "czekają znów tylko na mentora" in staff.get(move).text
    staff.post(move, {"version": deputy.version, "note": ""})
    assert fresh(deputy).state == "ended"


def test_the_pair_sees_who_stands_in_and_nobody_else_names_one(client_of):
    pair = make_pair()
    deputy = make_deputy(pair)
    url = reverse("mentoring:deputy-new", args=[pair.pk])

    for user in (mentee_of(pair), mentor_of(pair), deputy.user):
        browser = client_of(user)
        page = browser.get(pair.get_absolute_url()).text
        assert deputy.user.display_name in page
        assert browser.get(url).status_code == 404
        assert reverse("mentoring:deputy-move", args=[deputy.pk, "end"]) not in page


def test_a_deputy_opens_the_pair_but_not_what_is_said_in_confidence(client_of):
    pair = make_pair()
    deputy = make_deputy(pair)
    log = make_session(pair=fresh(pair))
    log.notes.create(author=mentor_of(pair), text="KANAREK notatka")
    log.pulses.create(author=mentee_of(pair), mood=1, comment="KANAREK puls", said_at=clock.now())
    browser = client_of(deputy.user)

    for page in (pair.get_absolute_url(), log.get_absolute_url()):
        answer = browser.get(page)
        assert answer.status_code == 200
        assert "KANAREK" not in answer.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"user": ""}, "Wybierz, kto zastępuje."),
        ({"user": "999999"}, "Wybierz innego mentora"),
        ({"until": ""}, "Podaj ostatni dzień."),
        ({"until": "2020-01-01"}, "do końca edycji"),
        ({"until": "jutro"}, "jutro"),
        ({"reason": ""}, "Napisz w kilku słowach, dlaczego."),
        ({"reason": "ą" * 301}, "300"),
    ],
)
def test_a_mistake_is_said_and_nothing_typed_is_lost(client_of, changes, said):
    pair = make_pair()
    other = make_enrolment(pair.edition, "mentor").person.user
    last = clock.today() + timedelta(days=5)
    typed = {"user": other.pk, "until": last.isoformat(), "reason": "Urlop.", **changes}

    answer = client_of(make_staff(pair.programme)).post(
        reverse("mentoring:deputy-new", args=[pair.pk]), typed
    )

    assert answer.status_code in (409, 422)
    assert said in answer.text
    assert not Deputy.objects.exists()


def test_a_stranger_who_stood_in_elsewhere_sees_nothing_of_this_pair():
    pair, other = make_pair(), make_pair()
    deputy = make_deputy(other)
    milestone = make_milestone("submitted", pair=pair)

    assert not Milestone.objects.visible_to(deputy.user).filter(pk=milestone.pk).exists()
    with pytest.raises(NotYours):
        fresh(milestone).approve(by=deputy.user)
