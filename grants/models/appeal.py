"""An appeal: against a formal rejection, or against the points; filed in its window and answered with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.money import AmountField
from grants.guards import appeal as guards
from grants.notices import appeal as notices
from grants.querysets.appeal import AppealQuerySet
from grants.rules import appeal as rules
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.roles import RoleOn

from .application import Application

if TYPE_CHECKING:
    from people.models import User


def _judge(appeal: Appeal) -> list[RoleOn]:
    """Staff answer about the form, the chair about the points."""
    call = appeal.application.call
    return [RoleOn("staff", call.programme)] if appeal.is_formal else [RoleOn("chair", call)]


class Appeal(Lifecycle):
    """One appeal of an applicant. `answer_due_at` is the end of the call's window for the answer."""

    class Kind(models.TextChoices):
        FORMAL = "formal", pgettext_lazy("appeal", "against the formal rejection")
        MERIT = "merit", pgettext_lazy("appeal", "against the points")

    class States(BaseStates):
        FILED = "filed", Category.IN_HANDS, pgettext_lazy("appeal", "being considered")
        UPHELD = "upheld", Category.DONE, pgettext_lazy("appeal", "upheld")
        DISMISSED = "dismissed", Category.REFUSED, pgettext_lazy("appeal", "dismissed")

    application = models.ForeignKey(
        Application,
        on_delete=models.PROTECT,
        related_name="appeals",
        verbose_name=_("application"),
    )
    kind = models.CharField(_("appeal"), max_length=10, choices=Kind)
    grounds = models.TextField(_("grounds of the appeal"), max_length=6000)
    filed_at = models.DateTimeField(_("filed"))
    answer_due_at = models.DateTimeField(_("answer due"))
    answer = models.TextField(_("answer"), max_length=6000, blank=True)
    granted = AmountField(_("grant after the appeal"), null=True, editable=False)
    # Criterion's key → points as text; a criterion that is not named keeps the mean of its sheets.
    new_points = models.JSONField(_("points after the appeal"), default=dict, editable=False)

    state = StateField(States, default=States.FILED)
    path = [States.FILED, States.UPHELD]
    owes = {
        States.FILED: [
            Owes("answer", _("Answer the appeal"), who=_judge, due=lambda one: one.answer_due_at)
        ]
    }
    begun_tells = (notices.judges_filed,)
    inbox_related = ("application__call__activity__programme",)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"], name="one_appeal_of_a_kind_for_an_application"
            )
        ]

    def __str__(self) -> str:
        return self.title_line

    @property
    def title_line(self) -> str:
        """The title of the application."""
        return self.application.title_line

    @property
    def code(self) -> str:
        """The number of the application."""
        return self.application.number

    @property
    def is_formal(self) -> bool:
        """Whether it is about the form, not about the points."""
        return self.kind == self.Kind.FORMAL

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this appeal are looked up."""
        return [self, *self.application.role_scopes()]

    def get_absolute_url(self) -> str:
        return reverse("grants:appeal", args=[self.pk])

    @transition(
        source=States.FILED,
        target=States.UPHELD,
        label=_("Uphold the appeal"),
        primary=True,
        may=rules.may_answer,
        guards=[
            guards.has_answer,
            guards.names_no_assessor,
            guards.has_new_points,
            guards.grant_fits,
            guards.clears_the_bars,
        ],
        tells=[notices.applicant_upheld],
    )
    def uphold(
        self,
        *,
        by: User,
        answer: str,
        amount: Decimal | None = None,
        criteria: Mapping[str, Decimal] | None = None,
    ) -> None:
        """The applicant is right. About the points, `criteria` are the new ones by the criterion's key.

        `amount` is the grant; None puts it on the reserve list, or leaves it below a threshold it still misses.
        """
        self.answer, self.granted = answer, amount
        self.new_points = {key: str(points) for key, points in (criteria or {}).items()}

    @transition(
        source=States.FILED,
        target=States.DISMISSED,
        label=_("Dismiss the appeal"),
        may=rules.may_answer,
        guards=[guards.has_answer, guards.names_no_assessor],
        tells=[notices.applicant_dismissed],
    )
    def dismiss(self, *, by: User, answer: str) -> None:
        """The decision stands, for the reasons in `answer`."""
        self.answer = answer
