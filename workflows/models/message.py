"""The outbox: letters written in the transaction of the move that sends them, delivered after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflows import clock
from workflows.roles import roles_of
from workflows.topics import Topic

from .history import History


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any, roles: Iterable[str] = ("staff", "coordinator")) -> Self:
        """What `user` may look after: letters about the programmes they run; all, for an administrator."""
        if user.is_active and user.is_superuser:
            return self
        theirs = Q(pk__in=())
        for (role, scope_type), ids in roles_of(user).by_role().items():
            if role in roles:
                theirs |= Q(scope_type=scope_type, scope_id__in=ids)
        return self.filter(theirs)

    def to_deliver(self) -> Self:
        """Those waiting whose next try has come, the oldest first."""
        due = Q(next_try_at__isnull=True) | Q(next_try_at__lte=clock.now())
        return self.filter(due, status=Message.Status.WAITING).order_by("created_at", "pk")

    def to_gather(self) -> Self:
        """Those that no daily letter carries yet, the oldest first."""
        rows = self.filter(status=Message.Status.DAILY, gathered_in=None)
        return rows.order_by("created_at", "pk")


class Message(models.Model):
    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("message", "waiting")
        SENT = "sent", pgettext_lazy("message", "sent")
        FAILED = "failed", pgettext_lazy("message", "failed")
        NEVER = "never", pgettext_lazy("message", "not to be sent")
        DAILY = "daily", pgettext_lazy("message", "for the daily letter")
        UNWANTED = "unwanted", pgettext_lazy("message", "not sent: their choice")

    entry = models.ForeignKey(History, on_delete=models.PROTECT, null=True, related_name="messages")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="messages"
    )
    scope_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, null=True, related_name="+"
    )
    scope_id = models.PositiveBigIntegerField(null=True)
    # the thing its reader is led to, which the daily letter asks again whether they may see
    about_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, null=True, related_name="+"
    )
    about_id = models.PositiveBigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id", for_concrete_model=False)
    topic = models.CharField(max_length=10, choices=Topic.choices, default=Topic.MUST)
    # the daily letter that carries it; how that one fares is noted here as well
    gathered_in = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="gathered"
    )
    address = models.EmailField()
    template = models.CharField(max_length=120)
    occasion = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=250)
    body = models.TextField(blank=True)
    attachment_name = models.CharField(max_length=120, blank=True)
    attachment_kind = models.CharField(max_length=80, blank=True)
    attachment = models.TextField(blank=True)
    attachment_bytes = models.BinaryField(blank=True, default=bytes)
    message_id = models.CharField(max_length=120, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=250, blank=True)
    sent_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "address", "template"],
                name="one_message_per_entry_recipient_template",
            ),
            models.UniqueConstraint(
                fields=["recipient", "occasion"],
                condition=Q(template="workflows/digest"),
                name="one_daily_letter_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "next_try_at"]),
            models.Index(fields=["scope_type", "scope_id", "created_at"]),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def attached(self) -> str | bytes:
        """What goes with it: text, bytes, or nothing."""
        return self.attachment or bytes(self.attachment_bytes)
