"""The words of the letters about a result, as the staff of one call put them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.rules.letters import LetterKind
from workflows.models import OwnWords

from .call import Call


class LetterText(OwnWords):
    """One letter of a call in one language; without it the words of the installation hold."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="letter_texts")
    kind = models.CharField(_("letter"), max_length=20, choices=LetterKind)

    class Meta:
        verbose_name = _("letter of a call")
        verbose_name_plural = _("letters of calls")
        ordering = ["call", "kind", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "kind", "language"], name="one_text_per_letter_of_a_call"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.get_kind_display()} ({self.language})"
