"""What a call gives and what it asks applicants to add."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.money import AmountField

from .percent import PercentField


class CallKind(models.TextChoices):
    """What is given: money to spend, or what the city itself brings (Act of 24 April 2003, art. 19b to 19h)."""

    MICRO_GRANT = "micro_grant", pgettext_lazy("kind of call", "micro-grants: money")
    LOCAL_INITIATIVE = (
        "local_initiative",
        pgettext_lazy("kind of call", "local initiative: things and services, no money"),
    )


class ContributionBase(models.TextChoices):
    """Of what the own contribution is a percentage."""

    GRANT = "grant", pgettext_lazy("base", "of the grant")
    TOTAL = "total", pgettext_lazy("base", "of the whole cost")


class Contribution(models.Model):
    """Abstract. Amounts are in the call's currency; every share is a percentage of `own_contribution_base`.

    In a local initiative the amounts are the value of what the city gives; nothing is transferred.
    """

    kind = models.CharField(
        _("what is given"), max_length=20, choices=CallKind, default=CallKind.MICRO_GRANT
    )
    pool = AmountField(_("pool to share"))
    min_grant = AmountField(_("smallest grant"))
    max_grant = AmountField(_("largest grant"))
    own_contribution_min = PercentField(
        _("own contribution, percent of the grant"), null=True, blank=True
    )
    own_contribution_base = models.CharField(
        _("own contribution is a percentage"),
        max_length=10,
        choices=ContributionBase,
        default=ContributionBase.GRANT,
    )
    own_cash_min = PercentField(_("in money, at least percent"), null=True, blank=True)
    own_in_kind_min = PercentField(_("in things, at least percent"), null=True, blank=True)
    own_work_min = PercentField(_("in work, at least percent"), null=True, blank=True)
    lone_groups_without_cash = models.BooleanField(
        _("a group without a patron adds things and work only"), default=False
    )
    eligible_from = models.DateField(_("projects may start on"))
    eligible_to = models.DateField(_("projects end by"))

    class Meta:
        abstract = True

    @property
    def gives_money(self) -> bool:
        """Whether grantees get money; a local initiative gives things and services."""
        return self.kind == CallKind.MICRO_GRANT
