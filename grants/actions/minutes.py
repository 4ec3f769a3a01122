"""Minutes are drafted when a meeting closes, sent to be signed, and signed: each in Tandem, or all on one paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.models import Meeting, Minutes, MinutesSignature, MinutesText
from grants.rules import minutes as rules
from workflows import clock
from workflows.actions import attach_file
from workflows.consequences import follows
from workflows.errors import NotFromHere, NotYours
from workflows.moves import SYSTEM, move_named
from workflows.turns import refresh_turns

if TYPE_CHECKING:
    from people.models import User

SCAN = "minutes-scan"
Blocks = Iterable[dict[str, Any]]


@follows(Meeting.close_meeting)
def draft_minutes(meeting: Meeting, entry: Any) -> None:
    """Every meeting that took place has minutes."""
    Minutes.objects.begin(by=SYSTEM, meeting=meeting)


@transaction.atomic
def describe_course(*, minutes: Minutes, course: str, by: User, seen: int) -> None:
    """Write how the meeting went, in the keepers' own words. Raises NotYours, NotFromHere, SomeoneWasFaster."""
    if not rules.keeps(by, minutes):
        raise NotYours(rules.keeps.why_not(by, minutes))
    move = move_named(Minutes, "send_to_sign")
    if move is None or not move.leaves(minutes.state):
        raise NotFromHere(
            [_("The minutes are out to be signed, or signed: their text does not change.")]
        )
    minutes.course = course.strip()
    minutes.save_draft(seen=seen, fields=["course"])


@transaction.atomic
def send_minutes(
    *, minutes: Minutes, content: Blocks, by: User, seen: int, at: datetime | None = None
) -> MinutesText:
    """Freeze `content` (the blocks of the document) as the text that everybody who was there signs.

    Raises what `Minutes.send_to_sign` raises.
    """
    blocks, now = list(content), at or clock.now()
    text = MinutesText.objects.create(
        minutes=minutes,
        content=blocks,
        digest=MinutesText.digest_of(blocks),
        made_by=by,
        made_at=now,
    )
    there: dict[int, MinutesSignature] = {}
    for one in minutes.meeting.presences.order_by("joined_at", "pk"):
        there[one.person_id] = MinutesSignature(text=text, person_id=one.person_id, role=one.role)
    MinutesSignature.objects.bulk_create(there.values())
    minutes.send_to_sign(by=by, seen=seen, at=now, digest=text.digest)
    return text


@follows(Minutes.confirm)
def keep_signature(minutes: Minutes, entry: Any) -> None:
    """Write down who signed and when; the last one completes the minutes."""
    text = MinutesText.objects.filter(minutes=minutes).latest("pk")
    text.signatures.filter(person=entry.by).update(signed_at=entry.at)
    if text.signatures.filter(signed_at__isnull=True).exists():
        refresh_turns([minutes])
    else:
        minutes.complete(by=SYSTEM, at=entry.at)


@transaction.atomic
def record_scan(
    *, minutes: Minutes, upload: Any, by: User, seen: int, at: datetime | None = None
) -> None:
    """Keep the scan of the paper that everybody signed; who confirmed in Tandem before stays on record.

    Raises what `Minutes.sign_on_paper` raises, and GuardsFailed for a file of another kind.
    """
    scan = attach_file(obj=minutes, upload=upload, by=by, purpose=SCAN)
    minutes.sign_on_paper(by=by, seen=seen, at=at, scan=scan)


@follows(Minutes.sign_on_paper)
def keep_paper_signatures(minutes: Minutes, entry: Any) -> None:
    """Whoever had not confirmed in Tandem signed on the paper."""
    text = MinutesText.objects.filter(minutes=minutes).latest("pk")
    text.signatures.filter(signed_at__isnull=True).update(signed_at=entry.at, on_paper=True)
