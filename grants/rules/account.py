"""Who enters and who confirms the account of a grantee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from grants.rules import agreement as agreement_rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from grants.models import Agreement, BankAccount
    from people.models import User

STANDING = (
    "entered",
    "checked",
    "confirmed",
)  # the account named last, as long as nobody refused it
CHANGED_WHILE = ("prepared", "sent", "signed", "paid")  # afterwards nothing is paid any more


@predicate(_("The grantee and the staff of this programme name the account."))
def _sees(user: User, agreement: Agreement) -> bool:
    return agreement_rules.can_view(user, agreement)


may_enter = _sees & ~agreement_rules.gives_things


@predicate(_("The finance staff of this programme confirm the account."))
def may_check(user: User, account: BankAccount) -> bool:
    return agreement_rules.may_record_money(user, account.agreement)


@predicate(
    _("You checked this account first."),
    says_not=_("You checked this account already: somebody else is the second person."),
)
def checked_it_first(user: User, account: BankAccount) -> bool:
    return account.checked_by_id == user.pk
