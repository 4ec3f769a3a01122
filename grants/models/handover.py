"""A protocol of things that change hands in a local initiative: drawn up by the city, confirmed by the residents."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.notices import handover as notices
from grants.querysets.agreement import OfAgreementQuerySet
from grants.rules import in_kind as rules
from grants.rules.in_kind import Way
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition

from .agreement import Agreement

if TYPE_CHECKING:
    from people.models import User


class Handover(Lifecycle):
    """`items` are the things: {"name", "quantity", "condition", "value" (decimal text), "for_good"}."""

    class States(BaseStates):
        DRAWN = "drawn", Category.IN_HANDS, pgettext_lazy("handover", "to be confirmed")
        CONFIRMED = "confirmed", Category.DONE, pgettext_lazy("handover", "confirmed")
        DISPUTED = "disputed", Category.REFUSED, pgettext_lazy("handover", "not confirmed")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="handovers")
    way = models.CharField(_("which way"), max_length=10, choices=Way)
    day = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    items = models.JSONField(default=list)

    state = StateField(States, default=States.DRAWN)
    path = [States.DRAWN, States.CONFIRMED]
    owes = {
        States.DRAWN: [
            Owes(
                "confirm_handover",
                _("Confirm what changed hands"),
                who=lambda one: [one.agreement.application.author],
            )
        ]
    }
    begun_tells = [notices.grantee_drawn]
    inbox_related = ("agreement__application", "agreement__call__activity__programme")
    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("handing-over protocol")
        verbose_name_plural = _("handing-over protocols")
        ordering = ["agreement", "day", "pk"]

    def __str__(self) -> str:
        return str(self.get_way_display()).capitalize()

    @property
    def title_line(self) -> str:
        """Which way, and of which project."""
        return f"{self}: {self.agreement.title_line}"

    @property
    def reference(self) -> str:
        """The number of the agreement."""
        return self.agreement.number

    def value(self) -> Decimal:
        """What the things are worth together, in the agreement's currency."""
        return sum((Decimal(one["value"]) for one in self.items), Decimal(0))

    def shown_items(self) -> list[dict[str, Any]]:
        """The things with values as numbers."""
        return [one | {"value": Decimal(one["value"])} for one in self.items]

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this protocol are looked up."""
        return self.agreement.role_scopes()

    def may_add_file(self, user: Any) -> bool:
        """Both sides add photos of the things until it is confirmed."""
        takes_part = rules.is_grantee(user, self) or rules.may_draw_up(user, self)
        return takes_part and self.state == self.States.DRAWN

    def get_absolute_url(self) -> str:
        return reverse("grants:handover", args=[self.pk])

    @transition(
        source=States.DRAWN,
        target=States.CONFIRMED,
        label=_("Confirm it"),
        primary=True,
        may=rules.is_grantee,
        tells=[notices.staff_confirmed],
        instead="paper",
    )
    def confirm(self, *, by: User) -> None:
        """The things changed hands as it says; `actions.handover.confirm_handover` keeps the paper."""

    @transition(
        source=States.DRAWN,
        target=States.DISPUTED,
        label=_("It was otherwise"),
        may=rules.is_grantee,
        tells=[notices.staff_disputed],
        note="must",
    )
    def dispute(self, *, by: User) -> None:
        """The staff draw another one up."""
