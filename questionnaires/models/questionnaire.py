"""A questionnaire and its versions; a published version never changes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from questionnaires.blocks import BadBlocks, Block, read_block, read_blocks
from questionnaires.querysets import QuestionnaireQuerySet, VersionQuerySet
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
    """A form under a stable `code`; people answer one of its versions.

    Its owner (a programme, say) is whoever's staff change it; without one it is the installation's.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    owner_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_id = models.PositiveBigIntegerField(null=True, blank=True)
    owner = GenericForeignKey("owner_type", "owner_id", for_concrete_model=False)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner_type__isnull=True, owner_id__isnull=True)
                | models.Q(owner_type__isnull=False, owner_id__isnull=False),
                name="questionnaire_owner_whole_or_none",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("questionnaires:form", args=[self.code])

    @property
    def newest(self) -> Version | None:
        """The version published last; None before the first."""
        return next((one for one in self.versions.all() if one.published_at), None)

    @property
    def draft(self) -> Version | None:
        """The version that is being written; None when nobody writes one."""
        return next((one for one in self.versions.all() if not one.published_at), None)


class Version(models.Model):
    """One wording of a questionnaire; `blocks` is JSON in the format of `questionnaires.blocks`.

    While it is a draft, each of its blocks is whole but they need not fit together yet; `revision` rises with
    each change, so that two who write it never overwrite each other silently.
    """

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("version"))
    blocks = models.JSONField(_("blocks"), validators=[validate_blocks])
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    revision = models.PositiveIntegerField(default=0, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a questionnaire")
        verbose_name_plural = _("versions of questionnaires")
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"], name="questionnaire_version_number_once"
            ),
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=models.Q(published_at__isnull=True),
                name="questionnaire_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(name)s, version %(number)d")) % {
            "name": self.questionnaire.name,
            "number": self.number,
        }

    def read(self) -> list[Block]:
        """The blocks, ready to be asked."""
        return read_blocks(self.blocks)

    def draft_blocks(self) -> list[Block]:
        """The blocks one by one, though they may not fit together yet."""
        return [read_block(one) for one in self.blocks]

    def get_absolute_url(self) -> str:
        return reverse("questionnaires:version", args=[self.questionnaire.code, self.number])

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
