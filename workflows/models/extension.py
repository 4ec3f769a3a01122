"""A deadline moved for one object, with its reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .link import Link, LinkQuerySet


class ExtensionQuerySet(LinkQuerySet["Extension"]):
    def latest_of(self, obj: models.Model, deadline: str) -> Extension | None:
        """The extension of `deadline` that holds for `obj` now: the one given last."""
        return self.of(obj).filter(deadline=deadline).order_by("-at", "-pk").first()


class Extension(Link):
    deadline = models.SlugField(max_length=40)
    until = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["about_type", "about_id", "deadline"])]

    def __str__(self) -> str:
        return f"{self.deadline} → {self.until:%Y-%m-%d %H:%M}"
