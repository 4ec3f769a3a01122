"""Reports whose words are answers to a questionnaire: written while the project runs, frozen when handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from questionnaires.blocks import Block, read_blocks, write_blocks
from questionnaires.forms import AnswersForm, Missing
from questionnaires.models import AnswerSet
from questionnaires.summary import Part, canonical, summarise

from .decision import Frozen

if TYPE_CHECKING:
    from grants.models import Agreement


class Answered(models.Model):
    """Abstract: a report of one `agreement`. A file that answers belongs to `files_of` and obeys its policy."""

    answers = models.OneToOneField(AnswerSet, on_delete=models.PROTECT, related_name="+")
    agreement: Any

    class Meta:
        abstract = True

    @property
    def files_of(self) -> Agreement | Answered:
        """What the attached files belong to."""
        return self

    @property
    def is_written(self) -> bool:
        """Whether the grantee may change the answers now."""
        raise NotImplementedError

    def questions(self) -> list[Block]:
        """What is asked, in the version with which the report was opened."""
        return self.answers.questions.read()

    def form(self, *, check: bool, part: int = 1) -> AnswersForm:
        """The form with the answers as they are, at its page `part`; judged when `check`."""
        return AnswersForm(self.questions(), self.answers.values, check=check, part=part)

    def missing(self) -> list[Missing]:
        """What stands between the answers and a complete report."""
        return self.form(check=True).missing()

    def words(self) -> dict[str, Any]:
        """Questions and answers as plain data, for a frozen copy that recomputes to the byte."""
        form = self.form(check=True)
        form.is_valid()
        return {"blocks": write_blocks(form.blocks), "values": canonical(form.cleaned_data)}


class FrozenReport(Frozen):
    """Abstract: a report as handed in: canonical content (words, figures of that day) and its SHA-256."""

    ordinal = models.PositiveSmallIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    report: Any

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.report} ({self.ordinal})"

    def read(self) -> list[Part]:
        """The questions and answers, for reading; one frozen before reports were questionnaires has answers alone."""
        blocks = self.content.get("blocks")
        asked = read_blocks(blocks) if blocks else self.report.questions()
        return summarise(asked, self.content.get("values", self.content))
