"""Offering a mentor to somebody whose project the programme funds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import rules
from mentoring.models import Edition, Enrolment, EnrolmentDraft, MentorOffer
from programmes.registries.projects import Project
from questionnaires.prefill import filled_from
from workflows.consequences import follows, timed
from workflows.errors import GuardsFailed, NotYours

from .recruiting import begin_draft, why_not_apply


@transaction.atomic
def offer_mentor(*, edition: Edition, project: Project, by: Any, at: datetime) -> MentorOffer:
    """Offer the person behind `project` a mentor in `edition`; a second offer leads to the one that waits.

    `by` runs the programme, or is that person, who asks for it themselves. `at` is when the request arrived. Raises
    NotYours, and GuardsFailed where the edition takes no applications or the person is in already.
    """
    fresh = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("activity__programme")
        .get(pk=edition.pk)
    )
    if by.pk != project.person.user_id and (sentences := rules.is_staff.why_not(by, fresh)):
        raise NotYours(sentences)
    if fresh.programme != project.programme:
        raise GuardsFailed([_("The edition belongs to another programme.")])
    if standing := fresh.offers.in_state("offered").filter(person=project.person).first():
        return standing
    if sentences := why_not_apply(fresh, project.person, at=at):
        raise GuardsFailed(sentences)
    offer: MentorOffer = MentorOffer.objects.begin(
        by=by,
        edition=fresh,
        person=project.person,
        project=project.name,
        title=project.title,
        idea=project.idea,
        offered_by=by,
    )
    return offer


@follows(MentorOffer.accept)
def begin_their_application(offer: MentorOffer, entry: Any) -> None:
    """The application as a mentee begins with the idea of the project; what is typed there already stays."""
    draft = begin_draft(
        edition=offer.edition, person=offer.person, role=Enrolment.Role.MENTEE, at=entry.at
    )
    known = filled_from({"action.goal": offer.idea}, draft.questions())
    empty = {key: value for key, value in known.items() if not draft.answers.values.get(key)}
    if empty:
        draft.answers.save_typed(empty, seen=draft.answers.version)


def draft_of(offer: MentorOffer) -> EnrolmentDraft | None:
    """The application that came of an accepted offer, as long as it is not sent."""
    if offer.state != MentorOffer.States.ACCEPTED:
        return None
    drafts = offer.person.mentoring_drafts.filter(role=Enrolment.Role.MENTEE)
    return drafts.filter(edition=offer.edition_id).first()


@timed(MentorOffer.lapse)
def late_offers(now: datetime) -> Iterable[MentorOffer]:
    """Offers that nobody answered while the edition took applications."""
    return MentorOffer.objects.unanswered_at(now)


def editions_for(project: Project) -> list[Edition]:
    """The editions of the programme for which the person behind the project may still apply, the nearest deadline first."""
    rows = Edition.objects.recruiting().filter(activity__programme=project.programme)
    standing = Enrolment.objects.standing().filter(person=project.person).values("edition")
    waiting = MentorOffer.objects.in_state("offered").filter(person=project.person)
    return list(rows.exclude(pk__in=standing).exclude(pk__in=waiting.values("edition")))
