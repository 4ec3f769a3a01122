"""What people say about an object, in one timeline with what happened to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .link import Link, LinkQuerySet


class Comment(Link):
    class Audience(models.TextChoices):
        EVERYONE = "everyone", pgettext_lazy("audience", "everyone who sees this page")
        INTERNAL = "internal", pgettext_lazy("audience", "the programme's team only")

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments"
    )
    text = models.TextField(_("comment"), max_length=4000)
    audience = models.CharField(
        _("who reads it"), max_length=10, choices=Audience.choices, default=Audience.EVERYONE
    )
    at = models.DateTimeField()

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["about_type", "about_id", "at"])]

    def __str__(self) -> str:
        return self.text[:60]
