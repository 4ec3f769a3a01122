"""Who changes the costs and the terms of an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from grants.rules import agreement as agreement_rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from people.models import User

WHILE = (
    "signed",
    "paid",
    "carried",
)  # before, the agreement itself is changed; afterwards the report is judged


@predicate(_("The grantee does this."), says_not=_("Nobody agrees to their own change."))
def is_grantee(user: User, change: Any) -> bool:
    return agreement_rules.is_grantee(user, change.agreement)


@predicate(_("The staff of this programme decide, unless they are tied to the grantee."))
def may_decide(user: User, change: Any) -> bool:
    return agreement_rules.may_judge(user, change.agreement)


@predicate(_("The staff of this programme do this."))
def may_run(user: User, change: Any) -> bool:
    return agreement_rules.may_run(user, change.agreement)
