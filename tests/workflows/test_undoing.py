"""A wrong click is taken back: on record, and only as long as nothing was built on it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.db.models import TextField
from django.urls import reverse

from mentoring.models import Milestone
from tests.factories.activities import make_registration, make_staff, make_visit
from tests.factories.mentoring import make_milestone, make_pair, make_session, mentee_of, mentor_of
from tests.factories.people import make_user
from workflows import clock, consequences, delivery, tasks
from workflows.actors import SYSTEM, InPlaceOf
from workflows.checks import faults
from workflows.diagrams import page
from workflows.errors import GuardsFailed, NotFromHere, NotYours, SomeoneWasFaster
from workflows.integrity import findings
from workflows.models import History, Message, Turn
from workflows.moves import move_named
from workflows.options import way_back
from workflows.roles import end_role, give_role
from workflows.timeline import timeline
from workflows.undoing import counter_move, take_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone() -> Milestone:
    """Just approved by its mentor."""
    return make_milestone("approved")


def fresh(obj: Any) -> Any:
    return type(obj).objects.get(pk=obj.pk)


def runs(milestone: Any) -> Any:
    return make_staff(milestone.pairing.edition.programme, name="Anna Biurowa")


def reasons(obj: Any, user: Any) -> list[str]:
    back = way_back(obj, user)
    assert back is not None
    return list(back.reasons)


# ── what it puts back ────────────────────────────────────────────────────────────────────────


def test_state_fields_and_whose_move_it_is_are_as_before(milestone: Milestone) -> None:
    version = milestone.version
    done = take_back(milestone, by=mentor_of(milestone), note="Kliknęłam nie tam.")

    row = fresh(milestone)
    assert (row.state, row.approved_at, row.version) == ("submitted", None, version + 1)
    assert milestone.state == "submitted"
    assert (done.move, done.source, done.target) == ("undo", "approved", "submitted")
    assert done.cause.move == "approve"
    assert done.text.note == "Kliknęłam nie tam."
    assert Turn.objects.of(row).get().holder == mentor_of(milestone)
    assert list(findings()) == []


def test_numbers_and_words_are_put_back_too() -> None:
    milestone = make_milestone("returned")
    assert (milestone.returned_count, milestone.returned_reason != "") == (1, True)

    take_back(milestone, by=mentor_of(milestone))

    assert (fresh(milestone).returned_count, fresh(milestone).returned_reason) == (0, "")


def test_the_history_says_which_step_was_taken_back_and_by_whom(milestone: Milestone) -> None:
    mentor = mentor_of(milestone)
    take_back(milestone, by=mentor)

    told = timeline(milestone, mentor)[0]
    assert (told.what, told.by) == ("Cofnięte: Zatwierdź kamień milowy", str(mentor))


def test_what_a_move_opened_for_the_next_one_is_closed_again(milestone: Milestone) -> None:
    following = make_milestone(pair=milestone.pairing, title="Następny")
    assert Turn.objects.of(following).exists()

    take_back(milestone, by=mentor_of(milestone))

    assert not Turn.objects.of(following).exists()


def test_it_can_be_made_again_afterwards(milestone: Milestone) -> None:
    take_back(milestone, by=mentor_of(milestone))
    assert counter_move(milestone) is None
    with pytest.raises(NotFromHere):
        take_back(milestone, by=mentor_of(milestone))

    milestone.approve(by=mentor_of(milestone))
    assert way_back(milestone, mentor_of(milestone)) is not None


# ── letters ──────────────────────────────────────────────────────────────────────────────────


def test_a_letter_that_has_not_left_stays(milestone: Milestone) -> None:
    take_back(milestone, by=mentor_of(milestone))

    letter = Message.objects.get(template="mentoring/milestone_approved")
    assert (letter.status, letter.reason) == ("never", "Krok jest cofnięty.")
    assert not Message.objects.filter(template="workflows/taken_back").exists()


def test_who_had_a_letter_reads_that_it_no_longer_holds(milestone: Milestone) -> None:
    tasks.deliver()
    take_back(milestone, by=mentor_of(milestone))

    letter = Message.objects.get(template="workflows/taken_back")
    assert letter.recipient == mentee_of(milestone)
    assert "Zatwierdź kamień milowy" in letter.body
    tasks.deliver()
    assert "Już nieaktualne" in mail.outbox[-1].subject


def test_who_may_just_be_getting_the_letter_is_told_as_well(milestone: Milestone) -> None:
    """A worker has it in hand: whether it left is not known."""
    letter = Message.objects.get(template="mentoring/milestone_approved")
    assert delivery.claim(letter)

    take_back(milestone, by=mentor_of(milestone))

    assert Message.objects.filter(template="workflows/taken_back").exists()


def test_an_address_without_an_account_is_told_as_well(milestone: Milestone) -> None:
    tasks.deliver()
    Message.objects.filter(template="mentoring/milestone_approved").update(recipient=None)

    take_back(milestone, by=mentor_of(milestone))

    assert (
        Message.objects.get(template="workflows/taken_back").address == mentee_of(milestone).email
    )


# ── who ──────────────────────────────────────────────────────────────────────────────────────


def test_nobody_takes_back_what_somebody_else_did(milestone: Milestone) -> None:
    for other in (make_user(), mentee_of(milestone)):
        assert way_back(milestone, other) is None
        with pytest.raises(NotYours, match="Cofa to"):
            take_back(milestone, by=other)


def test_the_office_does_not_take_back_what_is_the_mentors_to_judge(milestone: Milestone) -> None:
    assert way_back(milestone, runs(milestone)) is None
    with pytest.raises(NotYours, match="Cofa to"):
        take_back(milestone, by=runs(milestone))


def test_a_colleague_takes_back_what_they_might_have_done_themselves() -> None:
    visit = make_visit("recruiting")
    declined = make_registration(visit)
    programme = visit.activity.programme
    declined.decline(by=make_staff(programme), note="Brak miejsc.")

    assert way_back(declined, make_staff(programme, name="Ola Druga")) is not None


def test_who_left_the_office_takes_nothing_back() -> None:
    visit = make_visit("recruiting")
    declined = make_registration(visit)
    staff = make_staff(visit.activity.programme)
    declined.decline(by=staff, note="Brak miejsc.")
    end_role(staff, "staff", visit.activity.programme, by=None)

    assert way_back(declined, fresh(staff)) is None


def test_who_may_not_make_it_may_not_take_it_back_from_the_office_either(
    milestone: Milestone,
) -> None:
    mentee = mentee_of(milestone)
    give_role(mentee, "staff", milestone.pairing.edition.programme, by=None)
    assert way_back(milestone, mentee) is None


def test_a_step_entered_for_somebody_is_taken_back_by_either() -> None:
    milestone = make_milestone("submitted")
    staff, mentor = runs(milestone), mentor_of(milestone)
    milestone.approve(by=InPlaceOf(staff, mentor, History.How.PHONE))

    assert way_back(milestone, staff) is not None
    assert way_back(milestone, mentor) is not None


def test_what_tandem_did_by_itself_the_office_takes_back() -> None:
    milestone = make_milestone("submitted")
    milestone.approve(by=SYSTEM)
    assert way_back(milestone, runs(milestone)) is not None
    assert way_back(milestone, mentor_of(milestone)) is None


# ── what stands in the way ───────────────────────────────────────────────────────────────────


def test_what_was_built_on_it_stands_in_the_way(milestone: Milestone) -> None:
    following = make_milestone(pair=milestone.pairing, title="Następny")
    following.start(by=mentee_of(milestone))

    assert reasons(milestone, mentor_of(milestone)) == ["Następny kamień milowy jest już zaczęty."]
    with pytest.raises(GuardsFailed):
        take_back(milestone, by=mentor_of(milestone))
    assert fresh(milestone).state == "approved"


def test_a_step_that_followed_is_named(milestone: Milestone) -> None:
    entry = History.objects.of(milestone).latest("seq")
    other = make_milestone(title="Skutek")
    History.objects.append(
        other, move="x", source="planned", target="planned", by=None, version=9, cause=entry
    )

    assert reasons(milestone, mentor_of(milestone)) == ["Wynika z tego: „Skutek”."]


@pytest.mark.parametrize("field", ["version", "approved_at"])
def test_a_later_change_stands_in_the_way(milestone: Milestone, field: str) -> None:
    if field == "version":
        milestone.title = "Inaczej"
        milestone.save_draft(seen=milestone.version, fields=["title"])
    else:
        Milestone.objects.filter(pk=milestone.pk).update(approved_at=clock.now())

    told = reasons(fresh(milestone), mentor_of(milestone))
    assert told == ["Coś się tu od tego czasu zmieniło."]


def test_words_that_were_erased_are_not_put_back(milestone: Milestone) -> None:
    History.objects.of(milestone).latest("seq").text.erase()
    assert reasons(milestone, mentor_of(milestone)) == ["Coś się tu od tego czasu zmieniło."]


def test_a_place_taken_anew_is_not_taken_twice() -> None:
    visit = make_visit("recruiting")
    declined = make_registration(visit)
    staff = make_staff(visit.activity.programme)
    declined.decline(by=staff, note="Brak miejsc.")
    make_registration(visit, user=declined.person.user)

    assert reasons(declined, staff) == ["W tym miejscu jest już coś innego."]


def test_a_visit_that_is_over_keeps_its_list() -> None:
    visit = make_visit("recruiting")
    registration = make_registration(visit)
    staff = make_staff(visit.activity.programme)
    registration.decline(by=staff, note="Brak miejsc.")
    assert reasons(registration, staff) == []

    with clock.at(visit.ends_at + timedelta(days=1)):
        assert reasons(registration, staff) == ["To już się skończyło."]


def test_a_move_that_says_nothing_of_it_is_not_taken_back() -> None:
    milestone = make_milestone("submitted")
    assert way_back(milestone, mentee_of(milestone)) is None
    log = make_session(pair=make_pair())
    assert counter_move(log) is None


def test_a_table_kept_for_the_eye_is_not_put_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    returned = make_milestone("returned")
    assert counter_move(returned) is not None

    monkeypatch.setattr("workflows.undoing.JSONField", TextField)
    assert counter_move(returned) is None


def test_two_who_take_it_back_at_once_do_it_once(milestone: Milestone) -> None:
    stale = fresh(milestone)
    take_back(milestone, by=mentor_of(milestone))
    with pytest.raises(NotFromHere):
        take_back(fresh(stale), by=mentor_of(stale))


def test_an_old_page_takes_nothing_back(milestone: Milestone) -> None:
    with pytest.raises(SomeoneWasFaster):
        take_back(milestone, by=mentor_of(milestone), seen=milestone.version - 1)


def test_a_move_with_lasting_consequences_may_not_say_that_it_can_be_taken_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    submit = move_named(Milestone, "submit")
    assert submit is not None
    monkeypatch.setattr(submit, "undo", ())
    assert faults(Milestone) == []

    def note_it_down(obj: Any, entry: Any) -> None:
        """Stays done."""

    monkeypatch.setattr(consequences.consequences, "_by_move", {submit: [note_it_down]})
    assert faults(Milestone) == ["“submit” can be taken back, but note_it_down would stay done."]


# ── on the page ──────────────────────────────────────────────────────────────────────────────


def url(obj: Any) -> str:
    return reverse("mentoring:milestone-move", args=[obj.pk, "undo"])


def test_the_page_offers_it_quietly_and_does_it(milestone: Milestone, client_of: Any) -> None:
    client = client_of(mentor_of(milestone))
    text = client.get(milestone.get_absolute_url()).text
    assert "Pomyłka?" in text
    assert url(milestone) in text
    assert "Cofnij: Zatwierdź kamień milowy" in client.get(url(milestone)).text

    response = client.post(url(milestone), {"version": milestone.version, "note": ""})

    assert response.url == milestone.get_absolute_url()
    assert "Cofnięte" in str(next(iter(get_messages(response.wsgi_request))))
    assert fresh(milestone).state == "submitted"
    again = client.post(url(milestone), {"version": milestone.version})
    assert again.url == milestone.get_absolute_url()


def test_the_page_says_which_later_step_stands_in_the_way(
    milestone: Milestone, client_of: Any
) -> None:
    make_milestone(pair=milestone.pairing).start(by=mentee_of(milestone))
    client = client_of(mentor_of(milestone))

    assert "jest już zaczęty" in client.get(milestone.get_absolute_url()).text
    assert "jest już zaczęty" in client.get(url(milestone)).text
    response = client.post(url(milestone), {"version": milestone.version, "note": "Pomyłka"})
    assert response.status_code == 422
    assert fresh(milestone).state == "approved"


def test_whoever_did_not_make_it_reads_whose_it_is(milestone: Milestone, client_of: Any) -> None:
    client = client_of(mentee_of(milestone))
    assert "Pomyłka?" not in client.get(milestone.get_absolute_url()).text
    assert client.get(url(milestone)).status_code == 403


def test_the_table_of_moves_says_which_can_be_taken_back() -> None:
    assert "Can be taken back." in page(Milestone)
