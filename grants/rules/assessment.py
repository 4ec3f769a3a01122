"""Who may do what with an assessment; what an assessor, the staff and the chair see of it, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from grants.rules import call as call_rules
from grants.rules.blind import keeps_names
from grants.rules.conflicts import conflicts_of
from grants.rules.sharing import is_beside_author
from workflows.predicates import is_admin, predicate
from workflows.roles import has_role

if TYPE_CHECKING:
    from grants.models import Application, Assessment, Call
    from people.models import User

# The content is open to an assessor from the declaration on, and stays so after the sheet is handed in.
OPEN_TO_ASSESSOR = ("in_progress", "submitted")
# Their place is free, or was taken by a successor.
VACATED = ("recused", "declined", "replaced", "set_aside")
LIVE = ("assigned", "in_progress", "submitted")


@predicate(
    _("The assessor who was asked does this."), says_not=_("Nobody runs their own assessment.")
)
def is_assessor(user: User, assessment: Assessment) -> bool:
    return assessment.assessor_id == user.pk


@predicate(_("The staff of this programme do this."))
def is_staff(user: User, assessment: Assessment) -> bool:
    return call_rules.is_staff(user, assessment.application.call)


@predicate(_("The chair of the committee sees this."))
def is_chair(user: User, assessment: Assessment) -> bool:
    call = assessment.application.call
    return has_role(user, "chair", call) or has_role(user, "deputy", call)


@predicate(_("Nobody sees who assesses their own application."))
def is_not_applicant(user: User, assessment: Assessment) -> bool:
    application = assessment.application
    return application.author_id != user.pk and not is_beside_author(user, application)


@predicate(
    _("Assessors see each other's sheets only where the call says so, and only after their own.")
)
def may_read_peers(user: User, assessment: Assessment) -> bool:
    """The assessor of the same application, in a call that opens sheets once one's own is in."""
    if not assessment.application.call.assessors_see_others or assessment.state != "submitted":
        return False
    return assessment.application.assessments.filter(assessor=user, state="submitted").exists()


@predicate(_("Points are shown once every assessor of this application has handed in the sheet."))
def all_sheets_are_in(user: User, assessment: Assessment) -> bool:
    """So that neither chair nor staff can steer an assessor who is still at work."""
    application = assessment.application
    submitted = application.assessments.filter(state="submitted").count()
    waiting = application.assessments.filter(state__in=["assigned", "in_progress"]).exists()
    return not waiting and submitted >= application.assessments_needed


@predicate(_("You are tied to the applicant, so somebody else does this."))
def is_free_of_ties(user: User, assessment: Assessment) -> bool:
    return not conflicts_of(user, assessment.application)


def names_peers(call: Call) -> bool:
    """Whether assessors read each other's names in `call`: not in a blind one, nor where its committee stays unnamed."""
    return call.assessors_named and not call.is_blind


def hides_assessor_from(user: User, assessment: Assessment) -> bool:
    """Whether `user` sees the sheet only as a peer, and so without the name of whoever wrote it."""
    if is_assessor(user, assessment) or names_peers(assessment.application.call):
        return False
    office = is_not_applicant(user, assessment) and (is_staff | is_chair | is_admin)(
        user, assessment
    )
    return not office


runs_assessment = is_staff & ~is_assessor
# Before the decision, the chair or the staff open a sheet again or set it aside, each with a reason on record.
reopens = (is_staff | is_chair) & ~is_assessor & is_not_applicant & is_free_of_ties
can_view = is_assessor | (is_not_applicant & (is_staff | is_chair | is_admin)) | may_read_peers
can_see_scores = can_view & (is_assessor | may_read_peers | all_sheets_are_in)


@predicate(_("Assessors see what they were given, once they declared that they have no conflict."))
def is_assigned_assessor(user: User, application: Application) -> bool:
    """Over an application: twin of `querysets.assessment.assigned_to`."""
    if keeps_names(application.call):
        return False
    return application.assessments.filter(assessor=user, state__in=OPEN_TO_ASSESSOR).exists()
