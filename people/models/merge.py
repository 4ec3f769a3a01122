"""The roll of a merge: which record went into which, what moved, who did it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.person import Person


class MergeRecord(models.Model):
    """Written once with the merge and never changed.

    `moved` maps the name of a trace (people.traces) to {"moved": [keys], "stayed": [keys]};
    `before` keeps what the merged record said, so that a wrong merge can be understood.
    """

    kept = models.ForeignKey(
        Person,
        verbose_name=_("kept record"),
        on_delete=models.PROTECT,
        related_name="merges_received",
    )
    merged = models.ForeignKey(
        Person,
        verbose_name=_("merged record"),
        on_delete=models.PROTECT,
        related_name="merges_given",
    )
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("merged by"),
        on_delete=models.PROTECT,
        related_name="merges_made",
    )
    merged_at = models.DateTimeField(_("merged on"))
    note = models.CharField(_("why"), max_length=300, blank=True)
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("merge of records")
        verbose_name_plural = _("merges of records")
        ordering = ["-merged_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"

    @property
    def moved_rows(self) -> int:
        """Return how many rows changed hands."""
        return sum(len(part["moved"]) for part in self.moved.values())
