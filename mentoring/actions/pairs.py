"""What mentoring does to several objects at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from mentoring import rules
from mentoring.models import Edition, Enrolment, Milestone, Pairing, SessionLog, SessionNote, Topic
from people.models import Person
from programmes import actions as programme_actions
from workflows import clock
from workflows.actions import attach_files
from workflows.consequences import follows, timed
from workflows.errors import GuardsFailed, NotYours
from workflows.turns import refresh_turns

from .hours import clash, recount
from .meetings import note_held
from .selecting import copy_criteria, offer_free_places, plant_criteria


@transaction.atomic
def plan_milestone(*, pairing: Pairing, by: Any, **fields: Any) -> Milestone:
    """Add a milestone at the end of the pair's plan; raises NotYours, and GuardsFailed when the pair is not active."""
    fresh = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    refuse_unless_in_active_pair(fresh, by)
    last = fresh.milestones.aggregate(last=Max("position"))["last"] or 0
    return Milestone.objects.begin(by=by, pairing=fresh, position=last + 1, **fields)


@transaction.atomic
def write_session(*, pairing: Pairing, by: Any, note: str = "", **fields: Any) -> SessionLog:
    """Write a meeting down; the other side is asked to confirm it. `note` is private to `by`.

    The same words a second time are the same meeting: a browser that lost its connection does not know whether they
    arrived. Raises NotYours, and GuardsFailed when the pair is not active.
    """
    fresh = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    refuse_unless_in_active_pair(fresh, by)
    if known := known_session(fresh, fields).filter(written_by=by).with_pair().first():
        return known
    _refuse_clash(fresh, fields["held_on"], fields.get("begins"), fields["minutes"])
    log: SessionLog = SessionLog.objects.begin(
        by=by, pairing=fresh, written_by=by, written_at=clock.now(), **fields
    )
    keep_note(log=log, by=by, text=note)
    note_held(pairing=fresh, day=log.held_on, by=by)
    return log


def known_session(pairing: Pairing, fields: Mapping[str, Any]) -> Any:
    """Meetings of the pair that were written down in the same words already."""
    same = {name: fields.get(name) for name in ("held_on", "begins", "minutes", "done")}
    return pairing.session_logs.exclude(state="withdrawn").filter(**same)


def _refuse_clash(
    pairing: Pairing, held_on: date, begins: time | None, minutes: int, but: int | None = None
) -> None:
    """Raises GuardsFailed when the mentor's time is taken then; nobody else of the mentor's pairs writes meanwhile."""
    person = Person.objects.select_for_update().get(pk=pairing.mentor.person_id)
    if sentences := clash(person, held_on, begins, minutes, but=but):
        raise GuardsFailed(sentences)


def keep_note(*, log: SessionLog, by: Any, text: str) -> None:
    """Keep, change or (when empty) forget the private note of `by` on a meeting."""
    if text.strip():
        SessionNote.objects.update_or_create(log=log, author=by, defaults={"text": text})
    else:
        SessionNote.objects.filter(log=log, author=by).delete()


def refuse_unless_in_active_pair(pairing: Pairing, by: Any) -> None:
    if not rules.works_in_pair(by, pairing):
        raise NotYours(rules.works_in_pair.why_not(by, pairing))
    if not pairing.works:
        raise GuardsFailed([_("The pair is not active now.")])


@transaction.atomic
def set_topics(*, edition: Edition, names: Iterable[Mapping[str, str]]) -> None:
    """Make the topics of `edition` those named (`{"pl": …, "en": …}`); topics somebody chose stay."""
    wanted = {each["pl"]: each.get("en", "") for each in names}
    edition.topics.exclude(name_pl__in=wanted).filter(enrolments__isnull=True).delete()
    for polish, english in wanted.items():
        Topic.objects.update_or_create(
            edition=edition, name_pl=polish, defaults={"name_en": english or None}
        )


@follows(Enrolment.accept, Enrolment.take_place)
def note_participation(enrolment: Enrolment, entry: Any) -> None:
    """From now on the programme counts the person among its mentors or mentees."""
    programme_actions.note_participation(
        programme=enrolment.edition.programme,
        person=enrolment.person,
        capacity=enrolment.role,
        since=clock.today(),
    )


@follows(
    Pairing.accept_as_mentor,
    Pairing.accept_as_mentee,
    Pairing.decline,
    Pairing.take_back,
    Pairing.pause,
    Pairing.resume,
    Pairing.complete,
    Pairing.terminate,
    Pairing.rematch,
)
def pass_the_turn(pairing: Pairing, entry: Any) -> None:
    """Whose move the milestones and the search for a mentor are depends on the state of the pair."""
    refresh_turns([pairing.mentee, *pairing.milestones.all()])


