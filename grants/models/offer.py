"""A grant that became free, offered to the next one on the reserve list until a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.money import AmountField
from grants.guards import reserve as guards
from grants.notices import reserve as notices
from grants.querysets.reserve import ReserveOfferQuerySet
from grants.rules import reserve as rules
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody

from .application import Application

if TYPE_CHECKING:
    from people.models import User


class ReserveOffer(Lifecycle):
    """`amount` is in the call's currency; `because` says what freed the money, in the installation's language."""

    class States(BaseStates):
        MADE = "made", Category.YOURS, pgettext_lazy("offer", "to be accepted")
        ACCEPTED = "accepted", Category.DONE, pgettext_lazy("offer", "accepted")
        DECLINED = "declined", Category.REFUSED, pgettext_lazy("offer", "declined")
        LAPSED = "lapsed", Category.PAUSED, pgettext_lazy("offer", "not answered in time")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="offers")
    amount = AmountField(_("offered"))
    because = models.CharField(_("why it is free"), max_length=400)
    due_at = models.DateTimeField(_("to be accepted until"))

    state = StateField(States, default=States.MADE)
    path = [States.MADE, States.ACCEPTED]
    owes = {
        States.MADE: [
            Owes(
                "answer_offer",
                _("Accept the grant or decline it"),
                who=lambda one: [one.application.author],
                due=lambda one: one.due_at,
            )
        ]
    }
    begun_tells = [notices.applicant_offered, notices.staff_offered]
    inbox_related = ("application__call__activity__programme",)
    objects = ReserveOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer from the reserve list")
        verbose_name_plural = _("offers from the reserve list")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state="made"), name="one_open_offer_at_a_time"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="offer_above_zero"),
        ]

    def __str__(self) -> str:
        return self.title_line

    @property
    def title_line(self) -> str:
        """The title of the application."""
        return self.application.title_line

    @property
    def reference(self) -> str:
        """The number of the application."""
        return self.application.number

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this offer are looked up."""
        return self.application.role_scopes()

    def may_add_file(self, user: Any) -> bool:
        """Nothing is added to an offer."""
        return False

    def get_absolute_url(self) -> str:
        return reverse("grants:offer", args=[self.pk])

    @transition(
        source=States.MADE,
        target=States.ACCEPTED,
        label=_("Accept the grant"),
        primary=True,
        may=rules.is_applicant,
        guards=[guards.is_in_time, guards.still_waits],
        tells=[notices.staff_accepted],
    )
    def accept(self, *, by: User) -> None:
        """The application is funded and its agreement prepared."""

    @transition(
        source=States.MADE,
        target=States.DECLINED,
        label=_("Decline it"),
        may=rules.is_applicant,
        tells=[notices.staff_declined],
        note="may",
    )
    def decline(self, *, by: User) -> None:
        """The next one on the list is asked."""

    @transition(
        source=States.MADE,
        target=States.LAPSED,
        label=_("Nobody answered in time"),
        may=nobody,
        tells=[notices.staff_lapsed],
    )
    def lapse(self, *, by: User) -> None:
        """The clock makes this move; the next one on the list is asked."""
