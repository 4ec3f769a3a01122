"""A questionnaire and its versions; a published version never changes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaires.blocks import BadBlocks, Block, read_blocks
from workflows import clock


class Immutable(RuntimeError):
    """Somebody tried to change or delete a published version; a new version is the way."""


def validate_blocks(data: Any) -> None:
    """Refuse blocks that break the format, naming every mistake."""
    try:
        read_blocks(data)
    except BadBlocks as error:
        raise ValidationError(error.sentences) from error


class Questionnaire(models.Model):
    """A form under a stable `code`; people answer one of its versions."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class VersionQuerySet(models.QuerySet["Version"]):
    """Sets of versions."""

    def published(self) -> VersionQuerySet:
        """Those that people may be asked to answer, newest first in each questionnaire."""
        return self.filter(published_at__isnull=False).order_by("questionnaire__name", "-number")


class Version(models.Model):
    """One wording of a questionnaire; `blocks` is JSON in the format of `questionnaires.blocks`."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("version"))
    blocks = models.JSONField(_("blocks"), validators=[validate_blocks])
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a questionnaire")
        verbose_name_plural = _("versions of questionnaires")
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"], name="questionnaire_version_number_once"
            )
        ]

    def __str__(self) -> str:
        return str(_("%(name)s, version %(number)d")) % {
            "name": self.questionnaire.name,
            "number": self.number,
        }

    def read(self) -> list[Block]:
        """The blocks, ready to be asked."""
        return read_blocks(self.blocks)

    def publish(self, *, by: Any = None) -> None:
        """Make the version answerable and final. Raises BadBlocks."""
        read_blocks(self.blocks)
        self.published_at, self.published_by = clock.now(), by
        self.save()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; raises Immutable once the version is published."""
        self._refuse_if_published()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete; raises Immutable once the version is published."""
        self._refuse_if_published()
        return super().delete(*args, **kwargs)

    def _refuse_if_published(self) -> None:
        if self.pk and Version.objects.filter(pk=self.pk, published_at__isnull=False).exists():
            raise Immutable("A published version never changes; publish a new one.")
