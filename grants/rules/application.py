"""Who may do what with an application, and what its dates and number mean."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grants.rules import call as call_rules
from grants.rules.assessment import is_assigned_assessor
from grants.rules.blind import names_are_open
from grants.rules.sharing import is_beside_author, is_co_author
from workflows.predicates import predicate
from workflows.roles import has_role
from workflows.workdays import end_of_window

if TYPE_CHECKING:
    from grants.models import Application
    from people.models import User

GRACE = timedelta(
    hours=1
)  # requests that arrived in time are served by then; drafts are put aside after it


@predicate(
    _("The author of the application does this."),
    says_not=_("Nobody decides on their own application."),
)
def is_author(user: User, application: Application) -> bool:
    return application.author_id == user.pk


@predicate(_("The staff of this programme do this."))
def is_staff(user: User, application: Application) -> bool:
    return call_rules.is_staff(user, application.call)


@predicate(_("The chair of the committee does this."))
def is_chair(user: User, application: Application) -> bool:
    """The chair, and the deputy who stands in."""
    return has_role(user, "chair", application.call) or has_role(user, "deputy", application.call)


@predicate(_("A draft is seen by its author and those they invited."))
def was_submitted(user: User, application: Application) -> bool:
    return application.submitted_at is not None


@predicate(_("The committee sees applications once the call has closed."))
def call_has_closed(user: User, application: Application) -> bool:
    return application.call.state not in {"draft", "open"}


takes_part = is_author | is_beside_author
may_write = is_author | is_co_author
may_check = is_staff & ~takes_part
may_give_time = is_staff & ~takes_part
can_view = (
    takes_part
    | (was_submitted & is_staff)
    | (was_submitted & is_chair & call_has_closed & names_are_open)
    | is_assigned_assessor
)


def number_of(ordinal: int, submitted_at: datetime) -> str:
    """The number that people quote: "12/2026"."""
    return f"{ordinal}/{timezone.localtime(submitted_at).year}"


def check_due_at(application: Application) -> datetime | None:
    """When the applicant hears at the latest whether the form is in order; None before submission."""
    if application.submitted_at is None:
        return None
    since = max(application.resubmitted_at or application.submitted_at, application.call.closes_at)
    return end_of_window(since, days=application.call.check_days)
