"""What events and visits do to several objects at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from itertools import combinations
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from activities import guards, rules
from activities.models import (
    Attendance,
    Event,
    Registration,
    SessionChoice,
    Stop,
    StudyVisit,
)
from activities.rules import COMES, STANDS, WAS_THERE
from people.models import Person
from programmes.actions import note_participation
from programmes.models import Participation
from workflows import clock
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours, SomeoneWasFaster
from workflows.moves import SYSTEM
from workflows.turns import refresh_turns

Subject = Event | StudyVisit
One = TypeVar("One", bound=Subject)


@transaction.atomic
def apply_for_place(
    *,
    subject: Subject,
    person: Person,
    by: Any,
    at: datetime,
    answers: Mapping[str, str],
    sessions: Collection[Stop] = (),
) -> Registration:
    """Register `person` for `subject`; at an event a free place is theirs at once, else the reserve list.

    `at` is when the request arrived; `answers` hold motivation, diet and access_needs, `sessions` what they choose of
    the programme. Raises GuardsFailed when applications are closed, the person is on the list already, or a session
    is full.
    """
    fresh = locked_subject(subject)
    if sentences := guards.can_be_applied_for.sentences(fresh, {"at": at}):
        raise GuardsFailed(sentences)
    return put_on_list(fresh, person, by=by, answers=answers, sessions=sessions)


@transaction.atomic
def enter_participant(*, subject: Subject, person: Person, by: Any) -> Registration:
    """Put on the list somebody who told staff, or who came without registering; raises GuardsFailed, NotYours."""
    fresh = locked_subject(subject)
    if not rules.is_staff(by, fresh):
        raise NotYours(rules.is_staff.why_not(by, fresh))
    if not (fresh.takes_applications or fresh.takes_attendance):
        raise GuardsFailed([_("Nobody can be added in this state.")])
    return put_on_list(fresh, person, by=by, answers={})


def put_on_list(
    subject: Subject,
    person: Person,
    *,
    by: Any,
    answers: Mapping[str, str],
    sessions: Collection[Stop] = (),
) -> Registration:
    """Begin a place at `subject`, whose lock the caller holds; GuardsFailed when the person is on the list already."""
    if subject.registrations.open().filter(person=person).exists():
        raise GuardsFailed([_("%(person)s is already on the list.") % {"person": person}])
    target = {"event": subject} if isinstance(subject, Event) else {"visit": subject}
    registration = Registration.objects.begin(by=by, person=person, **target, **answers)
    _note_participation(subject, person)
    set_sessions(registration, sessions)
    if subject.admits_at_once:
        _give_or_reserve(registration)
    return registration


def set_sessions(registration: Registration, sessions: Collection[Stop]) -> None:
    """Make the sessions of a place those named; the caller holds the lock of the event.

    Raises GuardsFailed, naming each session that is full or not of this event, and two at the same time.
    """
    standing = {choice.stop_id for choice in registration.choices.all()}
    wanted = [each for each in sessions if each.pk not in standing]
    if sentences := list(_against_sessions(registration, sessions, wanted)):
        raise GuardsFailed(sentences)
    registration.choices.exclude(stop__in=sessions).delete()
    SessionChoice.objects.bulk_create(
        SessionChoice(registration=registration, stop=each) for each in wanted
    )


def _against_sessions(
    registration: Registration, sessions: Collection[Stop], wanted: Collection[Stop]
) -> Iterator[str]:
    for each in wanted:
        if each.event_id != registration.event_id or each.capacity is None:
            yield _("“%(session)s” is not a session of this event.") % {"session": each}
        elif SessionChoice.objects.standing().filter(stop=each).count() >= each.capacity:
            yield _("“%(session)s” is full. Choose another session.") % {"session": each}
    for one, other in combinations(sessions, 2):
        if one.meets(other):
            named = {"one": one, "other": other}
            yield _("“%(one)s” and “%(other)s” are at the same time. Choose one of them.") % named


@transaction.atomic
def choose_sessions(*, registration: Registration, sessions: Collection[Stop]) -> None:
    """Change what somebody chose of the programme, for whoever holds the link of their place.

    Raises GuardsFailed when a session is full, two are at the same time, or the event has begun.
    """
    locked_subject(registration.subject)
    fresh = Registration.objects.with_subjects().get(pk=registration.pk)
    if fresh.state not in STANDS:
        raise GuardsFailed([_("Sessions are chosen by those who have a place or wait for one.")])
    if sentences := guards.is_before_the_start.sentences(fresh, {"at": clock.now()}):
        raise GuardsFailed(sentences)
    set_sessions(fresh, sessions)


def _give_or_reserve(registration: Registration) -> None:
    if registration.subject.free_places() > 0:
        registration.accept(by=SYSTEM)
    else:
        registration.put_on_reserve(by=SYSTEM)


def _note_participation(subject: Subject, person: Person) -> None:
    """From now on the programme's staff see this person among theirs."""
    note_participation(
        programme=subject.programme,
        person=person,
        capacity=Participation.Capacity.PARTICIPANT,
        since=clock.today(),
    )


