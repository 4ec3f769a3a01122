"""A place at an event or on a visit: given, confirmed, given up, passed on."""

from datetime import timedelta

import pytest

from activities.actions import apply_for_place, change_gathering
from activities.models import Registration
from programmes.models import Participation
from tests.factories.activities import (
    after,
    make_event,
    make_registration,
    make_staff,
    make_visit,
    tick,
)
from tests.factories.people import make_admin, make_person, make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotFromHere, NotYours
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db


def test_a_free_place_at_an_event_is_given_at_once():
    registration = make_registration(make_event(capacity=1))

    assert registration.state == "accepted"
    assert (
        Message.objects.get(template="activities/registration_accepted").recipient
        == registration.person.user
    )


def test_whoever_comes_after_the_last_place_waits_on_the_reserve_list():
    event = make_event(capacity=1)
    make_registration(event)

    late = make_registration(event)

    assert late.state == "reserve"
    assert late.on_reserve_since is not None


def test_the_first_of_the_reserve_list_moves_up_when_a_place_comes_free():
    event = make_event(capacity=1)
    going = make_registration(event)
    first, second = make_registration(event), make_registration(event)

    going.cancel(by=going.person.user)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("accepted", "reserve")


def test_whoever_is_taken_off_the_list_by_staff_hears_of_it():
    event = make_event()
    going = make_registration(event)

    going.cancel(by=make_staff(event.programme), note="Grupa jest już za duża.")

    letter = Message.objects.get(template="activities/registration_cancelled")
    assert letter.recipient == going.person.user
    assert "Grupa jest już za duża." in letter.body


def test_whoever_gives_the_place_up_gets_no_letter_about_it():
    going = make_registration(make_event())

    going.cancel(by=going.person.user)

    assert not Message.objects.filter(template="activities/registration_cancelled").exists()


def test_moving_up_names_the_cancellation_as_its_cause():
    event = make_event(capacity=1)
    going, waiting = make_registration(event), make_registration(event)

    entry = going.cancel(by=going.person.user)

    assert entry.effects.get().about == waiting


def test_an_application_for_a_visit_waits_for_staff():
    registration = make_registration(make_visit())

    assert registration.state == "applied"
    assert set(Turn.objects.of(registration).values_list("role", flat=True)) == {
        "staff",
        "coordinator",
    }


def test_staff_give_no_more_places_than_there_are():
    visit = make_visit(capacity=1)
    make_registration(visit, "accepted")
    other = make_registration(visit)

    with pytest.raises(GuardsFailed) as refusal:
        other.accept(by=make_admin())

    assert refusal.value.sentences == ["Wszystkie miejsca są zajęte."]


def test_nobody_decides_about_their_own_application():
    visit = make_visit()
    staff = make_staff(visit.programme)
    registration = make_registration(visit, user=staff)

    with pytest.raises(NotYours):
        registration.accept(by=staff)


def test_nobody_stands_on_a_list_twice():
    registration = make_registration()
    user = registration.person.user

    with pytest.raises(GuardsFailed):
        make_registration(registration.event, user=user)


def test_whoever_gave_a_place_up_may_apply_again():
    registration = make_registration()
    user = registration.person.user
    registration.cancel(by=user)

    again = make_registration(registration.event, user=user)

    assert again.state == "accepted"


def test_an_application_arriving_after_the_deadline_is_refused():
    visit, user = make_visit(), make_user()

    with pytest.raises(GuardsFailed) as refusal:
        apply_for_place(
            subject=visit,
            person=user.person,
            by=user,
            at=visit.apply_until + timedelta(seconds=1),
            answers={},
        )

    assert "Zgłoszenia przyjmowaliśmy do" in refusal.value.sentences[0]


def test_what_counts_is_when_the_request_arrived():
    visit, user = make_visit(), make_user()
    in_time = visit.apply_until - timedelta(seconds=1)

    with clock.at(visit.apply_until + timedelta(minutes=1)):
        registration = apply_for_place(
            subject=visit, person=user.person, by=user, at=in_time, answers={}
        )

    assert registration.state == "applied"


