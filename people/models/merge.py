"""The roll of a merge: which record went into which, what moved, who did it, who took it back; and who is not one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.person import Person


class MergeRecord(models.Model):
    """Written once with the merge; only taking the merge back is added to it.

    `moved` maps the name of a trace (people.traces) to {"moved": [keys], "stayed": [keys]};
    `before` and `kept_before` keep what either record said, so that a wrong merge can be taken back.
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
    kept_before = models.JSONField(default=dict)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        on_delete=models.PROTECT,
        related_name="merges_undone",
        null=True,
        blank=True,
    )
    undone_at = models.DateTimeField(_("taken back on"), null=True, blank=True)
    undone_why = models.CharField(_("why it was taken back"), max_length=300, blank=True)

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


class ToldApart(models.Model):
    """Somebody looked at two records that are alike and said: these are two people. They are not proposed again."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="told_apart")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="told_apart_too")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("two people told apart")
        verbose_name_plural = _("people told apart")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="two_people_told_apart_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="told_apart_in_one_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"
