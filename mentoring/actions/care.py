"""Looking after pairs: to-dos out of signals, and confidential requests for another mentor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import notices, rules
from mentoring.models import Followup, MentorRequest, Pairing
from people.models import User
from programmes.models import Programme
from programmes.registries.team import team_changes
from workflows import clock
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.models import History
from workflows.moves import SYSTEM
from workflows.outbox import letter_about, put_in_outbox
from workflows.turns import refresh_turns


@transaction.atomic
def begin_followup(*, pairing: Pairing, by: Any, **fields: Any) -> Followup:
    """Make a to-do about a pair: kind, signal, what, assigned_to, due_on. Whoever does it hears of it.

    Raises NotYours, and GuardsFailed when whoever shall do it may not read it.
    """
    if sentences := rules.reads_pulses.why_not(by, pairing):
        raise NotYours(sentences)
    _refuse_stranger(pairing, fields["assigned_to"])
    followup: Followup = Followup.objects.begin(by=by, pairing=pairing, **fields)
    return followup


@transaction.atomic
def change_followup(*, followup: Followup, seen: int, fields: Iterable[str], by: Any) -> None:
    """Change what is to be done, by whom, until when; raises NotYours, GuardsFailed, SomeoneWasFaster."""
    if sentences := rules.cares.why_not(by, followup):
        raise NotYours(sentences)
    if followup.state != Followup.States.OPEN:
        raise GuardsFailed([_("This to-do is closed.")])
    _refuse_stranger(followup.pairing, followup.assigned_to)
    followup.save_draft(seen=seen, fields=fields)
    refresh_turns([followup])


def _refuse_stranger(pairing: Pairing, user: Any) -> None:
    if not rules.reads_pulses(user, pairing):
        raise GuardsFailed([_("Choose somebody who runs the programme and is not in this pair.")])


@transaction.atomic
def ask_for_another(*, pairing: Pairing, by: Any, text: str) -> MentorRequest:
    """Ask the coordinators, in confidence, for another mentor. A second request leads to the first.

    Raises NotYours, and GuardsFailed when the pair does not work together now.
    """
    fresh = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    if sentences := (rules.is_mentee & rules.mentee_may_know).why_not(by, fresh):
        raise NotYours(sentences)
    if standing := fresh.requests.still_open().first():
        return standing
    if fresh.state not in (Pairing.States.ACTIVE, Pairing.States.PAUSED):
        raise GuardsFailed([_("The pair is not active now.")])
    # a programme that only the mentor runs leaves nobody but the administrators
    told = fresh.coordinators() or User.objects.filter(is_superuser=True, is_active=True)
    made: MentorRequest = MentorRequest.objects.begin(
        by=by,
        pairing=fresh,
        asked_by=by,
        asked_at=clock.now(),
        text=text,
        told=[each.pk for each in told],
    )
    return made


def tell_the_team(programme: Programme) -> None:
    """Whoever joins the team hears of requests that wait, like those before; whoever left it has no turn any more.

    They are told by name, one by one: never whoever is in the pair, although they were given the role today.
    """
    waiting = MentorRequest.objects.still_open().with_pair()
    for request in waiting.filter(pairing__edition__activity__programme=programme):
        new = [each for each in request.pairing.coordinators() if each.pk not in request.told]
        if new:
            request.told = [*request.told, *(each.pk for each in new)]
            request.save(update_fields=["told"])
            put_in_outbox(_request_letter(request, each) for each in new)
        refresh_turns([request])


def _request_letter(request: MentorRequest, who: Any) -> Any:
    begun = History.objects.of(request).get(move="begin")
    return letter_about(
        request,
        notices.request_made.template,
        who,
        gives=lambda: notices.of_request(request, begun),
        entry=begun,
    )


team_changes.add("mentoring.requests", tell_the_team)


@transaction.atomic
def rematch(*, request: MentorRequest, by: Any, reason: str, seen: int | None = None) -> None:
    """End the pair with words that both read, and put the mentee among those who wait for a mentor."""
    request.rematch(by=by, seen=seen, reason=reason)
    # the history of the pair tells the ending alone, and not what came before it
    request.pairing.rematch(by=by, note=reason)


@follows(Pairing.complete, Pairing.terminate, Pairing.rematch)
def let_requests_lapse(pairing: Pairing, entry: Any) -> None:
    """A pair that is over needs no answer any more."""
    for request in pairing.requests.still_open().select_related("pairing"):
        request.lapse(by=SYSTEM)
