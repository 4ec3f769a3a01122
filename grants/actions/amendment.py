"""Changing the rules of an open call: with a reason, on record, told to everybody who has applied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.models import Application, Call, CallAmendment
from grants.models.terms.outline import Chapter
from grants.models.terms.snapshot import Difference, differences, snapshot
from grants.notices.call import authors_amended
from grants.rules import call as rules
from grants.rules.soundness import findings_of
from workflows import clock
from workflows.door import faster
from workflows.errors import GuardsFailed, NotFromHere, NotYours
from workflows.models import History
from workflows.outbox import write_messages
from workflows.turns import refresh_turns

AMEND = "amend"


@transaction.atomic
def amend_call(
    *,
    call: Call,
    chapter: Chapter,
    change: Callable[[], None],
    reason: str,
    by: Any,
    seen: int,
) -> CallAmendment:
    """Make `change` to one chapter of an open call, with its reason, in the history and in letters.

    `change` writes the chapter (and raises the version as every edit does). Raises NotYours, NotFromHere where the
    chapter stands fast, SomeoneWasFaster, and GuardsFailed without a reason, without a difference, or where the
    rules would become impossible; then nothing has changed.
    """
    fresh = _locked(call, chapter, by, seen)
    if not reason.strip():
        raise GuardsFailed([_("Say why: the people concerned will read it.")])
    before = snapshot(fresh)
    change()
    after = Call.objects.get(pk=call.pk)
    found = differences(before, snapshot(after))
    if not found:
        raise GuardsFailed([_("Nothing has changed yet: change something first.")])
    if against := [finding.sentence for finding in findings_of(after)]:
        raise GuardsFailed(against)
    return _record(after, found, reason.strip(), by)


def _locked(call: Call, chapter: Chapter, by: Any, seen: int) -> Call:
    if not rules.can_edit(by, call):
        raise NotYours(rules.can_edit.why_not(by, call))
    fresh: Call = Call.objects.select_for_update().get(pk=call.pk)
    if fresh.version != seen:
        raise faster(fresh)
    if fresh.state == "draft" or not chapter.may_change_in(fresh.state):
        raise NotFromHere([_("This part of the rules stands fast now.")])
    return fresh


def _record(call: Call, found: list[Difference], reason: str, by: Any) -> CallAmendment:
    entry = History.objects.append(
        call,
        move=AMEND,
        source=str(call.state),
        target=str(call.state),
        by=by,
        version=call.version,
        note=reason,
        changes={one.what: [_text(one.before), _text(one.after)] for one in found},
    )
    amendment = CallAmendment.objects.create(
        call=call,
        at=clock.now(),
        by=by,
        reason=reason,
        changes=[[one.what, one.before, one.after] for one in found],
    )
    if any(one.what == "questionnaire" for one in found):
        carry_drafts_over(call)
    write_messages(call, [authors_amended], entry)
    refresh_turns([call, *Application.objects.filter(call=call).in_state("draft")])
    return amendment


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def carry_drafts_over(call: Call) -> None:
    """Give every draft of `call` the form that the call has now; what was typed stays under its key."""
    for draft in Application.objects.filter(call=call).in_state("draft").select_related("answers"):
        draft.answers.questions = call.form
        draft.answers.version += 1  # a page that shows the older form learns that it does
        draft.answers.save(update_fields=["questions", "version"])
