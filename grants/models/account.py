"""The account a grant is paid to: confirmed by two people who saw the evidence, before anything is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.guards import account as guards
from grants.notices import account as notices
from grants.querysets.agreement import OfAgreementQuerySet
from grants.rules import account as rules
from people.numbers import account_groups, validate_account
from programmes import roles
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.roles import RoleOn

from .agreement import Agreement

if TYPE_CHECKING:
    from people.models import User


def _keepers(account: BankAccount) -> list[RoleOn]:
    programme, first = account.agreement.programme, account.checked_by
    return [RoleOn(role, programme, but=first) for role in (roles.FINANCE, roles.STAFF)]


class BankAccount(Lifecycle):
    """One account that a grantee named. A new one replaces it and is confirmed anew."""

    class States(BaseStates):
        ENTERED = "entered", Category.IN_HANDS, pgettext_lazy("account", "to be checked")
        CHECKED = "checked", Category.IN_HANDS, pgettext_lazy("account", "checked by one person")
        CONFIRMED = "confirmed", Category.DONE, pgettext_lazy("account", "confirmed by two people")
        REJECTED = "rejected", Category.REFUSED, pgettext_lazy("account", "not accepted")
        REPLACED = "replaced", Category.PAUSED, pgettext_lazy("account", "replaced by another")

    STANDING = rules.STANDING

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="accounts")
    number = models.CharField(_("account number"), max_length=26, validators=[validate_account])
    owner = models.CharField(_("owner of the account"), max_length=140)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    state = StateField(States, default=States.ENTERED)
    path = [States.ENTERED, States.CHECKED, States.CONFIRMED]
    owes = {
        States.ENTERED: [Owes("check", _("Compare the account with its evidence"), who=_keepers)],
        States.CHECKED: [
            Owes("confirm", _("Check the account as the second person"), who=_keepers)
        ],
    }
    begun_tells = [notices.staff_entered]
    inbox_related = ("agreement__application", "agreement__call__activity__programme")

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("account of a grantee")
        verbose_name_plural = _("accounts of grantees")
        ordering = ["agreement", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=models.Q(state__in=["entered", "checked", "confirmed"]),
                name="one_standing_account_of_an_agreement",
            )
        ]

    def __str__(self) -> str:
        return account_groups(self.number)

    @property
    def code(self) -> str:
        """The number of the agreement it belongs to."""
        return self.agreement.number

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this account are looked up."""
        return self.agreement.role_scopes()

    def may_add_file(self, user: Any) -> bool:
        """Whoever enters accounts adds evidence until the first person has checked."""
        return self.state == self.States.ENTERED and rules.may_enter(user, self.agreement)

    def get_absolute_url(self) -> str:
        return reverse("grants:account", args=[self.pk])

    @transition(
        source=States.ENTERED,
        target=States.CHECKED,
        label=_("I compared it with the evidence"),
        primary=True,
        may=rules.may_check,
        guards=[guards.evidence_is_kept],
        undo=[],
    )
    def check_first(self, *, by: User) -> None:
        """The first of two people; the second is somebody else."""
        self.checked_by = by

    @transition(
        source=States.CHECKED,
        target=States.CONFIRMED,
        label=_("Confirm it as the second person"),
        primary=True,
        may=rules.may_check & ~rules.checked_it_first,
        guards=[guards.evidence_is_kept],
        tells=[notices.grantee_confirmed],
    )
    def confirm(self, *, by: User) -> None:
        """From now on transfers of this agreement go there."""

    @transition(
        source=[States.ENTERED, States.CHECKED],
        target=States.REJECTED,
        label=_("Do not accept this account"),
        may=rules.may_check,
        tells=[notices.grantee_rejected],
        note="must",
    )
    def reject(self, *, by: User) -> None:
        """The grantee names another one, or sends better evidence."""

    @transition(
        source=[States.ENTERED, States.CHECKED, States.CONFIRMED],
        target=States.REPLACED,
        label=_("Replace it"),
        may=nobody,
    )
    def replace(self, *, by: User) -> None:
        """Follows when another account was entered."""