def test_a_place_cannot_be_given_up_once_it_has_begun():
    registration = make_registration()

    with clock.at(registration.event.starts_at), pytest.raises(GuardsFailed):
        registration.cancel(by=registration.person.user)


def test_staff_answer_for_somebody_without_an_account():
    event = make_event()
    registration = apply_for_place(
        subject=event, person=make_person(), by=make_admin(), at=clock.now(), answers={}
    )

    registration.confirm(by=make_staff(event.programme))

    assert registration.state == "confirmed"


def test_cancelling_an_event_calls_every_place_off_and_tells_everybody():
    event = make_event(capacity=1)
    make_registration(event)
    make_registration(event)

    event.cancel(by=make_admin(), note="Prelegentka jest chora.")

    assert set(event.registrations.values_list("state", flat=True)) == {"cancelled"}
    assert Message.objects.filter(template="activities/registration_called_off").count() == 2


def test_whoever_still_waits_when_it_takes_place_waits_no_longer():
    event = make_event(capacity=1)
    make_registration(event)
    waiting = make_registration(event)

    with clock.at(event.starts_at):
        event.hold(by=make_admin())

    waiting.refresh_from_db()
    assert waiting.state == "declined"
    assert not Turn.objects.of(waiting).exists()


def test_a_programme_counts_who_applied_among_its_people():
    registration = make_registration()

    found = Participation.objects.get(programme=registration.event.programme)
    assert (found.person, found.capacity) == (registration.person, "participant")


def test_a_registration_is_for_an_event_or_a_visit_never_both():
    with pytest.raises(Exception, match="a_registration_is_for_an_event_or_a_visit"):
        Registration.objects.begin(
            by=make_admin(), person=make_person(), event=make_event(), visit=make_visit()
        )


class TestAttendance:
    def test_being_there_on_one_day_is_having_attended(self):
        visit = _confirmed_visit()
        here, away = visit.registrations.order_by("pk")

        tick(visit, visit.days[0], here)
        tick(visit, visit.days[1])

        states = dict(visit.registrations.values_list("pk", "state"))
        assert states == {here.pk: "attended", away.pk: "absent"}

    def test_nobody_is_absent_before_the_last_day_is_taken(self):
        visit = _confirmed_visit()
        here, away = visit.registrations.order_by("pk")

        tick(visit, visit.days[0], here)

        away.refresh_from_db()
        assert away.state == "accepted"

    def test_saying_the_same_twice_changes_nothing(self):
        event = make_event()
        registration = make_registration(event)
        tick(event, event.days[0], registration)
        version = Registration.objects.get(pk=registration.pk).version

        tick(event, event.days[0], registration)

        assert Registration.objects.get(pk=registration.pk).version == version
        assert registration.attendances.count() == 1

    def test_a_late_correction_is_taken_until_the_event_is_closed(self):
        event = make_event()
        registration = make_registration(event)
        tick(event, event.days[0])

        tick(event, event.days[0], registration)

        registration.refresh_from_db()
        assert registration.state == "attended"

    def test_a_closed_event_keeps_its_attendance(self):
        event = make_event()
        registration = make_registration(event)
        tick(event, event.days[0], registration)
        with clock.at(after(event)):
            event.hold(by=make_admin())
            event.close(by=make_admin())

        with pytest.raises(GuardsFailed):
            tick(event, event.days[0])

    def test_a_day_to_come_has_no_attendance(self):
        visit = _confirmed_visit()

        with clock.at(visit.starts_at), pytest.raises(GuardsFailed):
            _take(visit, visit.days[1])

    def test_only_staff_take_it(self):
        event = make_event()
        stranger = make_user()

        with pytest.raises(NotYours):
            tick(event, event.days[0], by=stranger)

    def test_keys_of_another_event_are_left_out(self):
        event, other = make_event(), make_registration()
        make_registration(event)

        assert tick(event, event.days[0], other) == 0
        assert not other.attendances.exists()

    def test_an_event_closes_only_with_its_attendance(self):
        event = make_event()
        make_registration(event)
        with clock.at(after(event)):
            event.hold(by=make_admin())
            with pytest.raises(GuardsFailed) as refusal:
                event.close(by=make_admin())

        assert "Sprawdź obecność" in refusal.value.sentences[0]


