"""The outbox: letters written in the transaction of the move that sends them, delivered after it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .history import History


class Message(models.Model):
    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("message", "waiting")
        SENT = "sent", pgettext_lazy("message", "sent")
        FAILED = "failed", pgettext_lazy("message", "failed")
        NEVER = "never", pgettext_lazy("message", "not to be sent")

    entry = models.ForeignKey(History, on_delete=models.PROTECT, null=True, related_name="messages")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="messages"
    )
    address = models.EmailField()
    template = models.CharField(max_length=120)
    occasion = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=250)
    body = models.TextField(blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=250, blank=True)
    sent_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "address", "template"],
                name="one_message_per_entry_recipient_template",
            ),
        ]
        indexes = [models.Index(fields=["status", "next_try_at"])]

    def __str__(self) -> str:
        return self.subject
