"""The one door: what it asks, in which order, what it writes, and that nothing gets past it.

The traps of django-fsm-2 4.2.4 stand here one by one, each with the test that it is shut.
"""

from unittest import mock

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError
from django.forms import modelform_factory

from activities.models import Registration
from reporting.models import Report
from tests.factories.activities import make_event, make_registration, make_staff
from tests.factories.mentoring import make_milestone, mentee_of, mentor_of
from tests.factories.people import make_admin, make_user
from tests.factories.reporting import STORY, make_report, who
from workflows import clock, outbox
from workflows.actors import SYSTEM
from workflows.errors import GuardsFailed, NotFromHere, NotYours, SomeoneWasFaster
from workflows.lifecycle import StateIsProtected
from workflows.models import History, Message, Turn

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return make_report("submitted")


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


# ── what the door asks and writes ────────────────────────────────────────────────────────────


def test_a_move_writes_state_version_history_turns_and_letters_together(report):
    funder = who("funder", report.programme)
    version = report.version

    entry = report.accept(by=funder, seen=version)

    row = fresh(report)
    assert (row.state, row.version) == ("accepted", version + 1)
    assert row.accepted_at is not None
    assert (entry.source, entry.target, entry.by) == ("submitted", "accepted", funder)
    assert "accepted_at" in entry.text.changes
    assert not Turn.objects.of(report).exists()
    letters = Message.objects.filter(entry=entry)
    assert [letter.template for letter in letters] == ["reporting/staff_accepted"]


def test_the_callers_object_becomes_what_the_row_became(report):
    report.accept(by=who("funder", report.programme))

    stored = fresh(report)
    assert (report.state, report.version, report.accepted_at) == (
        stored.state,
        stored.version,
        stored.accepted_at,
    )


def test_the_move_acts_on_the_row_and_not_on_the_object_in_hand(report):
    """Whatever the caller changed in memory is not smuggled in with the move."""
    report.story = "Podmieniona opowieść"

    report.accept(by=who("funder", report.programme))

    assert fresh(report).story == report.story == STORY


def test_somebody_who_saw_an_older_version_hears_that_another_was_faster(report):
    funder = who("funder", report.programme)
    seen = report.version
    fresh(report).accept(by=funder, seen=seen)

    with pytest.raises(SomeoneWasFaster, match="przyjęte") as refusal:
        report.return_for_correction(by=funder, seen=seen, note="Za późno")

    assert refusal.value.status == 409
    assert fresh(report).state == "accepted"


def test_a_move_from_another_state_says_which_state_it_is(report):
    with pytest.raises(NotFromHere, match="złożone"):
        report.submit(by=who("staff", report.programme), snapshot="{}", digest="x")


def test_whoever_may_not_reads_why(report):
    with pytest.raises(NotYours) as refusal:
        report.accept(by=who("staff", report.programme))

    assert refusal.value.status == 403
    assert refusal.value.sentences == Report.accept.move.may.why_not(
        who("staff", report.programme), report
    )


def test_nobody_acts_without_logging_in(report):
    with pytest.raises(NotYours, match="zaloguj"):
        report.accept(by=None)


def test_every_guard_that_fails_says_its_sentence_at_once():
    report = make_report(story="", until=clock.today().replace(year=clock.today().year + 1))

    with pytest.raises(GuardsFailed) as refusal:
        report.submit(by=who("staff", report.programme), snapshot="{}", digest="x")

    assert len(refusal.value.sentences) == 2


def test_a_move_that_asks_for_a_reason_is_refused_with_blanks(report):
    with pytest.raises(GuardsFailed, match="dlaczego"):
        report.return_for_correction(by=who("funder", report.programme), note="  ")


def test_the_note_stands_beside_the_chain_and_not_in_it(report):
    entry = report.return_for_correction(by=who("funder", report.programme), note="Brak zdjęć")

    assert entry.text.note == "Brak zdjęć"
    assert "Brak zdjęć" not in str(entry.facts())


def test_what_follows_is_done_by_tandem_in_the_same_move_and_names_its_cause():
    registration = make_registration(make_event())
    event = registration.subject

    entry = event.cancel(by=make_staff(event.programme), note="Powódź")

    effect = History.objects.of(registration).last()
    assert (effect.move, effect.by, effect.cause) == ("call_off", None, entry)