def _take(visit, day):
    from activities.actions import take_attendance

    return take_attendance(subject=visit, day=day, present=set(), by=make_admin())


def _confirmed_visit():
    visit, admin = make_visit(), make_admin()
    make_registration(visit, "accepted")
    make_registration(visit, "accepted")
    visit.select(by=admin)
    visit.confirm(by=admin)
    return visit


class TestVisit:
    def test_recruitment_opens_only_with_a_programme_and_a_deadline(self):
        visit = make_visit("draft", apply_until=None)
        visit.stops.all().delete()

        with pytest.raises(GuardsFailed) as refusal:
            visit.announce(by=make_admin())

        assert len(refusal.value.sentences) == 2

    def test_recruitment_closes_only_when_every_application_is_decided(self):
        visit = make_visit()
        make_registration(visit)

        with pytest.raises(GuardsFailed) as refusal:
            visit.select(by=make_admin())

        assert len(refusal.value.sentences) == 2

    def test_a_visit_walks_to_its_settlement(self):
        visit, admin = _confirmed_visit(), make_admin()
        for day in visit.days:
            tick(visit, day, *visit.registrations.all())

        with clock.at(after(visit)):
            visit.hold(by=admin)
            type(visit).objects.filter(pk=visit.pk).update(report="Zobaczyliśmy dużo. " * 10)
        with clock.at(after(visit) + timedelta(days=12)):
            visit.submit_report(by=admin)
            visit.settle(by=admin)

        assert visit.state == "settled"

    def test_the_group_gets_the_programme_when_the_visit_is_confirmed(self):
        _confirmed_visit()

        assert Message.objects.filter(template="activities/visit_confirmed").count() == 2

    def test_a_held_visit_cannot_be_cancelled(self):
        visit = _confirmed_visit()
        with clock.at(after(visit)):
            visit.hold(by=make_admin())

        with pytest.raises(NotFromHere):
            visit.cancel(by=make_admin(), note="Za późno.")


# --- more places ---------------------------------------------------------------------------------


def raise_capacity(subject, capacity, fields=("capacity",)):
    """Staff change the number of places."""
    fresh = type(subject).objects.get(pk=subject.pk)
    fresh.capacity = capacity
    staff = make_staff(fresh.programme)
    change_gathering(gathering=fresh, seen=fresh.version, fields=fields, by=staff)


def test_more_places_move_the_first_of_the_reserve_list_up_and_tell_them():
    event = make_event(capacity=1)
    first, *waiting = [make_registration(event) for _ in range(4)]

    raise_capacity(event, 3)

    states = [Registration.objects.get(pk=each.pk).state for each in waiting]
    assert (first.state, states) == ("accepted", ["accepted", "accepted", "reserve"])
    told = Message.objects.filter(template="activities/registration_accepted")
    assert {each.person.user.email for each in waiting[:2]} <= set(
        told.values_list("address", flat=True)
    )


def test_fewer_places_or_another_change_move_nobody():
    event = make_event(capacity=1)
    _first, second = [make_registration(event) for _ in range(2)]

    raise_capacity(event, 1)
    raise_capacity(event, 5, fields=("place",))

    assert Registration.objects.get(pk=second.pk).state == "reserve"


def test_nobody_moves_up_once_it_has_begun():
    event = make_event(capacity=1)
    _first, second = [make_registration(event) for _ in range(2)]

    with clock.at(event.starts_at + timedelta(minutes=1)):
        raise_capacity(event, 5)

    assert Registration.objects.get(pk=second.pk).state == "reserve"
