"""An application that is still being written: its author alone sees it, and it is no application yet."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from questionnaires.blocks import Block, questions
from questionnaires.forms import AnswersForm, Missing
from questionnaires.models import AnswerSet

from .asked import RESERVED, asked_of, readers_of
from .edition import Edition
from .enrolment import Enrolment


class EnrolmentDraft(models.Model):
    """What somebody typed so far into the form of one side; it becomes an `Enrolment` when it is sent."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="drafts")
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="mentoring_drafts"
    )
    role = models.CharField(_("takes part as"), max_length=10, choices=Enrolment.Role.choices)
    answers = models.OneToOneField(AnswerSet, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("draft of an application for mentoring")
        verbose_name_plural = _("drafts of applications for mentoring")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person", "role"], name="one_draft_per_person_edition_and_side"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} · {self.get_role_display()}"

    def get_absolute_url(self) -> str:
        return reverse("mentoring:apply", args=[self.pk])

    def questions(self) -> list[Block]:
        """All that is asked, in the version of the edition's form with which the draft was begun."""
        return asked_of(self.edition, self.role, self.answers.questions.read())

    def form(self, *, check: bool, part: int = 1) -> AnswersForm:
        """The form with the answers as they are, at its page `part`; judged when `check`."""
        blocks = self.questions()
        readers = readers_of(blocks)
        return AnswersForm(blocks, self.answers.values, check=check, part=part, readers=readers)

    def missing(self) -> list[Missing]:
        """What stands between the answers and a complete application."""
        return self.form(check=True).missing()

    def as_columns(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Of the `cleaned` answers, the facts that an enrolment keeps as columns."""
        asked = {block.key for block in questions(self.questions())} & RESERVED
        empty: dict[str, Any] = {"languages": [], "forms": [], "availability": []}
        return {key: cleaned.get(key) or empty.get(key, "") for key in sorted(asked - {"topics"})}