def test_when_what_follows_fails_the_move_has_not_happened_either(monkeypatch):
    registration = make_registration(make_event())
    event = registration.subject
    monkeypatch.setattr(Registration, "call_off", lambda *args, **options: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        event.cancel(by=make_staff(event.programme), note="Powódź")

    assert event.state == fresh(event).state == "announced"


def test_tandem_itself_is_asked_no_predicate_and_held_by_the_guards():
    milestone = make_milestone("in_progress")

    with pytest.raises(GuardsFailed):
        milestone.submit(by=SYSTEM)


# ── all or nothing ───────────────────────────────────────────────────────────────────────────


def test_when_the_letter_can_not_be_written_nothing_has_happened(report, monkeypatch):
    """django-fsm would leave the object in memory in its new state after a save that failed."""
    entries = History.objects.count()

    def fails(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(outbox, "compose", fails)
    with pytest.raises(DatabaseError):
        report.accept(by=who("funder", report.programme))

    assert (report.state, report.accepted_at) == ("submitted", None)
    assert fresh(report).state == "submitted"
    assert History.objects.count() == entries
    assert Turn.objects.of(report).exists()


def test_a_row_changed_under_the_doors_hands_is_not_overwritten(report):
    """The conditional update decides even where a lock did not hold (SQLite knows none)."""
    from workflows import door

    load = door._load_locked

    def load_then_another_moves(obj):
        row = load(obj)
        with mock.patch.object(door, "_load_locked", load):
            fresh(obj).accept(by=who("funder", obj.programme))
        return row

    with (
        mock.patch.object(door, "_load_locked", load_then_another_moves),
        pytest.raises(SomeoneWasFaster),
    ):
        report.accept(by=who("funder", report.programme))

    assert report.state == "submitted"


# ── the traps ────────────────────────────────────────────────────────────────────────────────


def test_the_call_itself_asks_who_may(report):
    """In django-fsm `permission=` is advice: a transition runs for whoever calls it."""
    with pytest.raises(NotYours):
        report.accept(by=make_user())

    assert fresh(report).state == "submitted"


def test_may_is_asked_about_the_object_and_never_without_it(report):
    """django-fsm asks a string permission again without the object, and a global yes lets it through."""
    elsewhere = make_report("submitted")

    with pytest.raises(NotYours):
        report.accept(by=who("funder", elsewhere.programme))


def test_an_administrator_is_held_by_the_same_predicates():
    """Superusers pass every permission backend; here the predicate itself is asked."""
    admin = make_admin()
    assert admin.has_perm("anything.at_all")
    milestone = make_milestone("submitted")

    with pytest.raises(NotYours):
        milestone.approve(by=admin)


def test_nobody_approves_their_own_milestone():
    milestone = make_milestone("submitted")

    with pytest.raises(NotYours):
        milestone.approve(by=mentee_of(milestone))
    milestone.approve(by=mentor_of(milestone))


def test_a_state_is_not_set_by_hand(report):
    with pytest.raises(AttributeError, match="not allowed"):
        report.state = "accepted"


@pytest.mark.parametrize("fields", [{"state": "accepted"}, {"version": 7}])
def test_a_queryset_does_not_update_states_or_versions(report, fields):
    with pytest.raises(StateIsProtected):
        Report.objects.filter(pk=report.pk).update(**fields)


@pytest.mark.parametrize("fields", [["state"], ["version"]])
def test_a_bulk_update_does_not_touch_them_either(report, fields):
    with pytest.raises(StateIsProtected):
        Report.objects.bulk_update([report], fields)


def test_other_fields_are_updated_as_ever(report):
    Report.objects.filter(pk=report.pk).update(story="Inna")
    report.refresh_from_db()
    report.story = "Jeszcze inna"
    Report.objects.bulk_update([report], ["story"])

    assert fresh(report).story == "Jeszcze inna"


@pytest.mark.parametrize("make", ["create", "bulk_create", "update_or_create", "save"])
def test_nothing_is_born_in_a_state_of_its_choice(report, make):
    fields = {
        "programme": report.programme,
        "number": 8,
        "since": report.since,
        "until": report.until,
        "state": "accepted",
    }
    attempts = {
        "create": lambda: Report.objects.create(**fields),
        "bulk_create": lambda: Report.objects.bulk_create([Report(**fields)]),
        "update_or_create": lambda: Report.objects.update_or_create(number=8, defaults=fields),
        "save": lambda: Report(**fields).save(),
    }

    with pytest.raises(StateIsProtected):
        attempts[make]()


def test_an_existing_row_takes_no_state_through_update_or_create(report):
    with pytest.raises(AttributeError, match="not allowed"):
        Report.objects.update_or_create(pk=report.pk, defaults={"state": "accepted"})


def test_a_copy_of_an_object_is_not_saved_as_a_new_one():
    """Beginning is allowed once; the key taken off a begun object does not begin another."""
    report = make_report()
    report.pk, report._state.adding = None, True

    with pytest.raises(StateIsProtected):
        report.save()


def test_saving_an_old_object_brings_back_neither_its_state_nor_its_version(report):
    old = fresh(report)
    report.accept(by=who("funder", report.programme))

    old.story = "Poprawka"
    old.save()

    row = fresh(report)
    assert (row.state, row.version, row.story) == ("accepted", report.version, "Poprawka")


@pytest.mark.parametrize(
    "delete", [lambda one: one.delete(), lambda one: type(one).objects.filter(pk=one.pk).delete()]
)
def test_what_has_a_history_is_not_deleted(report, delete):
    with pytest.raises(StateIsProtected):
        delete(report)


def test_a_form_never_offers_the_state_and_still_validates(report):
    """django-fsm's protected field breaks full_clean() and every ModelForm that names it."""
    form_class = modelform_factory(Report, fields="__all__")
    form = form_class(
        {
            "programme": report.programme_id,
            "since": report.since,
            "until": report.until,
            "story": "Nowa opowieść",
            "state": "accepted",
        },
        instance=report,
    )

    assert "state" not in form.fields
    assert form.is_valid(), form.errors
    report.full_clean()
    assert report.state == "submitted"


def test_full_clean_still_finds_what_is_wrong(report):
    report.since = None

    with pytest.raises(ValidationError):
        report.full_clean()


def test_refreshing_never_unlocks_the_state_for_the_others(report):
    """django-fsm leaves the field unprotected for the whole process when refreshing fails."""
    gone = fresh(report)
    gone.pk = 0

    with pytest.raises(ObjectDoesNotExist):
        gone.refresh_from_db()

    assert gone.state == "submitted"
    with pytest.raises(AttributeError, match="not allowed"):
        report.state = "accepted"


def test_refreshing_reads_the_state_as_well(report):
    other = fresh(report)
    report.accept(by=who("funder", report.programme))

    other.refresh_from_db()

    assert other.state == "accepted"
    assert other.get_deferred_fields() == set()


def test_refreshing_one_other_field_leaves_the_state_in_hand(report):
    report.refresh_from_db(fields=["story"])

    assert report.state == "submitted"


def test_a_deferred_state_is_read_when_it_is_asked_for(report):
    row = Report.objects.defer("state").get(pk=report.pk)
    assert "state" in row.get_deferred_fields()

    row.refresh_from_db()

    assert row.state == "submitted"


# ── drafts ───────────────────────────────────────────────────────────────────────────────────


def test_two_editors_of_a_draft_do_not_overwrite_each_other():
    mine = make_report()
    theirs = fresh(mine)
    mine.story = "Moja"
    mine.save_draft(seen=mine.version, fields=["story"])
    theirs.story = "Cudza"

    with pytest.raises(SomeoneWasFaster):
        theirs.save_draft(seen=theirs.version, fields=["story"])

    assert fresh(mine).story == "Moja"


# ── objects without more than they need ──────────────────────────────────────────────────────


def test_a_lifecycle_says_who_it_is_and_what_it_lacks():
    from workflows.lifecycle import Lifecycle

    class Bare(Lifecycle):
        class Meta:
            app_label = "workflows"
            abstract = True

        def __str__(self):
            return "Rzecz"

    bare = Bare.__new__(Bare)

    assert bare.title_line == "Rzecz"
    assert bare.role_scopes() == [bare]
    with pytest.raises(NotImplementedError, match="has no page"):
        bare.get_absolute_url()


def test_saving_named_fields_writes_those_alone(report):
    report.story, report.number = "Nowa", 77

    report.save(update_fields=["story"])

    assert (fresh(report).story, fresh(report).number) == ("Nowa", 1)
