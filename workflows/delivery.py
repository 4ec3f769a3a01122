"""Carries letters from the outbox to the post: at least once, and the same letter each time.

A worker claims a letter by a conditional UPDATE that moves its next try into the future. One that dies with
the letter in hand leaves it waiting, and it is found again when the claim has run out. Mail cannot be sent
exactly once; the Message-ID stays the same, so that the receiving side may recognise a second copy.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from . import clock
from .choosing import foot_of
from .errors import GuardsFailed
from .models import Message, StoredFile, UploadPiece
from .models.file import private_storage, small_place
from .notices import notices
from .outbox import wake
from .stopping import heads_of
from .uploading import sweep

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
TRIES = 8
BATCH = 100
KEPT = timedelta(days=90)
ORPHAN = timedelta(days=1)
NOT_AGAIN: dict[str, Any] = {
    Message.Status.NEVER: _("This letter is not to be sent; its page says why."),
    Message.Status.DAILY: _("This letter goes in the daily letter, as its reader chose."),
    Message.Status.UNWANTED: _("Its reader chose not to get such letters."),
}


def deliver(limit: int = BATCH) -> int:
    """Send up to `limit` letters that are due; return how many went."""
    connection = get_connection()
    sent = 0
    for message in Message.objects.to_deliver()[:limit]:
        if claim(message):
            sent += send(message, connection)
    return sent


def claim(message: Message) -> bool:
    """Take `message` in hand; False when another worker has it."""
    until = clock.now() + CLAIM
    mine = Message.objects.filter(
        pk=message.pk,
        status=Message.Status.WAITING,
        attempts=message.attempts,
        next_try_at=message.next_try_at,
    ).update(attempts=message.attempts + 1, next_try_at=until)
    message.attempts += 1
    return mine == 1


def send(message: Message, connection: Any = None) -> bool:
    """Hand a claimed `message` to the post and note how it went; True when it went."""
    letter = EmailMessage(
        subject=message.subject,
        body=message.body + foot_of(message),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.address],
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            **heads_of(message),
        },
        connection=connection,
    )
    if attached := message.attached:
        letter.attach(message.attachment_name, attached, message.attachment_kind)
    try:
        letter.send()
    except (OSError, smtplib.SMTPException, ValueError) as trouble:
        _note_trouble(message, trouble)
        return False
    _with_gathered(message).update(
        status=Message.Status.SENT, sent_at=clock.now(), next_try_at=None, reason=""
    )
    if _is_fleeting(message):
        _forget(message)
    return True


def _is_fleeting(message: Message) -> bool:
    notice = notices.get(message.template)
    return notice is not None and notice.fleeting


def _forget(message: Message) -> None:
    """Keep that the letter went, and nothing that leads to whom: the Message-ID was reckoned from the address as well."""
    nobody = f"erased-{message.pk}@erased.invalid"
    Message.objects.filter(pk=message.pk).update(
        address=nobody, message_id=f"<{nobody}>", body="", purged_at=clock.now()
    )


def _with_gathered(message: Message) -> QuerySet[Message]:
    """The letter, and those that it carries if it is a daily one: what becomes of it becomes of them."""
    carried = Q(gathered_in=message.pk, status__in=[Message.Status.DAILY, Message.Status.FAILED])
    return Message.objects.filter(Q(pk=message.pk) | carried)


def _note_trouble(message: Message, trouble: Exception) -> None:
    """Plan the next try, twice as far off each time; give up for good when the address is refused."""
    for_good = isinstance(trouble, smtplib.SMTPRecipientsRefused | ValueError)
    # what the post says names the address
    said = "" if _is_fleeting(message) else f": {trouble}"
    reason = f"{type(trouble).__name__}{said}"[:250]
    given_up = for_good or message.attempts >= TRIES
    if given_up:
        _with_gathered(message).update(
            reason=reason, status=Message.Status.FAILED, next_try_at=None
        )
        if _is_fleeting(message):
            _forget(message)
    else:
        next_try_at = clock.now() + timedelta(minutes=2**message.attempts)
        Message.objects.filter(pk=message.pk).update(reason=reason, next_try_at=next_try_at)
    logger.warning("letter %s not sent: %s", message.message_id, reason)


def send_again(message: Message) -> None:
    """Put a letter that went or failed back into the outbox, with its old Message-ID.

    Raises GuardsFailed for a letter that is not to go, and for one whose text was purged.
    """
    if message.status in NOT_AGAIN:
        raise GuardsFailed([str(NOT_AGAIN[message.status])])
    if message.purged_at is not None:
        raise GuardsFailed(
            [str(_("The text of this letter was removed after its time; it cannot go again."))]
        )
    Message.objects.filter(pk=message.pk).update(
        status=Message.Status.WAITING, attempts=0, next_try_at=None, reason=""
    )
    wake()


def purge() -> int:
    """Remove the texts of letters older than `KEPT`, uploads that nobody came back for, and bytes that no file owns; return how many texts."""
    old = Message.objects.filter(created_at__lt=clock.now() - KEPT, purged_at__isnull=True)
    purged = old.exclude(status__in=[Message.Status.WAITING, Message.Status.DAILY]).update(
        body="", attachment="", attachment_bytes=b"", purged_at=clock.now()
    )
    sweep()
    for place in orphans():
        private_storage().delete(place)
    return purged


def orphans(older_than: timedelta = ORPHAN) -> list[str]:
    """Bytes in the private storage without a row: what a crash between the two leaves behind.

    The young ones are left out; their row may be on its way.
    """
    storage = private_storage()
    if not isinstance(storage, FileSystemStorage):
        return []
    places = set(StoredFile.objects.values_list("place", flat=True))
    pieces = set(UploadPiece.objects.values_list("place", flat=True))
    owned = places | pieces | {small_place(place) for place in places}
    found = [place for place in _places(storage) if place not in owned]
    limit = clock.now() - older_than
    return [place for place in found if storage.get_modified_time(place) < limit]


def _places(storage: FileSystemStorage) -> list[str]:
    try:
        folders, loose = storage.listdir("")
    except FileNotFoundError:
        return []
    inside = [f"{folder}/{name}" for folder in folders for name in storage.listdir(folder)[1]]
    return [*loose, *inside]
