"""The staff's own words for a letter, in place of the text on file."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnWords(models.Model):
    """Abstract: a letter's text in one language as staff wrote it, with the places of the text on file."""

    language = models.CharField(_("language"), max_length=5)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=10000)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    edited_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class MailText(OwnWords):
    """The words that the whole installation uses for one letter."""

    template = models.CharField(_("letter"), max_length=120)

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        ordering = ("template", "language")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "language"], name="one_own_text_per_letter_and_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.language})"
