"""Choosing people: what counts, points, notes of interviews, and the line of those who wait for a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import rules
from mentoring.models import (
    Edition,
    Enrolment,
    InterviewNote,
    SelectionCriterion,
    SelectionSheet,
)
from workflows import clock
from workflows.consequences import follows, timed
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM

DATA = Path(__file__).resolve().parent.parent / "data"
FREES_A_PLACE = ("accepted", "offered")


def _refuse(predicate: Any, by: Any, about: Any) -> None:
    if sentences := predicate.why_not(by, about):
        raise NotYours(sentences)


def plant_criteria(edition: Edition) -> None:
    """Give a new edition what usually counts; staff change it before the first points."""
    usual = yaml.safe_load((DATA / "criteria.yaml").read_text(encoding="utf-8"))
    for role, rows in usual.items():
        for position, row in enumerate(rows):
            SelectionCriterion.objects.create(
                edition=edition,
                role=role,
                position=position,
                name_pl=row["name"]["pl"],
                name_en=row["name"]["en"],
                points=row["points"],
            )


def copy_criteria(*, source: Edition, target: Edition) -> None:
    """What counted in `source` counts in `target` too."""
    for one in source.criteria.all():
        one.pk, one.edition = None, target
        one.save()


def sentences_against_criteria(edition: Edition, role: str) -> list[str]:
    """Why what counts for one side can no longer change; empty when it can."""
    if edition.state not in (Edition.States.DRAFT, Edition.States.RECRUITING):
        return [_("The people are chosen: what counted stays as it was.")]
    scored = SelectionSheet.objects.filter(enrolment__edition=edition, enrolment__role=role)
    if scored.filter(total__isnull=False).exists():
        return [_("Points are given already: what counts stays the same for everybody.")]
    return []


@transaction.atomic
def keep_selection_criteria(*, edition: Edition, role: str, formset: Any, by: Any) -> None:
    """Save what counts for one side from a valid `formset`; raises NotYours, and GuardsFailed once points are given."""
    fresh = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    _refuse(rules.is_staff, by, fresh)
    if sentences := sentences_against_criteria(fresh, role):
        raise GuardsFailed(sentences)
    for form in formset.forms:
        form.instance.role = role
    formset.save()
    for position, one in enumerate(fresh.criteria.filter(role=role).order_by("position", "pk")):
        SelectionCriterion.objects.filter(pk=one.pk).update(position=position)


@transaction.atomic
def score_candidate(*, enrolment: Enrolment, points: Mapping[int, int], by: Any) -> None:
    """Write the points of `by`, by key of the criterion, for a candidate.

    Raises NotYours for who takes part themselves, GuardsFailed once it is decided or a number does not fit.
    """
    fresh = _undecided(enrolment, by)
    criteria = fresh.edition.criteria.filter(role=fresh.role)
    most = dict(criteria.values_list("pk", "points"))
    fits = all(0 <= number <= most.get(key, -1) for key, number in points.items())
    if not fits or points.keys() != most.keys() or not most:
        raise GuardsFailed([_("The criteria have changed. Open the page again.")])
    _keep_sheet(
        fresh, by, {str(key): number for key, number in points.items()}, sum(points.values())
    )


@transaction.atomic
def abstain(*, enrolment: Enrolment, by: Any) -> None:
    """`by` gives no points to this candidate, and from now on sees the others'. Raises as `score_candidate`.

    Who has seen the others' points gives none any more: nobody's points follow another's.
    """
    fresh = _undecided(enrolment, by)
    _keep_sheet(fresh, by, {}, None)


def _undecided(enrolment: Enrolment, by: Any) -> Enrolment:
    rows = Enrolment.objects.select_for_update(of=("self",))
    fresh: Enrolment = rows.select_related("edition__activity__programme").get(pk=enrolment.pk)
    _refuse(rules.selects, by, fresh)
    if fresh.state != Enrolment.States.APPLIED:
        raise GuardsFailed([_("This application is decided: its points can no longer be changed.")])
    if fresh.sheets.filter(scorer=by, total=None).exists():
        raise GuardsFailed(
            [_("You chose to give no points here, and have seen the others' since.")]
        )
    return fresh


def _keep_sheet(enrolment: Enrolment, by: Any, points: dict[str, int], total: int | None) -> None:
    SelectionSheet.objects.update_or_create(
        enrolment=enrolment,
        scorer=by,
        defaults={"points": points, "total": total, "saved_at": clock.now()},
    )


@transaction.atomic
def note_interview(*, enrolment: Enrolment, by: Any, held_on: date, text: str) -> InterviewNote:
    """Keep a note on a talk with a candidate; raises NotYours for who takes part in the edition themselves."""
    _refuse(rules.selects, by, enrolment)
    return InterviewNote.objects.create(
        enrolment=enrolment, author=by, held_on=held_on, text=text, written_at=clock.now()
    )


@transaction.atomic
def move_in_line(*, enrolment: Enrolment, up: bool, by: Any) -> None:
    """Let a waiting person change places with the one before or after them; at an end of the line nothing happens."""
    rows = Enrolment.objects.select_for_update(of=("self",))
    line = list(rows.filter(edition=enrolment.edition_id).in_line(enrolment.role))
    _refuse(rules.selects, by, enrolment)
    place = next((at for at, one in enumerate(line) if one.pk == enrolment.pk), None)
    if place is None:
        raise GuardsFailed([_("This person does not wait any more.")])
    other = place - 1 if up else place + 1
    if 0 <= other < len(line):
        line[place], line[other] = line[other], line[place]
    for rank, one in enumerate(line, start=1):
        Enrolment.objects.filter(pk=one.pk).update(waiting_rank=rank)


@follows(Enrolment.withdraw, Enrolment.lapse)
def offer_to_the_next(enrolment: Enrolment, entry: Any) -> None:
    """A place that comes free is offered to whoever is first in line, as long as the edition goes on."""
    if entry.source in FREES_A_PLACE:
        offer_free_places(enrolment.edition, enrolment.role)


def offer_free_places(edition: Edition, role: str) -> None:
    """Offer every free place of one side to those who wait, the first in line first, as long as the edition goes on."""
    if edition.state not in (Edition.States.RECRUITING, Edition.States.RUNNING):
        return
    for following in edition.enrolments.in_line(role):
        if not edition.has_free_place(role):
            return
        following.offer_place(by=SYSTEM)


@timed(Enrolment.lapse)
def unanswered_offers(now: datetime) -> Iterable[Enrolment]:
    """Places that were offered and not taken within the week."""
    return Enrolment.objects.in_state("offered").filter(answer_until__lte=now)
