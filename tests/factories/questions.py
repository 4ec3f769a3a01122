"""Questions about calls for tests, brought to a state by the real moves."""

from __future__ import annotations

from typing import Any

from grants.actions.question import ask_question
from grants.models import Call, CallQuestion
from tests.factories.grants import make_call, staff_of
from tests.remembering import remembered
from workflows import clock

WORDS = {"wording_pl": "Czy można kupić farbę?", "answer_pl": "Tak, z fakturą."}


@remembered
def make_question(
    call: Call | None = None, state: str = "asked", *, by: Any = None, **changes: Any
) -> CallQuestion:
    """A question of a stranger, or of the account `by`."""
    given: dict[str, Any] = {
        "call": call or make_call(),
        "topic": "costs",
        "text": "Czy mogę kupić farbę? Halina Olcha, tel. 600 100 200",
        "email": "halina@poczta.example",
        "language": "pl",
        "at": clock.now(),
    }
    question = ask_question(by=by, **{**given, **changes})
    staff = staff_of(question.call)
    if state == "published":
        question.publish(by=staff, topic="costs", words=WORDS)
    elif state == "answered":
        question.answer_privately(by=staff, answer="Tak, z fakturą.")
    elif state == "declined":
        question.decline(by=staff)
    return CallQuestion.objects.get(pk=question.pk)
