"""Who may do what in mentoring. An employer has no role here, so a mentee's employer never sees a pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django.utils.translation import gettext_lazy as _

from activities.rules import has_no_account
from programmes import rules as programme_rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from .models import (
        Deputy,
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

    #: A pair, or what belongs to one.
    OfPair: TypeAlias = (
        Pairing | Milestone | SessionLog | MentorRequest | PairAgreement | Inquiry | Deputy
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
#: Whoever decides answers for people who never log in.
answers = is_own | (decides & has_no_account)
#: The twin of `EnrolmentQuerySet.visible_to`.
can_view_enrolment = is_own | is_staff
READ_BY_PERSON = _("The person it is about and the programme's coordinators read this.")


@predicate(_("This is about mentors."))
def is_of_mentor(user: Any, enrolment: Enrolment) -> bool:
    return enrolment.role == "mentor"


#: How many mentees a mentor takes, they say themselves, or staff for them.
sets_places = is_of_mentor & (is_own | is_staff)

#: What a mentor worked elsewhere only they know; staff write it down for whoever has no account.
states_hours = is_of_mentor & (is_own | (is_staff & has_no_account))

#: With whom somebody would and would not work is theirs to say; staff write it down only for whoever has no account,
#: and never where they are among those it may be about.
writes_wishes = is_own | (selects & has_no_account)


def _pairing(obj: OfPair) -> Pairing:
    found: Pairing = getattr(obj, "pairing", None) or cast("Pairing", obj)
    return found


def _is_account_of(user: Any, enrolment: Enrolment) -> bool:
    return user.is_authenticated and enrolment.person.user_id == user.pk


@predicate(
    _("The pair's mentor does this."),
    says_not=_("Somebody else of the team answers for your mentee, who has no account."),
)
def is_mentor(user: Any, obj: OfPair) -> bool:
    return _is_account_of(user, _pairing(obj).mentor)


@predicate(_("The pair's mentee does this."), says_not=_("Nobody approves their own work."))
def is_mentee(user: Any, obj: OfPair) -> bool:
    return _is_account_of(user, _pairing(obj).mentee)


is_in_pair = is_mentor | is_mentee


@predicate(_("Whoever stands in for the mentor does this."))
def is_deputy(user: Any, obj: OfPair) -> bool:
    """Staff named them for this pair, and their time is not over."""
    deputy = _pairing(obj).deputy
    return user.is_authenticated and deputy is not None and deputy.user_id == user.pk


@predicate(_("The mentor answers for themselves: they have an account."))
def has_mentor_offline(user: Any, obj: OfPair) -> bool:
    return _pairing(obj).mentor.person.user_id is None


@predicate(_("The mentee answers for themselves: they have an account."))
def has_mentee_offline(user: Any, obj: OfPair) -> bool:
    return _pairing(obj).mentee.person.user_id is None


#: Staff answer for whoever never logs in, but nobody answers for both sides of their own pair.
answers_for_mentor = is_staff & has_mentor_offline & ~is_mentee
answers_for_mentee = is_staff & has_mentee_offline & ~is_mentor
is_on_mentors_side = is_mentor | answers_for_mentor
is_on_mentees_side = is_mentee | answers_for_mentee
#: Who plans, meets and writes down.
works_in_pair = is_in_pair | answers_for_mentor | answers_for_mentee


@predicate(_("The mentor has not accepted the pair yet."))
def mentee_may_know(user: Any, obj: OfPair) -> bool:
    return _pairing(obj).mentor_accepted_at is not None


#: The twin of `PairingQuerySet.visible_to`, and of the sets of what belongs to a pair.
can_view = is_mentor | is_deputy | (is_mentee & mentee_may_know) | is_staff
READ_IN_PAIR = _(
    "Both sides of the pair, whoever stands in for the mentor, and the programme's coordinators read this. Employers never do."
)


@predicate(_("It is the other side's turn to answer."))
def has_the_word(user: Any, pairing: Pairing) -> bool:
    """The mentor answers a proposal first, then the mentee; staff for whoever has no account."""
    side = is_on_mentors_side if pairing.state == "proposed" else is_on_mentees_side
    return side(user, pairing)


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
writes_to_pair = is_in_pair | is_deputy | is_staff


@predicate(
    _("Whoever accepted first does this."),
    says_not=_("You have accepted; the other side is asked."),
)
def accepted_first(user: Any, agreement: PairAgreement) -> bool:
    return user.is_authenticated and agreement.first_by_id == user.pk


@predicate(_("The pair's mentor and mentee accept it, each for themselves."))
def is_of_side_left(user: Any, agreement: PairAgreement) -> bool:
    """Of the side that has not accepted, or of the team where that side has no account."""
    answers = {"mentor": is_on_mentors_side, "mentee": is_on_mentees_side}
    return any(answers[side.role](user, agreement) for side in agreement.sides_left())


@predicate(_("Whoever is asked answers."))
def is_asked_themselves(user: Any, inquiry: Inquiry) -> bool:
    return _is_account_of(user, inquiry.of)


@predicate(_("Whoever is asked answers for themselves: they have an account."))
def has_asked_offline(user: Any, inquiry: Inquiry) -> bool:
    return inquiry.of.person.user_id is None


@predicate(_("The mentor reads what the mentee says about skills, and no survey."))
def reads_skills(user: Any, inquiry: Inquiry) -> bool:
    return inquiry.is_about_skills and is_mentor(user, inquiry)


#: The twin of `InquiryQuerySet.visible_to`.
can_view_inquiry = is_asked_themselves | reads_skills | reads_pulses
#: What somebody without an account wrote on paper is entered by staff who are not in the pair.
is_asked = is_asked_themselves | (reads_pulses & has_asked_offline)
approves_milestones = (is_on_mentors_side | is_deputy) & ~is_mentee


@predicate(
    _("The mentee's side wrote this meeting down."),
    says_not=_("The mentor wrote this meeting down: the mentee confirms it."),
)
def is_written_by_mentor(user: Any, log: SessionLog) -> bool:
    return log.written_by_id == log.pairing.mentor.person.user_id


answers_log = (is_in_pair | (is_deputy & ~is_written_by_mentor)) & ~is_writer


@predicate(_("The edition asks this milestone of every pair: its coordinators alone take it out."))
def is_asked_of_all(user: Any, milestone: Milestone) -> bool:
    return milestone.is_asked_of_all


excuses_from_milestone = reads_pulses & is_asked_of_all
names_deputy = is_staff & ~is_mentee


@predicate(_("The mentors of the edition see this."))
def mentors_in_edition(user: Any, supervision: Supervision) -> bool:
    mentors = supervision.edition.enrolments.accepted_as("mentor")
    return user.is_authenticated and mentors.filter(person__user=user).exists()


#: The twin of `SupervisionQuerySet.visible_to`.
can_view_supervision = is_staff | mentors_in_edition
