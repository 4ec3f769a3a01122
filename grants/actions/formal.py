"""The formal check: what staff found, item by item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from grants.models import Application, FormalMark
from grants.rules import application as rules
from workflows import clock
from workflows.errors import NotFromHere, NotYours, SomeoneWasFaster

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True)
class Finding:
    """What was found about one item; `passed` is None while nobody has looked."""

    passed: bool | None
    note: str = ""


@transaction.atomic
def record_findings(
    *,
    application: Application,
    findings: Mapping[int, Finding],
    by: User,
    shown: Mapping[int, Finding] | None = None,
) -> None:
    """Keep the findings by item key.

    `shown` is what the page had shown for each item: what it left so stays as it is now. Raises NotYours,
    NotFromHere once the check is settled, or SomeoneWasFaster naming each item marked otherwise meanwhile.
    """
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
    known = {mark.item_id: mark for mark in fresh.formal_marks.select_related("item", "marked_by")}
    changed = {pk: each for pk, each in findings.items() if shown is None or each != shown.get(pk)}
    if shown is not None and (faster := _marked_otherwise(known, changed, shown)):
        raise SomeoneWasFaster(faster)
    for item in fresh.call.checklist.all():
        mark = known.get(item.pk) or FormalMark(application=fresh, item=item)
        finding = changed.get(item.pk)
        if finding is not None and finding != found(mark):
            mark.passed, mark.note = finding.passed, finding.note
            mark.marked_by, mark.marked_at = by, clock.now()
            mark.save()


def found(mark: FormalMark | None) -> Finding:
    """What a mark says; an item without one has not been looked at."""
    return Finding(mark.passed, mark.note) if mark else Finding(None)


def _marked_otherwise(
    known: Mapping[int, FormalMark],
    changed: Mapping[int, Finding],
    shown: Mapping[int, Finding],
) -> list[str]:
    """A sentence for each item that this page and somebody else changed in different ways."""
    return [
        _(
            "%(who)s marked “%(item)s” meanwhile: %(finding)s. Yours stands below; save again to keep it."
        )
        % {"who": mark.marked_by, "item": mark.item, "finding": _in_words(found(mark))}
        for pk, mark in known.items()
        if pk in changed and found(mark) not in {changed[pk], shown.get(pk, Finding(None))}
    ]


def _in_words(finding: Finding) -> str:
    answers = {
        True: pgettext("formal check", "in order"),
        False: pgettext("formal check", "not in order"),
        None: pgettext("formal check", "not looked at"),
    }
    return ", ".join(filter(None, [answers[finding.passed], finding.note]))
