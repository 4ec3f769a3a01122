"""Who asks about a call until when, and who answers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from grants.rules import call as call_rules
from programmes.rules import is_admin
from workflows.predicates import predicate
from workflows.workdays import end_of_day

if TYPE_CHECKING:
    from grants.models import Call, CallQuestion
    from people.models import User

TAKING = "open"


def questions_until(call: Call) -> datetime:
    """Until when one may ask about `call`: the end of the day that it names, else its closing."""
    named = end_of_day(call.questions_until) if call.questions_until else call.closes_at
    return min(named, call.closes_at)


def takes_questions(call: Call, at: datetime) -> bool:
    """Whether a question about `call` that arrived at `at` is still taken."""
    return call.state == TAKING and at <= questions_until(call)


@predicate(_("The staff of this programme answer questions about the call."))
def may_answer(user: User, question: CallQuestion) -> bool:
    return call_rules.is_staff(user, question.call)


can_view = may_answer | is_admin
