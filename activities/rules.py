"""Who may do what with events, visits and registrations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from programmes import rules as programme_rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from .models import Registration

#: The twin of `GatheringQuerySet.visible_to`.
can_view = programme_rules.can_view
is_staff = programme_rules.runs_programme


@predicate(
    _("Only the person who applied does this."),
    says_not=_("Nobody decides about their own application."),
)
def is_own(user: Any, registration: Registration) -> bool:
    return user.is_authenticated and registration.person.user_id == user.pk


@predicate(_("The person answers for themselves: they have an account."))
def has_no_account(user: Any, registration: Registration) -> bool:
    return registration.person.user_id is None


#: Staff answer for people who never log in.
answers_for = is_staff & has_no_account
#: The twin of `RegistrationQuerySet.visible_to`.
can_view_registration = is_own | is_staff
