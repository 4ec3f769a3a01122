"""The written side of an application: what its form asks, and what the answers come to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from finance.money import AmountField
from grants.rules.content import ContentForm
from grants.rules.difference import Changed, differences
from grants.rules.opening import NEW, asked_in
from grants.rules.parties import ApplicantKind
from people.models import Organisation
from people.names import fold
from questionnaires.blocks import Block
from questionnaires.forms import Missing
from questionnaires.models import AnswerSet
from questionnaires.summary import Part, canonical, summarise
from workflows.workdays import day_in_warsaw

from .submission import Submission
from .track import Track

CHOICES_AT_MOST = 100  # organisations offered: staff who apply themselves see the whole register


class Written(models.Model):
    """Abstract, of `Application`: the answers as typed, and the columns that follow what is valid in them."""

    answers = models.OneToOneField(AnswerSet, on_delete=models.PROTECT, related_name="application")
    track = models.ForeignKey(
        Track, models.PROTECT, null=True, blank=True, related_name="applications"
    )
    applicant_kind = models.CharField(
        _("applies as"), max_length=30, choices=ApplicantKind, blank=True
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    patron = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="patronages"
    )
    applicant = models.CharField(_("applicant"), max_length=200, blank=True)
    group_members = models.JSONField(_("members of the group"), default=list, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    search_text = models.CharField(max_length=420, blank=True, editable=False)
    requested_amount = AmountField(_("requested amount"), null=True, blank=True)
    starts_on = models.DateField(_("project starts"), null=True, blank=True)
    ends_on = models.DateField(_("project ends"), null=True, blank=True)

    state: Any
    States: Any
    call: Any
    author: Any
    submissions: Any
    submitted_at: Any

    class Meta:
        abstract = True

    @property
    def latest_submission(self) -> Submission | None:
        """What was frozen last; None before the first submission."""
        return self.submissions.last()

    @property
    def is_written(self) -> bool:
        """Whether the author may change the content now."""
        return self.state in {self.States.DRAFT, self.States.RETURNED}

    def questions(self) -> list[Block]:
        """Everything that the form asks: who applies, what the project is, then the call's own questions."""
        return asked_in(self.call, organisations=self.organisations())

    def organisations(self) -> list[Organisation]:
        """Those that the author may choose: their own, and the one this application already names."""
        mine = Organisation.objects.visible_to(self.author).values("pk")
        known = Organisation.objects.filter(Q(pk__in=mine) | Q(pk=self.organisation_id))
        return list(known.order_by("sort_key", "pk")[:CHOICES_AT_MOST])

    def form(self, *, check: bool, part: int = 1) -> ContentForm:
        """The form with the answers as they are, at its page `part`; judged when `check`."""
        blocks = self.questions()
        applied = day_in_warsaw(self.submitted_at) if self.submitted_at else None
        return ContentForm(
            blocks, self.answers.values, call=self.call, check=check, part=part, on=applied
        )

    def missing(self) -> list[Missing]:
        """What stands between the answers and a complete application."""
        return self.form(check=True).missing()

    def content(self) -> list[Part]:
        """What was submitted last, for reading; nothing before the first submission."""
        frozen = self.latest_submission
        return frozen.read() if frozen else []

    def corrected(self) -> tuple[list[Changed] | None, datetime | None]:
        """What the last submission changed in the one before, and when that was; None, None when there is one only."""
        frozen = list(self.submissions.all())
        if len(frozen) < 2:
            return None, None
        before, after = frozen[-2:]
        return differences(before.read(), after.read()), before.submitted_at

    def as_written(self) -> list[Part]:
        """What is written now, for reading; what cannot be read yet is left out."""
        form = self.form(check=True)
        form.is_valid()
        return summarise(form.blocks, canonical(form.cleaned_data))

    def costs(self) -> list[dict[str, str]]:
        """The rows of the cost estimate as submitted last: name, amount and own (decimal text)."""
        frozen = self.latest_submission
        return frozen.costs() if frozen else []

    def follow(self, form: ContentForm) -> None:
        """Take the columns for lists and rankings from a judged `form`: what is valid, else what is empty."""
        valid = {key: value for key, value in form.cleaned_data.items() if key not in form.errors}
        self.title = valid.get("title") or ""
        self.starts_on, self.ends_on = valid.get("starts_on"), valid.get("ends_on")
        chosen = valid.get("track")
        self.track = next((one for one in self.call.tracks.all() if one.key == chosen), None)
        kinds = self.call.who_may_apply
        self.applicant_kind = valid.get("applicant_kind") or (kinds[0] if len(kinds) == 1 else "")
        self.group_members = valid.get("group_members") or []
        known = valid.get("organisation")
        self.organisation = Organisation.objects.get(pk=known) if known and known != NEW else None
        named = valid.get("organisation_name") or valid.get("group_name") or ""
        self.applicant = self.organisation.name if self.organisation else named
        self.requested_amount = form.requested()
        self.search_text = fold(f"{self.title} {self.applicant}")