def locked_subject(subject: One) -> One:
    """The row as it is now, under its lock: two people never take the last place."""
    rows: Any = type(subject).objects.select_for_update(of=("self",))
    fresh: One = rows.select_related("activity__programme").get(pk=subject.pk)
    return fresh


@transaction.atomic
def take_attendance(
    *,
    subject: Subject,
    day: date,
    present: Collection[int],
    by: Any,
    seen: Collection[int] | None = None,
) -> int:
    """Write who was there on `day`; return how many.

    `present` holds keys of registrations of `subject`; foreign keys are left out. Saying the same twice changes
    nothing, saying something else corrects it, until the gathering is closed. A person becomes “attended” with
    the first day, “absent” when the last day is taken and no day has them. `seen` are those who were ticked when
    the list was shown. Raises NotYours, GuardsFailed, and SomeoneWasFaster when the list says something else by now.
    """
    fresh = locked_subject(subject)
    _refuse_attendance(fresh, day, by)
    people = list(fresh.registrations.taking_a_place().select_related("person").order_by("pk"))
    if seen is not None:
        _refuse_to_overwrite(people, day, set(present), set(seen))
    _mark(people, day, set(present), by)
    all_taken = not fresh.days_without_attendance()
    ever = set(
        Attendance.objects.filter(registration__in=people, present=True).values_list(
            "registration", flat=True
        )
    )
    for registration in people:
        _settle_presence(
            registration, was_there=registration.pk in ever, all_taken=all_taken, by=by
        )
    return len(set(present) & {registration.pk for registration in people})


def _refuse_attendance(subject: Subject, day: date, by: Any) -> None:
    if not rules.is_staff(by, subject):
        raise NotYours(rules.is_staff.why_not(by, subject))
    if not subject.takes_attendance:
        raise GuardsFailed([_("The attendance is final: it can no longer be changed.")])
    if day not in subject.past_days():
        raise GuardsFailed(
            [_("Attendance is taken on the days of the meeting, once they have come.")]
        )


def _refuse_to_overwrite(
    people: list[Registration], day: date, present: set[int], seen: set[int]
) -> None:
    """Two people with the list in hand never undo each other's ticks unawares."""
    marks = Attendance.objects.filter(registration__in=people, day=day, present=True)
    now = set(marks.values_list("registration", flat=True))
    if now in (seen, present):
        return
    there = ", ".join(str(one.person) for one in people if one.pk in now) or "–"
    raise SomeoneWasFaster(
        [
            _(
                "Somebody saved this day's list meanwhile, with these persons: %(persons)s. Look through your ticks and save once more."
            )
            % {"persons": there}
        ]
    )


