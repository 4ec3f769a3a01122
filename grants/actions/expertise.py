"""Which topics an assessor knows: asked of them, said by themselves or entered by staff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.actions.desk import ASSESSOR, RESERVE
from grants.models import Call, TopicDeclaration
from grants.notices.call import assessors_topics
from grants.rules import call as call_rules
from grants.rules.expertise import yet_to_say
from grants.rules.topics import Topics, known_in_words
from people.models import User
from workflows import clock
from workflows.errors import GuardsFailed, NotYours, SomeoneWasFaster
from workflows.models import Message
from workflows.outbox import letter_about, put_in_outbox
from workflows.roles import has_role
from workflows.turns import refresh_turns

ASSESSING = frozenset({ASSESSOR, RESERVE})
OVER = frozenset({*Call.JUDGED, Call.States.CANCELLED})


@transaction.atomic
def say_topics(
    *, call: Call, assessor: User, topics: Iterable[str], seen: int, by: Any, at: datetime
) -> TopicDeclaration:
    """Keep which `topics` (keys) of `call` the `assessor` knows; `seen` is the declaration the page showed (0: none).

    Raises NotYours for anyone but the assessor and the staff, GuardsFailed for whoever does not assess and after the
    decision, SomeoneWasFaster when the topics were said anew meanwhile.
    """
    if by != assessor and not call_rules.is_staff(by, call):
        raise NotYours(call_rules.is_staff.why_not(by, call))
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not has_role(assessor, ASSESSOR, call):
        raise GuardsFailed([_("Only assessors of this call say which topics they know.")])
    if call.state in OVER:
        raise GuardsFailed([_("The call is decided. Topics were needed before.")])
    last = TopicDeclaration.objects.last_of(call, assessor)
    if seen != (last.pk if last else 0):
        raise SomeoneWasFaster(
            [_("These topics were changed since you opened them. Look at them again.")]
        )
    known = set(topics) & Topics(call).labels.keys()
    said = TopicDeclaration.objects.create(
        call=call, assessor=assessor, made_by=by, made_at=at, topics=sorted(known)
    )
    refresh_turns([call])
    return said


def experts_among(call: Call, members: Iterable[tuple[str, User]]) -> list[tuple[User, str]]:
    """Each assessor among the `members` (place, person) of a committee, with what they said of the topics, in words.

    Nothing in a call without topics.
    """
    labels = Topics(call).labels
    known = TopicDeclaration.objects.known_in(call) if labels else {}
    return [
        (one, known_in_words(known.get(one.pk), labels))
        for place, one in members
        if labels and place in ASSESSING
    ]


@transaction.atomic
def remind_of_topics(*, call: Call, by: Any) -> int:
    """Write again to every assessor of `call` who has not said their topics; return to how many.

    Raises NotYours for anyone but the staff, GuardsFailed where there is nobody to write to.
    """
    if not call_rules.is_staff(by, call):
        raise NotYours(call_rules.is_staff.why_not(by, call))
    silent = yet_to_say(call)
    if not silent:
        raise GuardsFailed([_("Nobody is asked for topics now: everybody has answered.")])
    written = ask_for_topics(call, silent)
    if not written:
        raise GuardsFailed([_("They got this letter today already. Write again tomorrow.")])
    return written


def ask_for_topics(call: Call, people: Iterable[User]) -> int:
    """Ask `people` for the topics of `call` by a letter each, at most one a day; return how many letters that made."""
    letters = [
        letter_about(
            call,
            assessors_topics.template,
            one,
            gives=lambda: assessors_topics.gives(call, None),
            leads_to=assessors_topics.leads_to,
            occasion=f"topics:{call.pk}:{clock.today()}",
        )
        for one in people
    ]
    keys = [one.message_id for one in letters]
    gone = set(Message.objects.filter(message_id__in=keys).values_list("message_id", flat=True))
    fresh = [one for one in letters if one.message_id not in gone]
    put_in_outbox(fresh)
    return len(fresh)
