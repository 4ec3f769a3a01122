"""What a check recommends: carried out by the grantee until a day, shown to be done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.guards import inspecting as guards
from grants.notices import inspecting as notices
from grants.querysets.inspecting import RecommendationQuerySet
from grants.rules import inspecting as rules
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.roles import RoleOn
from workflows.workdays import end_of_day

from .agreement import Agreement
from .inspection import Inspection

if TYPE_CHECKING:
    from people.models import User


class Recommendation(Lifecycle):
    """One recommendation of a protocol that stands."""

    class States(BaseStates):
        OPEN = "open", Category.YOURS, pgettext_lazy("recommendation", "to be carried out")
        TOLD = "told", Category.IN_HANDS, pgettext_lazy("recommendation", "said to be done")
        DONE = "done", Category.DONE, pgettext_lazy("recommendation", "done")
        DROPPED = "dropped", Category.PAUSED, pgettext_lazy("recommendation", "no longer needed")

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="recommendations"
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="recommendations"
    )
    text = models.CharField(_("recommendation"), max_length=500)
    due_on = models.DateField(_("until"))
    answer = models.TextField(_("what was done"), max_length=2000, blank=True)

    state = StateField(States, default=States.OPEN)
    path = [States.OPEN, States.TOLD, States.DONE]
    owes = {
        States.OPEN: [
            Owes(
                "carry_out",
                _("Carry out the recommendation and say how"),
                who=lambda one: [one.agreement.application.author],
                due=lambda one: one.due_at,
            )
        ],
        States.TOLD: [
            Owes(
                "confirm_done",
                _("Look whether the recommendation is carried out"),
                who=lambda one: [RoleOn("staff", one.agreement.programme)],
            )
        ],
    }
    inbox_related = ("agreement__application", "agreement__call__activity__programme", "inspection")
    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation of a check")
        verbose_name_plural = _("recommendations of checks")
        ordering = ["inspection", "due_on", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def reference(self) -> str:
        """The number of the agreement."""
        return self.agreement.number

    @property
    def due_at(self) -> datetime:
        """The end of its last day."""
        return end_of_day(self.due_on)

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this recommendation are looked up."""
        return self.agreement.role_scopes()

    def may_add_file(self, user: Any) -> bool:
        """The grantee adds what shows that it is done, until the staff have looked."""
        return self.state in {self.States.OPEN, self.States.TOLD} and rules.carries_out(user, self)

    def get_absolute_url(self) -> str:
        return reverse("grants:recommendation", args=[self.pk])

    @transition(
        source=States.OPEN,
        target=States.TOLD,
        label=_("Say that it is done"),
        primary=True,
        may=rules.carries_out,
        guards=[guards.says_what_was_done],
        tells=[notices.staff_done],
    )
    def tell_done(self, *, by: User, answer: str) -> None:
        """The staff look at what shows it."""
        self.answer = answer.strip()

    @transition(
        source=[States.OPEN, States.TOLD],
        target=States.DONE,
        label=_("It is done"),
        primary=True,
        may=rules.looks_after,
        guards=[guards.is_known_to_be_done],
        note="may",
    )
    def confirm(self, *, by: User) -> None:
        """The last one closes the check."""

    @transition(
        source=States.TOLD,
        target=States.OPEN,
        label=_("It is not done yet"),
        may=rules.looks_after,
        tells=[notices.grantee_returned],
        note="must",
    )
    def give_back(self, *, by: User) -> None:
        """The grantee reads what is missing."""

    @transition(
        source=[States.OPEN, States.TOLD],
        target=States.DROPPED,
        label=_("No longer needed"),
        may=rules.looks_after,
        tells=[notices.grantee_dropped],
        note="must",
    )
    def drop(self, *, by: User) -> None:
        """It lost its point; the reason is on record."""
