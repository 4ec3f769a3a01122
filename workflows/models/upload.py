"""A file on its way: taken in pieces, so that a lost signal costs one piece and not the whole."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """What somebody began to send. It belongs to them, and to no object until a form names it."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads"
    )
    name = models.CharField(max_length=180)
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        """Whether every byte arrived."""
        return self.offset == self.size


class UploadPiece(models.Model):
    """The bytes of an upload from `offset` on, under a key of their own."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    offset = models.PositiveBigIntegerField()
    place = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ("offset",)
        constraints = [
            models.UniqueConstraint(fields=["upload", "offset"], name="a_piece_comes_once")
        ]
