"""Who may appeal, until when, and who answers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from grants.rules import application as application_rules
from grants.rules import call as call_rules
from grants.rules.blind import names_are_open
from grants.rules.conflicts import conflicts_of
from grants.rules.sharing import is_beside_author
from workflows.predicates import predicate

if TYPE_CHECKING:
    from grants.models import Appeal, Application
    from people.models import User

# What one may contest: a rejection for the form; no grant, or a place on the reserve list, for the points.
CONTESTED = {"formally_rejected": "formal", "not_funded": "merit", "reserve": "merit"}


def kind_open_to(application: Application) -> str:
    """Which appeal the state of `application` admits: formal, merit or none ("")."""
    return CONTESTED.get(str(application.state), "")


def appeal_until(application: Application) -> datetime | None:
    """Until when `application` may be appealed; None where the call has no such appeal or its window has not begun.

    The formal window runs from the rejection's dispatch, the merit window from the publication of results.
    """
    call = application.call
    if kind_open_to(application) == "formal" and application.decided_at:
        return call.formal_appeal_until(application.decided_at)
    if kind_open_to(application) == "merit" and call.results_published_at:
        return call.merit_appeal_until(call.results_published_at)
    return None


def answer_due(application: Application, kind: str, at: datetime) -> datetime:
    """Until when an appeal of `kind`, filed at `at`, is answered."""
    call = application.call
    return call.formal_answer_until(at) if kind == "formal" else call.merit_answer_until(at)


@predicate(
    _("The staff answer an appeal about the form, the chair one about the points."),
    says_not=_("Nobody answers their own appeal."),
)
def _answers(user: User, appeal: Appeal) -> bool:
    call = appeal.application.call
    return call_rules.is_staff(user, call) if appeal.is_formal else call_rules.is_chair(user, call)


@predicate(_("Nobody answers an appeal of somebody they are tied to."))
def _is_not_tied(user: User, appeal: Appeal) -> bool:
    application = appeal.application
    return application.author_id != user.pk and not conflicts_of(user, application)


@predicate(_("Those who wrote the application, the staff and the chair see an appeal."))
def can_view(user: User, appeal: Appeal) -> bool:
    """Twin of `AppealQuerySet.visible_to`; the chair of a blind call only once names are open: an appeal is signed."""
    application = appeal.application
    return (
        application_rules.is_author(user, application)
        or is_beside_author(user, application)
        or application_rules.is_staff(user, application)
        or (call_rules.is_chair(user, application.call) and names_are_open(user, application))
        or (user.is_active and user.is_superuser)
    )


may_answer = _answers & _is_not_tied
