"""Who has somebody's moves while they are away or gone: exactly one living account, whose steps name both."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages

from mentoring.models import Milestone
from people.actions.handing_over import hand_over
from tests.factories.activities import make_registration, make_staff, make_visit
from tests.factories.mentoring import make_edition, make_milestone, make_pair, mentee_of, mentor_of
from tests.factories.people import make_admin, make_user
from workflows import clock, standing_in
from workflows.actors import InPlaceOf
from workflows.behalf import people_of
from workflows.errors import GuardsFailed, NotYours
from workflows.forms import InsteadForm
from workflows.inbox import things_waiting
from workflows.integrity import findings
from workflows.models import History, Message, Turn
from workflows.moves import move_named
from workflows.options import instead_of
from workflows.reminders import remind
from workflows.roles import end_role
from workflows.standing_in import why_not_pass
from workflows.tasks import tick
from workflows.timeline import timeline
from workflows.turns import find_owners, refresh_turns
from workflows.whereabouts import whose_move

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone() -> Milestone:
    """Waits for its mentor."""
    return make_milestone("submitted")


def fresh(obj: Any) -> Any:
    return type(obj).objects.get(pk=obj.pk)


def office(milestone: Any, name: str = "Anna Biurowa", role: str = "staff") -> Any:
    return make_staff(milestone.pairing.edition.programme, role, name=name)


def away(milestone: Any, staff: Any, days: int | None = 10) -> Any:
    """The mentor hands over to `staff`."""
    until = None if days is None else clock.today() + timedelta(days=days)
    mentor = mentor_of(milestone)
    return hand_over(
        giver=mentor,
        recipient=staff,
        since=clock.today(),
        until=until,
        reason="Urlop.",
        by=mentor,
    )


def close(account: Any) -> None:
    type(account).objects.filter(pk=account.pk).update(is_active=False)


def turn_of(obj: Any) -> Turn:
    return Turn.objects.of(obj).get()


# ── who has the move ─────────────────────────────────────────────────────────────────────────


def test_whoever_stands_in_has_the_move_and_its_holder_does_not(milestone: Milestone) -> None:
    staff, mentor = office(milestone), mentor_of(milestone)
    away(milestone, staff)

    turn = turn_of(milestone)
    assert (turn.holder, turn.stand_in, turn.owner) == (mentor, staff, staff)
    assert turn in things_waiting(staff)
    assert not things_waiting(mentor).exists()
    assert (turn.waits_for(staff), turn.waits_for(mentor)) == (True, False)


def test_the_page_says_who_stands_in_for_whom(milestone: Milestone) -> None:
    staff, mentor = office(milestone), mentor_of(milestone)
    away(milestone, staff)

    told = whose_move(milestone, mentee_of(milestone))
    assert [each.who for each in told] == [f"{staff} w zastępstwie ({mentor})"]
    assert whose_move(milestone, staff)[0].yours


def test_a_move_that_comes_up_meanwhile_waits_for_whoever_stands_in(milestone: Milestone) -> None:
    staff = office(milestone)
    away(milestone, staff)
    later = make_milestone("submitted", pair=fresh(milestone.pairing), title="Później")
    assert turn_of(later).owner == staff


def test_reminders_go_to_whoever_stands_in(milestone: Milestone) -> None:
    staff = office(milestone)
    away(milestone, staff)
    due = turn_of(milestone).due_at
    assert due is not None

    with clock.at(due + timedelta(hours=2)):
        remind()

    letters = Message.objects.filter(template="workflows/reminder")
    assert {letter.recipient for letter in letters} == {staff}


def test_without_an_absence_nothing_is_asked(
    milestone: Milestone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing_in, "_stand_in", None)
    refresh_turns([milestone])
    assert turn_of(milestone).stand_in is None


# ── what they may do ─────────────────────────────────────────────────────────────────────────


def test_whoever_stands_in_makes_the_step_and_the_history_names_both(milestone: Milestone) -> None:
    staff, mentor = office(milestone), mentor_of(milestone)
    away(milestone, staff)

    entry = milestone.approve(by=InPlaceOf(staff, mentor, History.How.STAND_IN))

    assert (entry.by, entry.acting_for, entry.how) == (staff, mentor, "stand_in")
    assert timeline(milestone, mentor)[0].by == f"{staff} w zastępstwie ({mentor})"
    assert not Message.objects.filter(template="workflows/entered").exists()
    assert list(findings()) == []


def test_nobody_stands_in_by_saying_so(milestone: Milestone) -> None:
    staff, mentor = office(milestone), mentor_of(milestone)
    for who in (staff, make_user()):
        with pytest.raises(NotYours):
            milestone.approve(by=InPlaceOf(who, mentor, History.How.STAND_IN))
    assert fresh(milestone).state == "submitted"


def test_nobody_says_on_the_form_of_a_call_that_they_stand_in() -> None:
    form = InsteadForm({"instead-how": "stand_in"}, move=move_named(Milestone, "approve"))
    assert not form.is_valid()


def test_the_page_gives_whoever_stands_in_the_button_and_asks_nothing_more(
    milestone: Milestone, client_of: Any
) -> None:
    staff, mentor = office(milestone), mentor_of(milestone)
    away(milestone, staff)
    client = client_of(fresh(staff))
    move = move_named(Milestone, "approve")
    assert move is not None
    url = f"{milestone.move_url(move)}?for={mentor.pk}"

    text = client.get(milestone.get_absolute_url()).text
    assert f"Zastępujesz osobę: {mentor}" in text
    assert url in text
    asked = client.get(url).text
    assert "Historia poda oba nazwiska" in asked
    assert "instead-how" not in asked
    response = client.post(url, {"version": milestone.version, "for": mentor.pk})

    assert response.url == milestone.get_absolute_url()
    assert "list" not in str(next(iter(get_messages(response.wsgi_request))))
    assert fresh(milestone).state == "approved"


def test_for_whom_one_stands_in_no_call_is_written_down_unless_it_could_be_anyway(
    milestone: Milestone,
) -> None:
    staff = office(milestone)
    away(milestone, staff)
    shown = {each.person: each.stood_in for each in instead_of(milestone, staff)}
    assert shown == {mentor_of(milestone): True}
    assert {each.stood_in for each in people_of(milestone, staff)} == {True, False}


# ── what speaks against it ───────────────────────────────────────────────────────────────────


def test_only_who_works_on_it_may_have_the_move(milestone: Milestone) -> None:
    mentor = mentor_of(milestone)
    assert why_not_pass(milestone, mentor, office(milestone)) == []
    for other in (make_user(), make_admin()):
        assert why_not_pass(milestone, mentor, other) == [
            f"{other} nie należy do zespołu, który to prowadzi."
        ]


def test_who_is_tied_to_the_mentee_does_not_judge_their_work_in_the_mentors_place() -> None:
    edition = make_edition()
    staff = make_staff(edition.programme)
    pair = make_pair(edition=edition, mentee=staff)
    milestone = make_milestone("submitted", pair=pair)

    assert why_not_pass(milestone, mentor_of(milestone), staff)
    with pytest.raises(GuardsFailed):
        away(milestone, staff)


def test_what_nobody_does_for_another_is_not_passed_on(
    milestone: Milestone, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("approve", "send_back", "drop"):
        monkeypatch.setattr(move_named(Milestone, name), "instead", "none")
    told = why_not_pass(milestone, mentor_of(milestone), office(milestone))
    assert told == ["Nikt nie robi tego za kogoś."]


# ── accounts that are closed ─────────────────────────────────────────────────────────────────


def test_what_a_closed_account_had_goes_to_a_coordinator_before_staff(
    milestone: Milestone,
) -> None:
    office(milestone)
    coordinator = office(milestone, "Ola Kieruje", "coordinator")
    close(mentor_of(milestone))

    assert find_owners() > 0
    assert turn_of(milestone).owner == coordinator
    assert find_owners() == 0


def test_when_the_coordinator_leaves_too_staff_have_it_and_at_last_an_administrator(
    milestone: Milestone,
) -> None:
    staff = office(milestone)
    close(mentor_of(milestone))
    tick()
    assert turn_of(milestone).owner == staff

    close(staff)
    tick()
    owner = turn_of(milestone).owner
    assert owner.is_superuser
    assert owner.is_active


def test_who_is_barred_is_passed_over() -> None:
    edition = make_edition()
    mentee = make_staff(edition.programme, "coordinator", name="Aga Obie")
    milestone = make_milestone("submitted", pair=make_pair(edition=edition, mentee=mentee))
    staff = office(milestone)
    close(mentor_of(milestone))

    tick()

    assert turn_of(milestone).owner == staff


def test_what_waits_for_a_participant_who_left_waits_for_the_office() -> None:
    registration = make_registration(make_visit("recruiting"))
    staff = make_staff(registration.subject.programme)
    registration.accept(by=staff)
    close(registration.person.user)

    tick()

    assert {turn.owner for turn in Turn.objects.of(registration)} == {staff}


def test_a_row_without_its_object_is_left_alone(milestone: Milestone) -> None:
    close(mentor_of(milestone))
    Turn.objects.of(milestone).update(about_id=10**6)

    find_owners()

    assert Turn.objects.get(about_id=10**6).stand_in is None


def test_who_lost_the_role_does_not_have_the_move_after_the_next_look(
    milestone: Milestone,
) -> None:
    staff, mentor = office(milestone), mentor_of(milestone)
    away(milestone, staff)
    end_role(staff, "staff", milestone.pairing.edition.programme, by=None)

    refresh_turns([fresh(milestone)])

    assert turn_of(milestone).owner == mentor
