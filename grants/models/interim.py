"""The interim report of a grantee: a questionnaire about how it goes; its acceptance frees the next tranche."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.guards import agreement as agreement_guards
from grants.guards import interim as guards
from grants.notices import interim as notices
from grants.querysets.agreement import OfAgreementQuerySet
from grants.rules import interim as rules
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.roles import RoleOn
from workflows.workdays import end_of_day

from .agreement import Agreement
from .answered import Answered, FrozenReport

if TYPE_CHECKING:
    from people.models import User


def _grantee(report: InterimReport) -> list[User]:
    return [report.agreement.application.author]


def _staff(report: InterimReport) -> list[RoleOn]:
    return [RoleOn("staff", report.agreement.programme)]


class InterimReport(Answered, Lifecycle):
    """What a grantee says half-way, in the questionnaire that the call chose; money comes from the register."""

    class States(BaseStates):
        DRAFT = "draft", Category.DRAFT, pgettext_lazy("interim report", "being written")
        HANDED_IN = "handed_in", Category.IN_HANDS, pgettext_lazy("interim report", "handed in")
        RETURNED = "returned", Category.RETURNED, pgettext_lazy("interim report", "to be corrected")
        ACCEPTED = "accepted", Category.DONE, pgettext_lazy("interim report", "accepted")
        DROPPED = "dropped", Category.PAUSED, pgettext_lazy("interim report", "no longer needed")

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="interim")
    return_reasons = models.TextField(_("what to correct"), max_length=4000, blank=True)
    correction_due_at = models.DateTimeField(_("correction due"), null=True, editable=False)

    state = StateField(States, default=States.DRAFT)
    path = [States.DRAFT, States.HANDED_IN, States.ACCEPTED]
    owes = {
        States.DRAFT: [
            Owes(
                "hand_in_interim",
                _("Write the interim report"),
                who=_grantee,
                due=lambda report: report.due_at,
            )
        ],
        States.HANDED_IN: [Owes("judge_interim", _("Check the interim report"), who=_staff)],
        States.RETURNED: [
            Owes(
                "correct_interim",
                _("Correct the interim report"),
                who=_grantee,
                due=lambda report: report.correction_due_at,
            )
        ],
    }
    begun_tells = [notices.grantee_opened]
    inbox_related = ("agreement__application", "agreement__call__activity__programme")
    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("interim report")
        verbose_name_plural = _("interim reports")
        ordering = ["agreement", "pk"]

    def __str__(self) -> str:
        return str(_("Interim report: %(title)s") % {"title": self.agreement.title_line})

    @property
    def reference(self) -> str:
        """The number of the agreement."""
        return self.agreement.number

    @property
    def due_at(self) -> datetime | None:
        """The end of the day that the call names; None where it names none."""
        day = self.agreement.call.interim_report_on
        return end_of_day(day) if day else None

    @property
    def is_written(self) -> bool:
        """Whether the grantee may change the answers now."""
        return self.state in {self.States.DRAFT, self.States.RETURNED}

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this report are looked up."""
        return self.agreement.role_scopes()

    def may_add_file(self, user: Any) -> bool:
        """Files come as answers."""
        return False

    def get_absolute_url(self) -> str:
        return reverse("grants:interim", args=[self.pk])

    @transition(
        source=[States.DRAFT, States.RETURNED],
        target=States.HANDED_IN,
        label=_("Hand in the interim report"),
        primary=True,
        may=rules.is_grantee,
        guards=[guards.project_runs, guards.is_complete],
        tells=[notices.staff_received],
        instead="none",
    )
    def hand_in(self, *, by: User) -> None:
        """It is frozen while it is checked."""

    @transition(
        source=States.HANDED_IN,
        target=States.RETURNED,
        label=_("Return it for correction"),
        may=rules.may_judge,
        guards=[agreement_guards.has_reasons, agreement_guards.correction_day_is_ahead],
        tells=[notices.grantee_returned],
    )
    def give_back(self, *, by: User, reasons: str, due_at: datetime) -> None:
        """The grantee corrects what `reasons` name until `due_at`."""
        self.return_reasons, self.correction_due_at = reasons, due_at

    @transition(
        source=States.HANDED_IN,
        target=States.ACCEPTED,
        label=_("Accept the interim report"),
        primary=True,
        may=rules.may_judge,
        tells=[notices.grantee_accepted],
        note="may",
    )
    def accept(self, *, by: User) -> None:
        """The tranche that waits for it is paid."""

    @transition(
        source=[States.DRAFT, States.HANDED_IN, States.RETURNED],
        target=States.DROPPED,
        label=_("No longer needed"),
        may=nobody,
    )
    def drop(self, *, by: User) -> None:
        """Follows when the agreement ended or was settled first."""


class InterimSubmission(FrozenReport):
    """An interim report as handed in, with what was spent by that day."""

    report = models.ForeignKey(InterimReport, on_delete=models.PROTECT, related_name="submissions")

    class Meta:
        verbose_name = _("frozen interim report")
        verbose_name_plural = _("frozen interim reports")
        ordering = ["report", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["report", "ordinal"], name="interim_ordinal_once")
        ]
