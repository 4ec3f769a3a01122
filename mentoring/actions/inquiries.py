"""Asking both sides of a pair what the edition wants to know, and keeping what they answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from mentoring import rules
from mentoring.models import Edition, Inquiry, Pairing
from mentoring.models.inquiry import opening_days
from questionnaires.actions import publish_file
from questionnaires.models import AnswerSet, Version
from workflows import clock
from workflows.consequences import follows, timed
from workflows.errors import NotYours
from workflows.moves import SYSTEM
from workflows.workdays import day_in_warsaw

DATA = Path(__file__).resolve().parent.parent / "data"
#: The forms that a new edition is offered, by its field: the code and the file.
FORMS = {
    "mentee_form": ("mentoring-mentee", "mentee_form.yaml"),
    "mentor_form": ("mentoring-mentor", "mentor_form.yaml"),
    "self_assessment": ("mentoring-self-assessment", "self_assessment.yaml"),
    "midterm_survey": ("mentoring-midterm", "midterm.yaml"),
    "closing_survey": ("mentoring-closing", "closing.yaml"),
}
#: Which field of the edition holds the form of each kind.
FIELD_OF = {
    Inquiry.Kind.BEFORE: "self_assessment",
    Inquiry.Kind.MIDDLE: "midterm_survey",
    Inquiry.Kind.AFTER: "self_assessment",
    Inquiry.Kind.CLOSING: "closing_survey",
}


def usual_forms() -> dict[str, Version]:
    """The newest published version of each form that was planted, by the field of the edition."""
    field_of = {code: field for field, (code, _file) in FORMS.items()}
    rows = Version.objects.published().filter(questionnaire__code__in=field_of)
    found: dict[str, Version] = {}
    for version in rows.select_related("questionnaire"):
        found.setdefault(field_of[version.questionnaire.code], version)
    return found


def plant_forms(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Publish the forms after migrating, so that a new installation can ask at once. Takes what post_migrate sends."""
    if Version._meta.db_table in connections[using].introspection.table_names():
        for _code, name in FORMS.values():
            publish_file(path=DATA / name)


@follows(Pairing.accept_as_mentee)
def plan_inquiries(pairing: Pairing, entry: Any) -> None:
    """A pair that begins will be asked what the edition has forms for; the mentee alone about skills."""
    edition: Edition = pairing.edition
    for kind, opens_on in opening_days(pairing).items():
        form = getattr(edition, FIELD_OF[Inquiry.Kind(kind)])
        about_skills = FIELD_OF[Inquiry.Kind(kind)] == "self_assessment"
        sides = [pairing.mentee] if about_skills else [pairing.mentor, pairing.mentee]
        for side in sides if form else []:
            inquiry = Inquiry.objects.begin(
                by=SYSTEM, pairing=pairing, of=side, kind=kind, form=form, opens_on=opens_on
            )
            if opens_on <= clock.today():
                inquiry.open(by=SYSTEM)


@timed(Inquiry.open)
def inquiries_to_open(now: datetime) -> Iterable[Inquiry]:
    """Those whose day has come, of pairs that go on."""
    rows = Inquiry.objects.in_state("planned").filter(opens_on__lte=day_in_warsaw(now))
    return rows.filter(pairing__state__in=("active", "paused")).with_pair()


@follows(Pairing.complete)
def ask_at_the_end(pairing: Pairing, entry: Any) -> None:
    """A pair that completes early is asked now what it would be asked at the end; half-way is behind it."""
    for inquiry in pairing.inquiries.in_state("planned", "asked").with_pair():
        if inquiry.kind == Inquiry.Kind.MIDDLE:
            inquiry.lapse(by=SYSTEM)
        elif inquiry.state == Inquiry.States.PLANNED:
            inquiry.open(by=SYSTEM)


@follows(Pairing.terminate, Pairing.rematch)
def ask_no_more(pairing: Pairing, entry: Any) -> None:
    """A pair that ended early is left in peace."""
    for inquiry in pairing.inquiries.in_state("planned", "asked").with_pair():
        inquiry.lapse(by=SYSTEM)


@transaction.atomic
def answer_inquiry(
    *, inquiry: Inquiry, by: Any, values: Mapping[str, Any], seen: int | None = None
) -> None:
    """Keep the answers and say that they are given; they were judged by the form. Raises what the move raises."""
    if sentences := rules.is_asked.why_not(by, inquiry):
        raise NotYours(sentences)
    answers = AnswerSet.objects.create(
        questions=inquiry.form, values=dict(values), version=1, saved_at=clock.now()
    )
    inquiry.give(by=by, seen=seen, answers=answers)
