"""Who takes the whole file of an application: those who keep it, never those it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from grants.rules import agreement as agreement_rules
from grants.rules import application as rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from grants.models import Agreement
    from people.models import User

keeps_application = rules.can_view & rules.is_staff & ~rules.takes_part


@predicate(
    _("Whoever keeps the programme's money takes the file of a grant."),
    says_not=_("Nobody takes the office's file of their own grant."),
)
def keeps_agreement(user: User, agreement: Agreement) -> bool:
    """The file from the agreement on: for staff and for those who keep the money, of grants that are not theirs."""
    keeps = agreement_rules.keeps_money(user, agreement)
    return keeps and not rules.takes_part(user, agreement.application)
