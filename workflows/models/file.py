"""Private files: one row each, bytes under a random key, served only after the owner's own policy."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .link import Link, LinkQuerySet


def private_storage() -> Storage:
    """Where the bytes lie: `settings.STORAGES["private"]`, never under an address of its own."""
    return storages["private"]


def small_place(place: str) -> str:
    """Where the small picture of the file at `place` lies, once somebody asked for it."""
    return f"{place}.small"


class HeldBack(FileNotFoundError):
    """The file is there and not given out: it was not scanned yet, or something was found in it."""


class StoredFileQuerySet(LinkQuerySet["StoredFile"]):
    def present(self) -> Self:
        """Those that were not taken away."""
        return self.filter(removed_at__isnull=True)

    def about_a(self, purpose: str) -> Self:
        """Those attached as `purpose` (evidence, agreement, …)."""
        return self.filter(purpose=purpose)


class StoredFile(Link):
    class Scan(models.TextChoices):
        NOT = "", _("not scanned")
        CLEAN = "clean", _("scanned, nothing found")
        INFECTED = "infected", _("scanned, a virus found")

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
    scan = models.CharField(
        max_length=10, choices=Scan.choices, default=Scan.NOT, blank=True, editable=False
    )
    found = models.CharField(max_length=120, blank=True, editable=False)
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

    @property
    def held_back(self) -> str:
        """Why nobody gets the file, as a sentence; empty when they do."""
        if self.scan == self.Scan.INFECTED:
            return gettext(
                "A virus was found in this file, so nobody gets it. Attach a clean copy."
            )
        if settings.TANDEM_SCANNER and self.scan != self.Scan.CLEAN:
            return gettext("This file is being checked for viruses. Come back in a few minutes.")
        return ""

    def open(self) -> Any:
        """The bytes to give to somebody, as a file opened for reading.

        Raises HeldBack when nobody gets them, FileNotFoundError when they are gone.
        """
        if said := self.held_back:
            raise HeldBack(said)
        return self.open_inside()

    def open_inside(self) -> Any:
        """The bytes for Tandem itself: a template it fills in, a paper it made. FileNotFoundError when they are gone."""
        return private_storage().open(self.place, "rb")
