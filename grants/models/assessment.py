"""An assessment: one assessor's judgement of one application, frozen when handed in."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.guards import assessment as guards
from grants.notices import assessment as notices
from grants.querysets.assessment import AssessmentQuerySet
from grants.rules import assessment as rules
from grants.rules.scoring import read_sheet, total_of
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.roles import RoleOn

from .application import Application

if TYPE_CHECKING:
    from people.models import User


def _assessor(assessment: Assessment) -> list[User]:
    return [assessment.assessor]


def _staff(assessment: Assessment) -> list[RoleOn]:
    return [RoleOn("staff", assessment.application.call.programme)]


class Assessment(Lifecycle):
    """One assessor and one application.

    `sheet` holds what the assessor types, as typed: criterion's key → {"points", "comment"}, and "" → {"comment"}
    for the summary. When it is handed in, the points that count stand in `Score` rows and in `total`.
    """

    class States(BaseStates):
        ASSIGNED = (
            "assigned",
            Category.IN_HANDS,
            pgettext_lazy("assessment", "waits for the declaration"),
        )
        IN_PROGRESS = (
            "in_progress",
            Category.IN_HANDS,
            pgettext_lazy("assessment", "being assessed"),
        )
        SUBMITTED = "submitted", Category.DONE, pgettext_lazy("assessment", "handed in")
        RECUSED = "recused", Category.RETURNED, pgettext_lazy("assessment", "handed back: conflict")
        DECLINED = (
            "declined",
            Category.RETURNED,
            pgettext_lazy("assessment", "handed back: no time"),
        )
        SET_ASIDE = (
            "set_aside",
            Category.REFUSED,
            pgettext_lazy("assessment", "set aside: conflict"),
        )
        REPLACED = (
            "replaced",
            Category.REFUSED,
            pgettext_lazy("assessment", "given to someone else"),
        )
        CANCELLED = "cancelled", Category.REFUSED, pgettext_lazy("assessment", "called off")

    application = models.ForeignKey(
        Application,
        on_delete=models.PROTECT,
        related_name="assessments",
        verbose_name=_("application"),
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="assessments",
        verbose_name=_("assessor"),
    )
    # The first one asked for this place; where it came back or was set aside, the next one stands in for it.
    in_place_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="successors"
    )
    # How many times it was handed in, or is about to be: reopening opens the next one.
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    sheet = models.JSONField(
        _("sheet as typed"), default=dict, blank=True, encoder=DjangoJSONEncoder
    )
    # Halves times weights of two places are exact in three.
    total = models.DecimalField(
        _("points"), max_digits=9, decimal_places=3, null=True, editable=False
    )
    assigned_at = models.DateTimeField(_("asked"), auto_now_add=True)
    declared_at = models.DateTimeField(_("declared to have no conflict"), null=True, editable=False)
    recusal_reason = models.TextField(_("why it was handed back"), max_length=4000, blank=True)
    submitted_at = models.DateTimeField(_("handed in"), null=True, editable=False)

    state = StateField(States, default=States.ASSIGNED)
    path = [States.ASSIGNED, States.IN_PROGRESS, States.SUBMITTED]
    owes = {
        States.ASSIGNED: [
            Owes(
                "declare",
                _("Say whether you have a conflict"),
                who=_assessor,
                due=lambda a: a.due_at,
            )
        ],
        States.IN_PROGRESS: [
            Owes("assess", _("Assess the application"), who=_assessor, due=lambda a: a.due_at)
        ],
        States.RECUSED: [Owes("replace", _("Ask another assessor"), who=_staff)],
        States.DECLINED: [Owes("replace", _("Ask another assessor"), who=_staff)],
    }
    begun_tells = (notices.assessor_asked,)
    # Two assessors who hand in at once must see each other's sheets: only so the gap between them is noticed.
    locks_first = ("call", "application")
    inbox_related = ("application__call__activity__programme",)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "assessor"],
                condition=Q(state__in=["assigned", "in_progress", "submitted"]),
                name="assessor_asked_once_for_an_application",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted")
                | Q(total__isnull=False, submitted_at__isnull=False),
                name="assessment_handed_in_has_points",
            ),
        ]

    def __str__(self) -> str:
        return self.title_line

    @property
    def title_line(self) -> str:
        """What is assessed; before the declaration this is all that its assessor sees of it."""
        return self.application.title_line

    @property
    def reference(self) -> str:
        """The number of the application."""
        return self.application.number

    @property
    def place(self) -> int:
        """Its place among the sheets of an application: a successor stands where the first one stood."""
        return int(self.in_place_of_id or self.pk)

    @property
    def call(self) -> models.Model:
        """The call whose criteria apply."""
        return self.application.call

    @property
    def belongs_to(self) -> models.Model:
        """The call: an assessor's sheets lie together."""
        return self.application.call

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this assessment are looked up."""
        return [self, *self.application.role_scopes()]

    def get_absolute_url(self) -> str:
        return reverse("grants:assessment", args=[self.pk])

    def points(self) -> dict[str, Decimal]:
        """What counts of the sheet so far, by the criterion's key; unreadable and missing ones are left out."""
        return read_sheet(self.sheet, self.application.call.criteria.all())[0]

    @transition(
        source=States.ASSIGNED,
        target=States.IN_PROGRESS,
        label=_("I have no conflict of interest"),
        primary=True,
        may=rules.is_assessor,
        guards=[
            guards.call_is_in_assessment,
            guards.application_is_admitted,
            guards.has_no_known_conflict,
            guards.has_confirmed,
        ],
        instead="none",
    )
    def declare_no_conflict(self, *, by: User, at: datetime, confirmed: bool) -> None:
        """Only now does the content open."""
        self.declared_at = at

    @transition(
        source=[States.ASSIGNED, States.IN_PROGRESS],
        target=States.RECUSED,
        label=_("Hand it back: I am tied to the applicant"),
        may=rules.is_assessor,
        guards=[guards.has_reason],
        tells=[notices.staff_recused],
        instead="none",
    )
    def recuse(self, *, by: User, reason: str) -> None:
        """The assessor steps back; staff ask someone else."""
        self.recusal_reason = reason

    @transition(
        source=[States.ASSIGNED, States.IN_PROGRESS],
        target=States.DECLINED,
        label=_("Hand it back: I have no time"),
        may=rules.is_assessor,
        tells=[notices.staff_declined],
        note="must",
    )
    def decline(self, *, by: User, note: str) -> None:
        """Nothing ties the assessor to the applicant, but it cannot be done in time; staff ask someone else."""
        self.recusal_reason = note

    @transition(
        source=States.IN_PROGRESS,
        target=States.SUBMITTED,
        label=_("Hand in the assessment"),
        primary=True,
        may=rules.is_assessor,
        guards=[
            guards.call_is_in_assessment,
            guards.application_is_admitted,
            guards.has_no_known_conflict,
            guards.sheet_is_complete,
        ],
        instead="none",
    )
    def submit(self, *, by: User, at: datetime) -> None:
        """Frozen from here on."""
        criteria = self.application.call.criteria.all()
        self.submitted_at, self.total = at, total_of(self.points(), criteria)

    @transition(
        source=States.SUBMITTED,
        target=States.IN_PROGRESS,
        label=_("Open the sheet again"),
        may=rules.reopens,
        guards=[
            guards.call_is_in_assessment,
            guards.application_is_admitted,
            guards.is_due_later,
        ],
        tells=[notices.assessor_reopened],
        note="must",
    )
    def reopen(self, *, by: User, due_at: datetime) -> None:
        """The assessor corrects the sheet until `due_at`; the points handed in stay on record."""
        self.round += 1
        self.due_at, self.submitted_at, self.total = due_at, None, None

    @transition(
        source=States.SUBMITTED,
        target=States.SET_ASIDE,
        label=_("Set the sheet aside: conflict"),
        may=rules.reopens,
        guards=[guards.call_is_in_assessment, guards.application_is_admitted],
        tells=[notices.assessor_set_aside, notices.staff_set_aside],
        note="must",
    )
    def set_aside(self, *, by: User) -> None:
        """A conflict was found after the sheet was handed in: its points count no more, and stay on record.

        Called by `actions.aside.set_sheet_aside`, which keeps the ranking as it was.
        """

    @transition(
        source=[States.RECUSED, States.DECLINED],
        target=States.REPLACED,
        label=_("Given to someone else"),
        may=nobody,
    )
    def replace(self, *, by: User) -> None:
        """Follows when somebody else was asked."""

    @transition(
        source=[States.ASSIGNED, States.IN_PROGRESS, States.RECUSED, States.DECLINED],
        target=States.CANCELLED,
        label=_("Call off"),
        may=rules.runs_assessment,
        tells=[notices.assessor_released],
        note="must",
    )
    def cancel(self, *, by: User) -> None:
        """Staff no longer need it."""
