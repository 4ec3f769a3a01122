"""A report to the funder: a period, a story, and figures that freeze when it is submitted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from programmes import roles
from programmes.models import Programme
from reporting import guards, notices, rules
from reporting.querysets import ReportQuerySet
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.roles import RoleOn
from workflows.workdays import end_of_window

READ_WITHIN = 30  # days


class Report(Lifecycle):
    """Once submitted it never changes; a correction is a new report that names the old one."""

    class States(BaseStates):
        DRAFT = "draft", Category.DRAFT, pgettext_lazy("report", "being written")
        SUBMITTED = "submitted", Category.IN_HANDS, pgettext_lazy("report", "submitted")
        RETURNED = "returned", Category.RETURNED, pgettext_lazy("report", "returned")
        CORRECTED = (
            "corrected",
            Category.REFUSED,
            pgettext_lazy("report", "replaced by a correction"),
        )
        ACCEPTED = "accepted", Category.DONE, pgettext_lazy("report", "accepted")

    state = StateField(States, default=States.DRAFT)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="reports", verbose_name=_("programme")
    )
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    story = models.TextField(_("what happened"), max_length=20_000, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="correction"
    )
    #: The canonical figures, as text so that their digest holds to the byte.
    snapshot = models.TextField(blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)

    path = [States.DRAFT, States.SUBMITTED, States.ACCEPTED]
    owes = {
        States.DRAFT: [
            Owes("submit", _("Write and submit the report"), who=lambda r: r.programme.run_by())
        ],
        States.SUBMITTED: [
            Owes(
                "accept",
                _("Read the report; accept it, or return it with a reason"),
                who=lambda r: [RoleOn(roles.FUNDER, r.programme)],
                due=lambda r: end_of_window(r.submitted_at, days=READ_WITHIN),
            )
        ],
        States.RETURNED: [
            Owes("correct", _("Write the corrected report"), who=lambda r: r.programme.run_by())
        ],
    }
    inbox_related = ["programme"]

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="report_number_once_in_a_programme"
            ),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="report_period_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return gettext("Report %(number)s: %(programme)s") % {
            "number": self.number,
            "programme": self.programme.title,
        }

    @property
    def title_line(self) -> str:
        """How the report is called on pages and in letters."""
        return str(self)

    @property
    def reference(self) -> str:
        """Its period, in short."""
        return f"{date_format(self.since)} – {date_format(self.until)}"

    def get_absolute_url(self) -> str:
        """The report's page."""
        return reverse("reporting:report", args=[self.pk])

    def role_scopes(self) -> list[models.Model]:
        """Roles are looked up on the programme."""
        return [self.programme]

    def may_add_file(self, user: Any) -> bool:
        """Files of a report are made when it is submitted, never added by hand."""
        return False

    @property
    def is_frozen(self) -> bool:
        """Whether its figures are those that were submitted."""
        return bool(self.snapshot)

    @transition(
        source=States.DRAFT,
        target=States.SUBMITTED,
        label=_("Submit the report"),
        primary=True,
        may=rules.runs_programme,
        guards=[guards.period_is_over, guards.tells_what_happened],
        tells=[notices.funder_submitted],
    )
    def submit(self, *, by: Any, at: datetime, snapshot: str, digest: str) -> None:
        """The figures freeze; `actions.submit_report` brings them and keeps the documents."""
        self.snapshot, self.digest, self.submitted_at = snapshot, digest, at

    @transition(
        source=States.SUBMITTED,
        target=States.ACCEPTED,
        label=_("Accept the report"),
        primary=True,
        may=rules.is_funder & ~rules.is_team,
        tells=[notices.staff_accepted],
    )
    def accept(self, *, by: Any, at: datetime) -> None:
        """The funder has read it and agrees."""
        self.accepted_at = at

    @transition(
        source=States.SUBMITTED,
        target=States.RETURNED,
        label=_("Return it with a reason"),
        may=rules.is_funder & ~rules.is_team,
        note="must",
        tells=[notices.staff_returned],
    )
    def return_for_correction(self, *, by: Any, note: str) -> None:
        """It stays as it was submitted; the correction will be a new report."""

    @transition(
        source=States.RETURNED,
        target=States.CORRECTED,
        label=_("Replace it by a correction"),
        may=nobody,
    )
    def replace(self, *, by: Any) -> None:
        """Made by the system when the correction is begun."""


def day_after_last_report(programme: Programme) -> date | None:
    """The first day that no report of `programme` covers yet; its first day when there is none."""
    standing = Report.objects.filter(programme=programme).exclude(state=Report.States.CORRECTED)
    last = standing.order_by("-until").first()
    return last.until + timedelta(days=1) if last else programme.first_day
