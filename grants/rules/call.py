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


@predicate(_("The staff of this programme run the call."))
def _is_staff(user: User, call: Call) -> bool:
    return runs_programme(user, call)


@predicate(_("The chair of the committee decides this call."))
def is_chair(user: User, call: Call) -> bool:
    return holds(user, "chair", call)


@predicate(_("The committee of this call sees it."))
def is_in_committee(user: User, call: Call) -> bool:
    return has_role(user, "chair", call) or has_role(user, "assessor", call)


@predicate(_("The assessors of this call do this."))
def is_assessor(user: User, call: Call) -> bool:
    return has_role(user, "assessor", call)


is_staff = _is_staff
can_view = is_staff | is_in_committee | is_admin
can_edit = is_staff
