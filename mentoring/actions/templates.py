"""The template of an edition's plans: kept by staff, taken over by a pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from mentoring import rules
from mentoring.models import Edition, Milestone, MilestoneTemplate, Pairing
from workflows import clock
from workflows.errors import GuardsFailed, NotYours

from .pairs import refuse_unless_in_active_pair


@transaction.atomic
def keep_template(*, edition: Edition, rows: Sequence[Mapping[str, Any]], by: Any) -> None:
    """Make the template of `edition` these rows: id (of a standing one, or None), title, shown_by, days, required.

    What pairs took over stays in their plans as they wrote it. Raises NotYours, and GuardsFailed when the edition is
    finished.
    """
    if sentences := rules.is_staff.why_not(by, edition):
        raise NotYours(sentences)
    if edition.state == Edition.States.FINISHED:
        raise GuardsFailed([_("The edition is finished: its template stays as it is.")])
    kept = [row["id"] for row in rows if row["id"]]
    edition.milestone_templates.exclude(pk__in=kept).delete()
    for row in rows:
        MilestoneTemplate.objects.update_or_create(
            pk=row["id"],
            edition=edition,
            defaults={name: row[name] for name in ("title", "shown_by", "days", "required")},
        )


def copy_template(*, edition: Edition, into: Edition) -> None:
    """Give a new edition the template of another."""
    MilestoneTemplate.objects.bulk_create(
        MilestoneTemplate(
            edition=into,
            title=each.title,
            shown_by=each.shown_by,
            days=each.days,
            required=each.required,
        )
        for each in edition.milestone_templates.all()
    )


def rows_to_take(pairing: Pairing) -> list[MilestoneTemplate]:
    """What of the edition's template the pair never took into its plan; reads prefetched rows."""
    taken = {each.template_id for each in pairing.milestones.all()}
    return [each for each in pairing.edition.milestone_templates.all() if each.pk not in taken]


@transaction.atomic
def start_from_template(*, pairing: Pairing, by: Any) -> list[Milestone]:
    """Put into the plan what of the template is not in it yet; return it. The days are counted from the beginning of
    the pair; what would be due already is due today.

    Raises NotYours, and GuardsFailed when the pair is not active or there is nothing to take over.
    """
    fresh = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    refuse_unless_in_active_pair(fresh, by)
    rows = rows_to_take(fresh)
    if not rows:
        raise GuardsFailed([_("Everything of the template is in your plan already.")])
    last = fresh.milestones.aggregate(last=Max("position"))["last"] or 0
    begun_on = fresh.started_on or fresh.edition.starts_on
    return [
        Milestone.objects.begin(
            by=by,
            pairing=fresh,
            position=last + number,
            template=row,
            title=row.title,
            shown_by=row.shown_by,
            due_on=row.due_on(begun_on, clock.today()),
            required=row.required,
        )
        for number, row in enumerate(rows, start=1)
    ]
