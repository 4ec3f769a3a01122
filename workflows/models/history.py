"""What happened to an object: append-only, chained by hash, free of personal text.

The chain is per object: each entry's HMAC covers its own facts and the entry before it, with a key
that lives outside the database. Notes and changed values stand in `HistoryText`; the chain holds
only their salted commitment, so erasing a person's words leaves the chain valid.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from datetime import UTC
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflows import clock

from .link import Link, LinkQuerySet, type_of


def canonical(data: Any) -> str:
    """`data` as JSON text with one possible form: sorted keys, no spaces."""
    return json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder
    )


class HistoryQuerySet(LinkQuerySet["History"]):
    def append(
        self,
        obj: models.Model,
        *,
        move: str,
        source: str,
        target: str,
        by: Any,
        version: int,
        note: str = "",
        changes: dict[str, Any] | None = None,
        cause: History | None = None,
        acting_for: Any = None,
        how: str = "",
    ) -> History:
        """Add the next entry to the chain of `obj` (call it under the object's lock) and return it.

        `by` is an account, or None when Tandem itself acted (then `cause` may name the entry that set it off);
        `acting_for` the account whose step it was where `by` made it in their place, and `how` it reached us.
        """
        last = self.of(obj).order_by("-seq").first()
        text = HistoryText(note=note, changes=changes or {}, salt=secrets.token_hex(16))
        entry = History(
            about_type=type_of(obj),
            about_id=obj.pk,
            seq=last.seq + 1 if last else 1,
            move=move,
            source=source,
            target=target,
            by=by,
            acting_for=acting_for,
            how=how,
            cause=cause,
            version=version,
            at=clock.now(),
            commitment=text.commitment(),
            previous=last.digest if last else "",
        )
        entry.digest = entry.reckon()
        entry.save(force_insert=True)
        text.entry = entry
        text.save(force_insert=True)
        entry.text = text
        return entry


class History(Link):
    class How(models.TextChoices):
        """How a step reached whoever entered it in another's place; or that they stood in for them."""

        PHONE = "phone", pgettext_lazy("how it reached us", "by phone")
        PAPER = "paper", pgettext_lazy("how it reached us", "on paper")
        MAIL = "mail", pgettext_lazy("how it reached us", "by e-mail")
        SPOKEN = "spoken", pgettext_lazy("how it reached us", "in person")
        STAND_IN = "stand_in", pgettext_lazy("how it reached us", "standing in")

    seq = models.PositiveIntegerField()
    move = models.CharField(max_length=60)
    source = models.CharField(max_length=40, blank=True)
    target = models.CharField(max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    how = models.CharField(max_length=10, blank=True, choices=How.choices)
    cause = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="effects")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    commitment = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        ordering = ("about_type", "about_id", "seq")
        constraints = [
            models.UniqueConstraint(
                fields=["about_type", "about_id", "seq"], name="one_history_entry_per_place"
            ),
        ]
        indexes = [models.Index(fields=["at"]), models.Index(fields=["by", "at"])]

    def __str__(self) -> str:
        return f"{self.about_type_id}:{self.about_id} #{self.seq} {self.move}"

    def facts(self) -> dict[str, Any]:
        """What the digest covers: every column but the keys of the row itself.

        In whose place somebody acted only where somebody did: entries of one's own, older ones too, hold as they are.
        """
        in_place = {"acting_for": self.acting_for_id, "how": self.how} if self.acting_for_id else {}
        return {
            **in_place,
            "about": [self.about_type_id, self.about_id],
            "seq": self.seq,
            "move": self.move,
            "source": self.source,
            "target": self.target,
            "by": self.by_id,
            "cause": self.cause_id,
            "version": self.version,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "commitment": self.commitment,
            "previous": self.previous,
        }

    def get_absolute_url(self) -> str:
        """The page of what it is about."""
        about: Any = self.about
        return str(about.get_absolute_url())

    def reckon(self) -> str:
        """The digest these facts must have: HMAC-SHA-256 in hex, keyed by `HISTORY_KEY`."""
        key = settings.HISTORY_KEY.encode()
        return hmac.new(key, canonical(self.facts()).encode(), hashlib.sha256).hexdigest()


class HistoryText(models.Model):
    """The words and values of an entry: the part that may be erased."""

    entry = models.OneToOneField(
        History, on_delete=models.PROTECT, related_name="text", primary_key=True
    )
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    salt = models.CharField(max_length=32, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("words of a history entry")
        verbose_name_plural = _("words of history entries")

    def __str__(self) -> str:
        return self.note[:60]

    def commitment(self) -> str:
        """SHA-256 in hex over salt, note and changes."""
        body = canonical({"salt": self.salt, "note": self.note, "changes": self.changes})
        return hashlib.sha256(body.encode()).hexdigest()

    def erase(self) -> None:
        """Forget the words; the chain keeps their commitment and stays valid."""
        self.note, self.changes, self.salt, self.erased_at = "", {}, "", clock.now()
        self.save()
