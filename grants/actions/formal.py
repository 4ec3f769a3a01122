"""The formal check: what staff found, item by item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from grants.models import Application, FormalMark
from grants.rules import application as rules
from workflows import clock
from workflows.errors import NotFromHere, NotYours

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True)
class Finding:
    """What was found about one item; `passed` is None while nobody has looked."""

    passed: bool | None
    note: str = ""


@transaction.atomic
def record_findings(*, application: Application, findings: Mapping[int, Finding], by: User) -> None:
    """Keep the findings by item key. Raises NotYours, or NotFromHere once the check is settled."""
    fresh = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call")
        .get(pk=application.pk)
    )
    if not rules.may_check(by, fresh):
        raise NotYours(rules.may_check.why_not(by, fresh))
    if fresh.state not in {Application.States.SUBMITTED, Application.States.RETURNED}:
        raise NotFromHere(
            [_("The formal check is settled: “%(state)s”.") % {"state": fresh.get_state_display()}]
        )
    known = {mark.item_id: mark for mark in fresh.formal_marks.all()}
    for item in fresh.call.checklist.all():
        finding = findings.get(item.pk)
        mark = known.get(item.pk) or FormalMark(application=fresh, item=item)
        if finding is not None and (finding.passed, finding.note) != (mark.passed, mark.note):
            mark.passed, mark.note = finding.passed, finding.note
            mark.marked_by, mark.marked_at = by, clock.now()
            mark.save()
