"""Private files: one row each, bytes under a random key, served only after the owner's own policy."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .link import Link, LinkQuerySet


def private_storage() -> Storage:
    """Where the bytes lie: `settings.STORAGES["private"]`, never under an address of its own."""
    return storages["private"]


def small_place(place: str) -> str:
    """Where the small picture of the file at `place` lies, once somebody asked for it."""
    return f"{place}.small"


class StoredFileQuerySet(LinkQuerySet["StoredFile"]):
    def present(self) -> Self:
        """Those that were not taken away."""
        return self.filter(removed_at__isnull=True)

    def about_a(self, purpose: str) -> Self:
        """Those attached as `purpose` (evidence, agreement, …)."""
        return self.filter(purpose=purpose)


class StoredFile(Link):
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    place = models.CharField(max_length=80, unique=True)
    purpose = models.SlugField(max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=180)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="uploaded_files"
    )
    uploaded_at = models.DateTimeField()
    at_version = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ("uploaded_at", "pk")
        indexes = [models.Index(fields=["about_type", "about_id"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("workflows:file", args=[self.key])

    def open(self) -> Any:
        """The bytes, as a file opened for reading; FileNotFoundError when they are gone."""
        return private_storage().open(self.place, "rb")
