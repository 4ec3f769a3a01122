"""A change to the rules of a call after it was opened: never silent, never without a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .decision import Frozen
from .terms.wording import name_of, value_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Changed:
    """One rule before and after, in words."""

    what: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.what}: {self.before} → {self.after}"


class CallAmendment(Frozen):
    """One amendment; `changes` are the `Difference`s it made, as plain values, so that they can be read in any language."""

    call = models.ForeignKey("grants.Call", on_delete=models.PROTECT, related_name="amendments")
    at = models.DateTimeField(_("amended"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why the rules change"), max_length=2000)
    changes: Any = models.JSONField(default=list)

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.call}: {self.reason[:60]}"

    def in_words(self) -> Iterator[Changed]:
        """What changed, in the reader's language."""
        for what, before, after in self.changes:
            yield Changed(
                name_of(what, self.call),
                value_in_words(what, before, self.call),
                value_in_words(what, after, self.call),
            )
