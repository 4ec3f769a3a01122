"""How a person chose to get the letters of a topic; without a row they come at once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.topics import How, Topic


class LetterChoice(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letter_choices"
    )
    topic = models.CharField(max_length=10, choices=Topic.choices)
    how = models.CharField(max_length=10, choices=How.choices)

    class Meta:
        verbose_name = _("choice of letters")
        verbose_name_plural = _("choices of letters")
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="one_choice_a_topic")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.how}"
