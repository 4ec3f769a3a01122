"""What those who were there think of a visit: answers that nothing ties to a person."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaires.models import AnswerSet

from .visit import StudyVisit


class Evaluation(models.Model):
    """One person's answers about a visit; whose they are, and when they came, is kept nowhere.

    A key by chance and no time: in the order of arrival they could be laid beside the list of who has answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    visit = models.ForeignKey(StudyVisit, on_delete=models.PROTECT, related_name="evaluations")
    answers = models.OneToOneField(AnswerSet, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("evaluation of a visit")
        verbose_name_plural = _("evaluations of visits")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.visit)
