"""Tickets that the organiser bought, and how much all visits of an activity or a programme may pay for travel."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from finance.money import AmountField

from .registration import Registration

if TYPE_CHECKING:
    from .visit import StudyVisit


class Leg(models.TextChoices):
    """Which way of the journey a cost is for."""

    THERE = "there", _("the way there")
    BACK = "back", _("the way back")
    BOTH = "both", _("there and back")
    LOCAL = "local", _("on the spot")


class BoughtTicketQuerySet(models.QuerySet["BoughtTicket"]):
    def of_visit(self, visit: StudyVisit) -> Self:
        """Those of a visit, by name."""
        return self.filter(registration__visit=visit).select_related("registration__person")

    def sum(self) -> Decimal:
        """What they cost together, PLN."""
        return self.aggregate(sum=models.Sum("amount"))["sum"] or Decimal(0)


class BoughtTicket(models.Model):
    """A ticket that the organiser paid for somebody: that way is not paid back to them once more."""

    registration = models.ForeignKey(
        Registration,
        on_delete=models.PROTECT,
        related_name="bought_tickets",
        verbose_name=_("for whom"),
    )
    leg = models.CharField(_("which way"), max_length=5, choices=Leg.choices)
    what = models.CharField(_("from where to where"), max_length=200)
    amount = AmountField(_("price"))
    bought_at = models.DateTimeField(editable=False)
    bought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )

    objects = BoughtTicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket bought by the organiser")
        verbose_name_plural = _("tickets bought by the organiser")
        ordering = ("registration__person__sort_key", "pk")
        constraints = [
            models.CheckConstraint(
                name="a_bought_ticket_has_a_price", condition=models.Q(amount__gt=0)
            )
        ]

    def __str__(self) -> str:
        return self.what

    def covers(self, leg: str) -> bool:
        """Whether a cost for `leg` would pay this way a second time."""
        ways = {Leg.THERE, Leg.BACK}
        mine = ways if self.leg == Leg.BOTH else {self.leg} & ways
        theirs = ways if leg == Leg.BOTH else {leg}
        return bool(mine & theirs)


class TravelLimit(models.Model):
    """The most that all visits of one activity or of one programme spend on travel, together and on one person, in PLN."""

    activity = models.OneToOneField(
        "programmes.Activity", on_delete=models.PROTECT, null=True, related_name="travel_limit"
    )
    programme = models.OneToOneField(
        "programmes.Programme", on_delete=models.PROTECT, null=True, related_name="travel_limit"
    )
    amount = AmountField(_("travel costs of all visits, at most"), null=True)
    per_person = AmountField(_("travel costs of one person over all visits, at most"), null=True)

    class Meta:
        verbose_name = _("limit of travel costs")
        verbose_name_plural = _("limits of travel costs")
        constraints = [
            models.CheckConstraint(
                name="a_travel_limit_is_of_an_activity_or_of_a_programme",
                condition=models.Q(activity=None, programme__isnull=False)
                | models.Q(programme=None, activity__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity or self.programme}: {self.amount}, {self.per_person}"