def _mark(people: list[Registration], day: date, present: set[int], by: Any) -> None:
    standing = {
        mark.registration_id: mark
        for mark in Attendance.objects.filter(registration__in=people, day=day)
    }
    stamp = {"marked_at": clock.now(), "marked_by": by}
    new = [
        Attendance(registration=registration, day=day, present=registration.pk in present, **stamp)
        for registration in people
        if registration.pk not in standing
    ]
    Attendance.objects.bulk_create(new)
    for now_present in (True, False):
        changed = [
            m.pk
            for key, m in standing.items()
            if m.present != now_present and (key in present) == now_present
        ]
        Attendance.objects.filter(pk__in=changed).update(present=now_present, **stamp)


def _settle_presence(
    registration: Registration, *, was_there: bool, all_taken: bool, by: Any
) -> None:
    states = Registration.States
    if was_there and registration.state not in WAS_THERE:
        registration.attend(by=by)
    elif (
        not was_there
        and registration.state != states.ABSENT
        and (all_taken or registration.state in WAS_THERE)
    ):
        registration.miss(by=by)


@follows(Registration.cancel)
def move_reserve_up(registration: Registration, entry: Any) -> None:
    """The first person of the reserve list gets the place that came free."""
    fill_from_reserve(registration.subject)


def fill_from_reserve(subject: Subject) -> int:
    """Give free places to the first of the reserve list, until it begins; return how many."""
    if clock.now() >= subject.starts_at:
        return 0
    waiting = list(subject.registrations.on_reserve()[: max(subject.free_places(), 0)])
    for registration in waiting:
        registration.accept(by=SYSTEM)
    return len(waiting)


@follows(Event.cancel, StudyVisit.cancel)
def call_off_registrations(subject: Subject, entry: Any) -> None:
    """Everyone who applied hears that there is nothing to come to."""
    for registration in subject.registrations.exclude(state__in=("declined", "cancelled")):
        registration.call_off(by=SYSTEM)


@follows(Event.close)
def mark_who_never_came(event: Event, entry: Any) -> None:
    """Whoever has a place and was ticked on no day was not there; a day without a tick is a day away."""
    people = list(event.registrations.taking_a_place().order_by("pk"))
    ticked = set(
        Attendance.objects.filter(registration__in=people).values_list("registration", "day")
    )
    Attendance.objects.bulk_create(
        Attendance(registration=one, day=day, present=False, marked_at=clock.now(), marked_by=None)
        for one in people
        for day in event.days
        if (one.pk, day) not in ticked
    )
    for registration in people:
        if registration.state in COMES:
            registration.miss(by=SYSTEM)


@follows(Event.hold, StudyVisit.hold)
def release_the_waiting(subject: Subject, entry: Any) -> None:
    """Whoever still waited for a place waits no longer."""
    for registration in subject.registrations.in_state("applied", "reserve"):
        registration.release(by=SYSTEM)


@transaction.atomic
def begin_gathering(*, model: type[Subject], by: Any, **fields: Any) -> Subject:
    """Make a draft of an event or a visit; raises NotYours unless `by` runs the programme of its activity."""
    if sentences := rules.is_staff.why_not(by, fields["activity"]):
        raise NotYours(sentences)
    return model.objects.begin(by=by, **fields)


@transaction.atomic
def change_gathering(*, gathering: Subject, seen: int, fields: Collection[str], by: Any) -> None:
    """Write the changed `fields` of an event or a visit; the days until when others have a move follow them.

    More places move the reserve list up at once.

    Raises NotYours, and SomeoneWasFaster when it changed since version `seen`.
    """
    if sentences := rules.is_staff.why_not(by, gathering):
        raise NotYours(sentences)
    gathering.save_draft(seen=seen, fields=fields)
    vars(gathering).pop("days", None)
    refresh_turns([gathering, *gathering.registrations.open()])
    if "capacity" in fields:
        fill_from_reserve(locked_subject(gathering))
