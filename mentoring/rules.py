"""Who may do what in mentoring. An employer has no role here, so a mentee's employer never sees a pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext_lazy as _

from programmes import rules as programme_rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from .models import (
        Enrolment,
        EnrolmentDraft,
        Followup,
        Inquiry,
        MentorRequest,
        Milestone,
        PairAgreement,
        Pairing,
        SessionLog,
        Supervision,
    )

#: The twin of `EditionQuerySet.visible_to`.
can_view_edition = programme_rules.can_view
is_staff = programme_rules.runs_programme


@predicate(
    _("Only the person who applied does this."),
    says_not=_("Nobody decides about their own application."),
)
def is_own(user: Any, enrolment: Enrolment | EnrolmentDraft) -> bool:
    return user.is_authenticated and enrolment.person.user_id == user.pk


@predicate(
    _("Those who take part in the edition, or apply to it, do this."),
    says_not=_("Whoever takes part in the edition, or applies to it, does not choose its people."),
)
def takes_part(user: Any, enrolment: Enrolment) -> bool:
    return user.is_authenticated and user.pk in enrolment.edition.accounts_inside


#: Who reads what candidates say in confidence: somebody of the team who applies too would read about rivals.
selects = is_staff & ~takes_part
reads_confidence = is_own | selects
#: Who accepts, declines and keeps the waiting list.
decides = is_staff & ~is_own & ~takes_part
#: The twin of `EnrolmentQuerySet.visible_to`.
can_view_enrolment = is_own | is_staff


@predicate(_("The person says this in their own account."))
def has_no_account(user: Any, enrolment: Enrolment) -> bool:
    return enrolment.person.user_id is None


@predicate(_("This is about mentors."))
def is_of_mentor(user: Any, enrolment: Enrolment) -> bool:
    return enrolment.role == "mentor"


#: How many mentees a mentor takes, they say themselves, or staff for them.
sets_places = is_of_mentor & (is_own | is_staff)

#: With whom somebody would and would not work is theirs to say; staff write it down only for whoever has no account,
#: and never where they are among those it may be about.
writes_wishes = is_own | (selects & has_no_account)


def _pairing(
    obj: Pairing | Milestone | SessionLog | MentorRequest | PairAgreement | Inquiry,
) -> Pairing:
    found: Pairing = getattr(obj, "pairing", None) or cast("Pairing", obj)
    return found


def _is_account_of(user: Any, enrolment: Enrolment) -> bool:
    return user.is_authenticated and enrolment.person.user_id == user.pk


@predicate(_("The pair's mentor does this."))
def is_mentor(
    user: Any, obj: Pairing | Milestone | SessionLog | MentorRequest | PairAgreement | Inquiry
) -> bool:
    return _is_account_of(user, _pairing(obj).mentor)


@predicate(_("The pair's mentee does this."), says_not=_("Nobody approves their own work."))
def is_mentee(
    user: Any, obj: Pairing | Milestone | SessionLog | MentorRequest | PairAgreement | Inquiry
) -> bool:
    return _is_account_of(user, _pairing(obj).mentee)


is_in_pair = is_mentor | is_mentee


@predicate(_("The mentor has not accepted the pair yet."))
def mentee_may_know(
    user: Any, obj: Pairing | Milestone | SessionLog | MentorRequest | PairAgreement | Inquiry
) -> bool:
    return _pairing(obj).mentor_accepted_at is not None


#: The twin of `PairingQuerySet.visible_to`, and of the sets of what belongs to a pair.
can_view = is_mentor | (is_mentee & mentee_may_know) | is_staff


@predicate(_("It is the other side's turn to answer."))
def has_the_word(user: Any, pairing: Pairing) -> bool:
    """The mentor answers a proposal first, then the mentee."""
    asked = pairing.mentor if pairing.state == "proposed" else pairing.mentee
    return _is_account_of(user, asked)


@predicate(
    _("Whoever wrote this meeting down does this."),
    says_not=_("The other side of the pair does this."),
)
def is_writer(user: Any, log: SessionLog) -> bool:
    return user.is_authenticated and log.written_by_id == user.pk


#: Staff who are one of the two themselves do not read what the other said in confidence.
reads_pulses = is_staff & ~is_in_pair


@predicate(_("The programme's coordinators do this, unless they are in the pair themselves."))
def cares(user: Any, followup: Followup) -> bool:
    """Who makes and closes to-dos about a pair; the twin of `FollowupQuerySet.visible_to`."""
    return user.is_authenticated and reads_pulses(user, followup.pairing)


@predicate(_("The programme's coordinators do this."))
def hears_requests(user: Any, request: MentorRequest) -> bool:
    """Those who run the programme of the pair, and never its mentor."""
    return is_staff(user, request.pairing) and not is_mentor(user, request)


@predicate(_("Whoever asked does this."))
def asked_for_another(user: Any, request: MentorRequest) -> bool:
    return is_mentee(user, request)


#: The twin of `MentorRequestQuerySet.visible_to`.
can_view_request = asked_for_another | hears_requests
#: Who writes to both sides of a pair that began.
writes_to_pair = is_in_pair | is_staff


@predicate(
    _("Whoever accepted first does this."),
    says_not=_("You have accepted; the other side is asked."),
)
def accepted_first(user: Any, agreement: PairAgreement) -> bool:
    return user.is_authenticated and agreement.first_by_id == user.pk


@predicate(_("Whoever is asked answers."))
def is_asked(user: Any, inquiry: Inquiry) -> bool:
    return _is_account_of(user, inquiry.of)


@predicate(_("The mentor reads what the mentee says about skills, and no survey."))
def reads_skills(user: Any, inquiry: Inquiry) -> bool:
    return inquiry.is_about_skills and is_mentor(user, inquiry)


#: The twin of `InquiryQuerySet.visible_to`.
can_view_inquiry = is_asked | reads_skills | reads_pulses
approves_milestones = is_mentor & ~is_mentee
answers_log = is_in_pair & ~is_writer


@predicate(_("The mentors of the edition see this."))
def mentors_in_edition(user: Any, supervision: Supervision) -> bool:
    mentors = supervision.edition.enrolments.accepted_as("mentor")
    return user.is_authenticated and mentors.filter(person__user=user).exists()


#: The twin of `SupervisionQuerySet.visible_to`.
can_view_supervision = is_staff | mentors_in_edition
