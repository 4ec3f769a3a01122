"""Changes after the signing: money moved between positions, and annexes that change the terms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.money import AmountField
from grants.guards import change as guards
from grants.guards import signing as signing_guards
from grants.notices import change as notices
from grants.querysets.agreement import OfAgreementQuerySet
from grants.rules import change as rules
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.roles import RoleOn

from .agreement import Agreement
from .signed import Signed

if TYPE_CHECKING:
    from people.models import User


def _staff(change: Any) -> list[RoleOn]:
    return [RoleOn("staff", change.agreement.programme)]


class ChangesLines(models.Model):
    """Abstract: a change of the positions of a grant's costs.

    `rows` hold each position that changes: `line` (its key; None for a new one), `name`, `before`, `after`
    (decimal texts in the agreement's currency).
    """

    agreement: models.ForeignKey[Any, Agreement]
    ordinal = models.PositiveSmallIntegerField(editable=False)
    reason = models.TextField(_("why"), max_length=2000)
    rows = models.JSONField(default=list)

    class Meta:
        abstract = True

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this change are looked up."""
        return self.agreement.role_scopes()

    def shown_rows(self) -> list[dict[str, Any]]:
        """The rows with amounts as numbers."""
        return [
            row | {"before": Decimal(row["before"]), "after": Decimal(row["after"])}
            for row in self.rows
        ]


class BudgetChange(ChangesLines, Lifecycle):
    """Money that the grantee moves between positions: told when it is little, asked for when it is much."""

    class States(BaseStates):
        ASKED = "asked", Category.IN_HANDS, pgettext_lazy("change", "waits for consent")
        NOTED = "noted", Category.DONE, pgettext_lazy("change", "noted, no consent needed")
        APPROVED = "approved", Category.DONE, pgettext_lazy("change", "agreed to")
        RETURNED = "returned", Category.REFUSED, pgettext_lazy("change", "not agreed to")
        WITHDRAWN = "withdrawn", Category.REFUSED, pgettext_lazy("change", "taken back")

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="budget_changes"
    )
    moved = AmountField(_("moved"))
    needs = models.JSONField(default=list)

    state = StateField(States, default=States.ASKED)
    path = [States.ASKED, States.APPROVED]
    owes = {
        States.ASKED: [Owes("decide_change", _("Agree to the change, or say why not"), who=_staff)]
    }
    begun_tells = [notices.staff_changed]
    inbox_related = ("agreement__application", "agreement__call__activity__programme")
    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of the costs")
        verbose_name_plural = _("changes of the costs")
        ordering = ["agreement", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "ordinal"], name="budget_change_ordinal_once"
            ),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state="asked"), name="one_change_asked_at_a_time"
            ),
            models.CheckConstraint(condition=Q(moved__gt=0), name="budget_change_moves_something"),
        ]

    def __str__(self) -> str:
        return str(_("Change %(number)d of the costs") % {"number": self.ordinal})

    @property
    def code(self) -> str:
        """The number of the agreement."""
        return self.agreement.number

    def get_absolute_url(self) -> str:
        return reverse("grants:change", args=[self.pk])

    @transition(
        source=States.ASKED,
        target=States.NOTED,
        label=_("Note the change"),
        may=nobody,
        guards=[guards.lines_are_as_they_were],
    )
    def take_note(self, *, by: User) -> None:
        """It is within the limits: the costs change at once."""

    @transition(
        source=States.ASKED,
        target=States.APPROVED,
        label=_("Agree to the change"),
        primary=True,
        may=rules.may_decide,
        guards=[guards.lines_are_as_they_were],
        tells=[notices.grantee_approved],
        note="may",
    )
    def approve(self, *, by: User) -> None:
        """The costs change as asked."""

    @transition(
        source=States.ASKED,
        target=States.RETURNED,
        label=_("Do not agree"),
        may=rules.may_decide,
        tells=[notices.grantee_refused],
        note="must",
    )
    def refuse(self, *, by: User) -> None:
        """The costs stay; the grantee reads why and may ask for something else."""

    @transition(
        source=States.ASKED,
        target=States.WITHDRAWN,
        label=_("Take the request back"),
        may=rules.is_grantee,
    )
    def withdraw(self, *, by: User) -> None:
        """The grantee thought better of it."""


class Annex(Signed, ChangesLines, Lifecycle):
    """What both sides change in the agreement: the amount, the dates, the costs. It holds once it is signed."""

    class States(BaseStates):
        DRAFT = "draft", Category.DRAFT, pgettext_lazy("annex", "to be signed")
        SIGNED = "signed", Category.DONE, pgettext_lazy("annex", "signed")
        DROPPED = "dropped", Category.REFUSED, pgettext_lazy("annex", "dropped")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="annexes")
    amount = AmountField(_("grant from now on"), null=True, blank=True)
    starts_on = models.DateField(_("project starts"), null=True, blank=True)
    ends_on = models.DateField(_("project ends"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, editable=False)

    state = StateField(States, default=States.DRAFT)
    path = [States.DRAFT, States.SIGNED]
    owes = {States.DRAFT: [Owes("sign_annex", _("Sign the annex and record it"), who=_staff)]}
    begun_tells = [notices.grantee_annex]
    inbox_related = ("agreement__application", "agreement__call__activity__programme")
    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")
        ordering = ["agreement", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "ordinal"], name="annex_ordinal_once"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0), name="annex_amount_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Annex %(number)d") % {"number": self.ordinal})

    @property
    def code(self) -> str:
        """The number of the agreement."""
        return self.agreement.number

    def get_absolute_url(self) -> str:
        return reverse("grants:annex", args=[self.pk])

    @transition(
        source=States.DRAFT,
        target=States.SIGNED,
        label=_("Record the signing"),
        primary=True,
        may=rules.may_run,
        guards=[
            guards.agreement_is_carried_out,
            guards.annex_day_has_come,
            signing_guards.nobody_signed_later,
            signing_guards.signatures_are_on_file,
            guards.lines_are_as_they_were,
            guards.pool_allows,
            guards.covers_what_was_paid,
        ],
        tells=[notices.grantee_annex_signed],
    )
    def sign(self, *, by: User, signed_on: date, scanned: bool = False) -> None:
        """From now on the agreement says what the annex says; `scanned`: a file with every signature comes along."""
        self.signed_on = signed_on

    @transition(
        source=States.DRAFT,
        target=States.DROPPED,
        label=_("Drop the annex"),
        may=rules.may_run,
        note="must",
    )
    def drop(self, *, by: User) -> None:
        """The agreement stays as it is."""
