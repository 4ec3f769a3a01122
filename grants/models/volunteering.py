"""What volunteers of a grant worked, day by day; together it is the card of each of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.models import WorkEntry
from finance.money import Money
from grants.guards import volunteering as guards
from grants.querysets.agreement import VolunteerWorkQuerySet
from grants.rules import volunteering as rules
from grants.rules.agreement import BEING_CARRIED_OUT
from people.models import Person
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition

from .agreement import Agreement
from .costs import WorkRate

if TYPE_CHECKING:
    from people.models import User


def _coordinator(work: VolunteerWork) -> list[User]:
    """Whoever writes the report, as long as it is being written: later nothing is confirmed any more."""
    agreement = work.agreement
    return [agreement.application.author] if agreement.state in BEING_CARRIED_OUT else []


class VolunteerWork(Lifecycle):
    """Work of one person on one day. Its hours and its rate stand in `finance.WorkEntry`, among all hours of
    the installation, so that nobody is in two places at once; it counts once it is confirmed.
    """

    class States(BaseStates):
        ENTERED = "entered", Category.DRAFT, pgettext_lazy("work", "entered")
        CONFIRMED = "confirmed", Category.DONE, pgettext_lazy("work", "confirmed")
        REMOVED = "removed", Category.PAUSED, pgettext_lazy("work", "taken off")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="volunteering")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="volunteering", verbose_name=_("volunteer")
    )
    kind = models.ForeignKey(
        WorkRate, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind of work")
    )
    entries = GenericRelation(WorkEntry, "about_id", "about_type", for_concrete_model=False)

    state = StateField(States, default=States.ENTERED)
    path = [States.ENTERED, States.CONFIRMED]
    owes = {
        States.ENTERED: [
            Owes(
                "confirm_work",
                _("Confirm the work of volunteers"),
                who=_coordinator,
                due=lambda work: work.agreement.report_due_at,
            )
        ]
    }
    inbox_related = ("agreement__application", "agreement__call__activity__programme", "person")
    objects = VolunteerWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("work of a volunteer")
        verbose_name_plural = _("work of volunteers")
        ordering = ["agreement", "person", "pk"]

    def __str__(self) -> str:
        return str(_("Work of %(person)s") % {"person": self.person})

    @property
    def entry(self) -> WorkEntry | None:
        """The hours; None once they were taken off."""
        return next(iter(self.entries.all()), None)

    @property
    def hours(self) -> str:
        """How long, in hours."""
        return rules.hours_shown(self.entry.minutes if self.entry else 0)

    @property
    def worth(self) -> Money:
        """Hours times the rate of the call."""
        value = self.entry.value if self.entry else None
        return value or Money(Decimal(0), self.agreement.currency)

    @property
    def reference(self) -> str:
        """The number of the agreement."""
        return self.agreement.number

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this work are looked up."""
        return self.agreement.role_scopes()

    def may_add_file(self, user: Any) -> bool:
        """The whole card is signed, not the single day."""
        return False

    def get_absolute_url(self) -> str:
        return reverse("grants:volunteering", args=[self.agreement_id])

    @transition(
        source=States.ENTERED,
        target=States.CONFIRMED,
        label=_("Confirm the work"),
        primary=True,
        may=rules.is_coordinator,
        guards=[guards.report_is_being_written],
    )
    def confirm(self, *, by: User) -> None:
        """It was done: it counts as own contribution."""

    @transition(
        source=[States.ENTERED, States.CONFIRMED],
        target=States.REMOVED,
        label=_("Take the work off"),
        may=rules.is_coordinator,
        guards=[guards.report_is_being_written],
    )
    def take_off(self, *, by: User) -> None:
        """It was not done, or it was entered wrongly."""
