"""Applying to an edition: a draft that saves itself, and the application that is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import guards, rules
from mentoring.models import Edition, Enrolment, EnrolmentDraft, Topic
from mentoring.models.asked import RESERVED
from people.models import Person
from questionnaires.forms import Page
from questionnaires.models import AnswerSet, Saved, Version
from workflows.errors import GuardsFailed, NotFromHere, NotYours

from .inquiries import usual_forms


@transaction.atomic
def enrol(
    *,
    edition: Edition,
    person: Person,
    role: str,
    by: Any,
    at: datetime,
    topics: Iterable[Topic] = (),
    **answers: Any,
) -> Enrolment:
    """Let `person` apply to `edition` as `role`; `answers` hold the columns of an enrolment that say what was answered.

    `at` is when the request arrived. Raises GuardsFailed when applications are closed or the person is in already.
    """
    fresh = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("activity__programme")
        .get(pk=edition.pk)
    )
    if sentences := why_not_apply(fresh, person, at=at):
        raise GuardsFailed(sentences)
    enrolment = Enrolment.objects.begin(by=by, edition=fresh, person=person, role=role, **answers)
    enrolment.topics.set(topics)
    return enrolment


def why_not_apply(edition: Edition, person: Person | None, *, at: datetime) -> list[str]:
    """Sentences that speak against an application of `person` that arrived `at`; empty when it may be made."""
    sentences = guards.can_be_applied_for.sentences(edition, {"at": at})
    if person is None:
        sentences.append(_("Your account has no person behind it yet. Write to the organisers."))
    elif edition.enrolments.standing().filter(person=person).exists():
        sentences.append(_("Your application is here already."))
    return sentences


def form_of(edition: Edition, role: str) -> Version:
    """What the edition asks candidates of one side: the form it chose, else the usual one."""
    field = f"{role}_form"
    chosen: Version | None = getattr(edition, field)
    return chosen or usual_forms()[field]


@transaction.atomic
def begin_draft(
    *, edition: Edition, person: Person | None, role: str, at: datetime
) -> EnrolmentDraft:
    """The draft of `person` for one side, begun now unless there is one. Raises GuardsFailed as applying would."""
    if person and (known := person.mentoring_drafts.filter(edition=edition, role=role).first()):
        return known
    if (sentences := why_not_apply(edition, person, at=at)) or person is None:
        raise GuardsFailed(sentences)
    # a second click at the same moment waits here and finds the first one's draft
    Person.objects.select_for_update().get(pk=person.pk)
    draft: EnrolmentDraft | None = person.mentoring_drafts.filter(
        edition=edition, role=role
    ).first()
    return draft or EnrolmentDraft.objects.create(
        edition=edition,
        person=person,
        role=role,
        answers=AnswerSet.objects.create(questions=form_of(edition, role)),
    )


def _being_written(draft: EnrolmentDraft, by: Any) -> EnrolmentDraft:
    rows = EnrolmentDraft.objects.select_for_update(of=("self",))
    fresh = (
        rows.select_related("answers__questions", "edition", "person").filter(pk=draft.pk).first()
    )
    if fresh is None:
        raise NotFromHere([_("This application was sent or thrown away meanwhile.")])
    if sentences := rules.is_own.why_not(by, fresh):
        raise NotYours(sentences)
    return fresh


@transaction.atomic
def save_draft(*, draft: EnrolmentDraft, typed: Mapping[str, Any], page: Page, by: Any) -> Saved:
    """Keep what was typed into an open `page`. Raises NotYours, or NotFromHere once it was sent."""
    fresh = _being_written(draft, by)
    return fresh.answers.save_typed(typed, seen=page.seen, page=page.token)


@transaction.atomic
def discard_draft(*, draft: EnrolmentDraft, by: Any) -> None:
    """Throw the draft away with all that was typed. Raises as `save_draft`."""
    fresh = _being_written(draft, by)
    answers = fresh.answers
    fresh.delete()
    answers.delete()


@transaction.atomic
def send_application(*, draft: EnrolmentDraft, by: Any, at: datetime) -> Enrolment:
    """Make the application of a complete draft; drafts of the other side go. Raises GuardsFailed with what is missing.

    What became a column is kept there alone, so that what was said in confidence lies in one place.
    """
    fresh = _being_written(draft, by)
    form = fresh.form(check=True)
    if missing := form.missing():
        raise GuardsFailed([f"{one.label}: {one.sentence}" for one in missing])
    chosen = form.cleaned_data.get("topics") or []
    answers = fresh.answers
    EnrolmentDraft.objects.filter(pk=fresh.pk).delete()
    answers.values = {key: said for key, said in answers.values.items() if key not in RESERVED}
    answers.traces = {}
    answers.save()
    enrolment = enrol(
        edition=fresh.edition,
        person=fresh.person,
        role=fresh.role,
        by=by,
        at=at,
        topics=fresh.edition.topics.filter(pk__in=chosen),
        answers=answers,
        **fresh.as_columns(form.cleaned_data),
    )
    for other in fresh.person.mentoring_drafts.filter(edition=fresh.edition):
        discard_draft(draft=other, by=by)
    return enrolment