@follows(Milestone.approve, Milestone.drop, recounts=True)
def open_next_milestone(milestone: Milestone, entry: Any) -> None:
    """The next planned milestone is the mentee's move."""
    refresh_turns(milestone.pairing.milestones.in_state("planned"))


@follows(Edition.finish)
def end_the_search(edition: Edition, entry: Any) -> None:
    """Nobody looks for a mentor in an edition that is over."""
    refresh_turns(edition.enrolments.accepted_as("mentee"))


@timed(SessionLog.confirm_by_itself)
def unanswered_logs(now: datetime) -> Iterable[SessionLog]:
    """Meetings that the other side left unanswered for as long as the edition waits."""
    return SessionLog.objects.unanswered_since(now)


@transaction.atomic
def begin_edition(
    *,
    by: Any,
    topics: Iterable[Mapping[str, str]] = (),
    like: Edition | None = None,
    **fields: Any,
) -> Edition:
    """Make a draft of an edition; raises NotYours unless `by` runs the programme of its activity.

    What counts when people are chosen, and how many visits are asked for, is as in the edition `like`, else as usual.
    """
    if sentences := rules.is_staff.why_not(by, fields["activity"]):
        raise NotYours(sentences)
    if like is not None:
        fields["visits_due"] = like.visits_due
    edition: Edition = Edition.objects.begin(by=by, **fields)
    set_topics(edition=edition, names=topics)
    if like is not None:
        copy_criteria(source=like, target=edition)
    else:
        plant_criteria(edition)
    return edition


@transaction.atomic
def change_edition(
    *,
    edition: Edition,
    seen: int,
    fields: Iterable[str],
    topics: Iterable[Mapping[str, str]],
    by: Any,
) -> None:
    """Write the changed `fields` and `topics` of an edition; raises NotYours and SomeoneWasFaster."""
    if sentences := rules.is_staff.why_not(by, edition):
        raise NotYours(sentences)
    edition.save_draft(seen=seen, fields=fields)
    set_topics(edition=edition, names=topics)
    recount(edition)
    for role in Enrolment.Role:
        offer_free_places(edition, role)
    refresh_turns([edition, *edition.enrolments.in_state("applied", "accepted")])


@transaction.atomic
def change_goal(*, pairing: Pairing, seen: int, by: Any) -> None:
    """Keep the goal a pair has written down; raises NotYours, GuardsFailed and SomeoneWasFaster."""
    refuse_unless_in_active_pair(pairing, by)
    pairing.save_draft(seen=seen, fields=["goal"])


@transaction.atomic
def change_milestone(*, milestone: Milestone, seen: int, fields: Iterable[str], by: Any) -> None:
    """Write changed fields of a milestone that is still being worked on, and the days that hang on them.

    The plan is both sides' to change, the evidence the mentee's. Raises NotYours, GuardsFailed, SomeoneWasFaster.
    """
    written = list(fields)
    shows = set(written) & {"evidence", "links"}
    may = rules.is_on_mentees_side if shows else rules.works_in_pair
    if sentences := may.why_not(by, milestone):
        raise NotYours(sentences)
    if not milestone.can_be_worked_on:
        raise GuardsFailed([_("This milestone can no longer be changed.")])
    if milestone.is_asked_of_all and not milestone.required:
        raise GuardsFailed([_("The edition asks this milestone of every pair.")])
    milestone.save_draft(seen=seen, fields=written)
    refresh_turns([milestone])


@transaction.atomic
def show_evidence(
    *,
    milestone: Milestone,
    seen: int,
    fields: Iterable[str],
    files: Iterable[UploadedFile[bytes]],
    by: Any,
) -> None:
    """Write what shows that a milestone is reached, and attach its `files`; raises as `change_milestone`, GuardsFailed."""
    change_milestone(milestone=milestone, seen=seen, fields=fields, by=by)
    attach_files(obj=milestone, uploads=files, by=by)


@transaction.atomic
def correct_session(
    *, log: SessionLog, seen: int, fields: Iterable[str], by: Any, note: str = ""
) -> None:
    """Correct a questioned meeting and send it again to the other side; raises what the move raises."""
    _refuse_clash(log.pairing, log.held_on, log.begins, log.minutes, but=log.pk)
    log.save_draft(seen=seen, fields=fields)
    keep_note(log=log, by=by, text=note)
    log.answer(by=by, seen=log.version)
