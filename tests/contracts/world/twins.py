"""For each model with a list `visible_to`: the question that its page asks of one object.

A list says who sees a row in the words of the database, the page's predicate in the words of the
domain. They are written twice, so every model stands here, and a test compares the two.
"""

from collections.abc import Callable
from typing import Any

from activities import rules as activities
from finance.rules import keeps_money
from grants.rules import (
    agreement,
    appeal,
    application,
    assessment,
    call,
    meeting,
    minutes,
    patron,
    question,
    reserve,
    sharing,
)
from mentoring import rules as mentoring
from people import rules as people
from programmes import rules as programmes
from questionnaires import rules as questionnaires
from reporting import rules as reporting
from workflows.policies import INTERNAL_ROLES
from workflows.predicates import is_admin
from workflows.roles import roles_of

Asks = Callable[[Any, Any], bool]


def of_programme(asks: Asks) -> Asks:
    """The question about the programme that a row belongs to."""
    return lambda user, row: asks(user, row.programme)


def of_agreement(user: Any, row: Any) -> bool:
    return agreement.can_view(user, row.agreement)


def of_shares(user: Any, document: Any) -> bool:
    """A document is seen by whoever keeps the money of a budget that carries a part of it."""
    shares = document.shares.select_related("line__budget__programme")
    return is_admin(user, None) or any(
        keeps_money(user, share.line.budget.programme) for share in shares
    )


def own_or_kept(user: Any, entry: Any) -> bool:
    return keeps_money(user, entry.programme) or entry.person.user_id == user.pk


def looks_after(user: Any, letter: Any) -> bool:
    """Letters are looked after by whoever runs what they belong to."""
    held, scope = roles_of(user).held, (letter.scope_type_id, letter.scope_id)
    return is_admin(user, None) or any((role, *scope) in held for role in INTERNAL_ROLES)


TWINS: dict[str, Asks] = {
    "activities.Advance": activities.can_view_advance,
    "activities.Event": activities.can_view,
    "activities.Registration": activities.can_view_registration,
    "activities.StudyVisit": activities.can_view,
    "activities.Takeaway": activities.can_view_takeaway,
    "activities.TravelClaim": activities.can_view_claim,
    "finance.BankStatement": of_programme(keeps_money),
    "finance.Budget": of_programme(keeps_money),
    "finance.BudgetLine": lambda user, line: keeps_money(user, line.budget.programme),
    "finance.ExpenseDocument": of_shares,
    "finance.ExpenseShare": lambda user, share: keeps_money(user, share.line.budget.programme),
    "finance.PaymentOrder": of_programme(keeps_money),
    "finance.TransferFile": of_programme(keeps_money),
    "finance.WorkEntry": own_or_kept,
    "grants.Agreement": agreement.can_view,
    "grants.Annex": of_agreement,
    "grants.Appeal": appeal.can_view,
    "grants.Application": application.can_view,
    "grants.Assessment": assessment.can_view,
    "grants.BankAccount": of_agreement,
    "grants.BudgetChange": of_agreement,
    "grants.Call": call.can_view,
    "grants.CallQuestion": question.can_view,
    "grants.CoAuthor": sharing.can_view,
    "grants.DeMinimisAid": of_agreement,
    "grants.InterimReport": of_agreement,
    "grants.Patronage": patron.can_view,
    "grants.Recommendation": of_agreement,
    "grants.RegisterEntry": of_agreement,
    "grants.ReserveOffer": reserve.can_view,
    "grants.VolunteerWork": of_agreement,
    "grants.Handover": of_agreement,
    "grants.Inspection": of_agreement,
    "grants.Meeting": meeting.can_view,
    "grants.Minutes": minutes.can_view,
    "mentoring.Deputy": mentoring.can_view,
    "mentoring.Edition": mentoring.can_view_edition,
    "mentoring.Enrolment": mentoring.can_view_enrolment,
    "mentoring.Followup": mentoring.cares,
    "mentoring.Inquiry": mentoring.can_view_inquiry,
    "mentoring.MatchRun": of_programme(mentoring.is_staff),
    "mentoring.MentorOffer": mentoring.can_view_enrolment,
    "mentoring.MentorRequest": mentoring.can_view_request,
    "mentoring.Milestone": mentoring.can_view,
    "mentoring.PairAgreement": mentoring.can_view,
    "mentoring.Pairing": mentoring.can_view,
    "mentoring.PlannedMeeting": mentoring.can_view,
    "mentoring.SessionLog": mentoring.can_view,
    "mentoring.Supervision": mentoring.can_view_supervision,
    "people.DataRequest": people.can_view_request,
    "people.HandOver": people.can_view_hand_over,
    "people.Organisation": people.can_view_organisation,
    "people.Person": people.can_view,
    "programmes.Activity": of_programme(programmes.can_view),
    "programmes.Indicator": of_programme(programmes.can_view),
    "programmes.Participation": of_programme(programmes.can_view),
    "programmes.Partner": of_programme(programmes.can_view),
    "programmes.Programme": programmes.can_view,
    "programmes.SavedFilter": programmes.can_use_filter,
    "programmes.GroupLetter": programmes.runs_programme,
    "questionnaires.Questionnaire": questionnaires.can_view,
    "reporting.Report": reporting.can_view,
    "workflows.Message": looks_after,
}

#: The predicate asks the list itself, so that there is but one text: nothing to compare row by row.
ASK_THE_LIST = {"people.Person", "people.Organisation"}
