"""Who may do what with a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from programmes.rules import is_admin, runs_programme
from workflows.predicates import predicate
from workflows.roles import has_role, holds

if TYPE_CHECKING:
    from grants.models import Call
    from people.models import User


# On the committee: everybody named to it; the panel meets, assessors give points beforehand.
VOTING = ("chair", "deputy", "member")
PANEL = (*VOTING, "secretary")
COMMITTEE = (*PANEL, "assessor")


@predicate(_("The staff of this programme run the call."))
def _is_staff(user: User, call: Call) -> bool:
    return runs_programme(user, call)


@predicate(_("The chair of the committee decides this call."))
def is_chair(user: User, call: Call) -> bool:
    return holds(user, "chair", call)


@predicate(_("The committee of this call sees it."))
def is_in_committee(user: User, call: Call) -> bool:
    return any(has_role(user, role, call) for role in COMMITTEE)


@predicate(_("The committee of this call meets."))
def is_on_panel(user: User, call: Call) -> bool:
    return any(has_role(user, role, call) for role in PANEL)


@predicate(_("The deputy chair of the committee does this."))
def is_deputy(user: User, call: Call) -> bool:
    return has_role(user, "deputy", call)


@predicate(_("The assessors of this call do this."))
def is_assessor(user: User, call: Call) -> bool:
    return has_role(user, "assessor", call)


is_staff = _is_staff
can_see_work = is_staff | is_chair | is_deputy
can_view = is_staff | is_in_committee | is_admin
can_edit = is_staff
