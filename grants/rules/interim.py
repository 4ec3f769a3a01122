"""Who writes and who judges an interim report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from grants.rules import agreement as agreement_rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from grants.models import InterimReport
    from people.models import User


@predicate(_("The grantee does this."), says_not=_("Nobody judges their own report."))
def is_grantee(user: User, report: InterimReport) -> bool:
    return agreement_rules.is_grantee(user, report.agreement)


@predicate(_("The staff of this programme judge it, unless they are tied to the grantee."))
def may_judge(user: User, report: InterimReport) -> bool:
    return agreement_rules.may_judge(user, report.agreement)
