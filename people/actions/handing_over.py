"""Handing over what waits for somebody by name: to whom it may go, what stays, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from people import rules
from people.actions.checks import require
from people.models import HandOver, User
from workflows import clock, policies
from workflows.consequences import follows, timed
from workflows.errors import GuardsFailed
from workflows.inbox import with_objects
from workflows.models import RoleGrant, Turn
from workflows.moves import SYSTEM
from workflows.roles import holders
from workflows.standing_in import finders, is_here, why_not_pass
from workflows.turns import refresh_turns


@dataclass(frozen=True)
class Passing:
    """One open move of somebody, and what keeps it from going to a certain account (nothing: it goes)."""

    turn: Turn
    reasons: tuple[str, ...]


def open_turns(giver: User) -> list[Turn]:
    """The moves that `giver` has by name, with what they are about; those that others make for them now, too."""
    turns = with_objects(Turn.objects.filter(holder=giver).order_by("due_at", "pk"))
    return [turn for turn in turns if turn.about is not None]


def candidates(giver: User) -> QuerySet[User]:
    """The accounts that may stand in: whoever runs what waits for `giver`, or works with them in an office."""
    scopes = Q(pk__in=())
    turns = Turn.objects.filter(holder=giver, within_id__isnull=False)
    held = RoleGrant.objects.current().filter(user=giver, role__in=policies.INTERNAL_ROLES)
    for kind, key in {
        *turns.values_list("within_type", "within_id"),
        *held.values_list("about_type", "about_id"),
    }:
        scopes |= Q(about_type=kind, about_id=key)
    team = RoleGrant.objects.current().filter(scopes, role__in=policies.INTERNAL_ROLES)
    people = User.objects.filter(pk__in=team.values("user"), is_active=True).exclude(pk=giver.pk)
    return people.order_by("name", "pk")


def passings(giver: User, recipient: User, by: User) -> list[Passing]:
    """What becomes of each open move of `giver` if `by` hands them over to `recipient`."""
    return [
        Passing(turn, tuple(_reasons(turn.about, giver, recipient, by)))
        for turn in open_turns(giver)
    ]


def _reasons(obj: Any, giver: User, recipient: User, by: User) -> list[str]:
    if by != giver and not by.is_superuser and not policies.runs(by, obj):
        return [_("Whoever runs it hands it over, or an administrator.")]
    return why_not_pass(obj, giver, recipient)


@transaction.atomic
def hand_over(
    *, giver: User, recipient: User, since: date, until: date | None, reason: str, by: User
) -> HandOver:
    """Let `recipient` make the moves of `giver` from the day `since` to the end of `until`, or for good.

    Both get a letter. Raises NotYours, and GuardsFailed when a day is behind, somebody stands in already, the recipient
    is away, is none of the candidates, or could make none of the moves that are open now.
    """
    giver = User.objects.select_for_update().get(pk=giver.pk)
    require(rules.can_hand_over, by, giver.person)
    if sentences := _against(giver, recipient, since, until, by):
        raise GuardsFailed(sentences)
    made: HandOver = HandOver.objects.begin(
        by=by,
        giver=giver,
        recipient=recipient,
        since=since,
        until=until,
        reason=reason,
        made_by=by,
    )
    if since <= clock.today():
        made.take_effect(by=SYSTEM)
    return made


def _against(giver: User, recipient: User, since: date, until: date | None, by: User) -> list[str]:
    found = []
    if HandOver.objects.current().filter(giver=giver).exists():
        found.append(_("Somebody stands in already, or will: end that first."))
    if since < clock.today() or (until is not None and until < since):
        found.append(_("Choose days from today on, the last one not before the first."))
    if not candidates(giver).filter(pk=recipient.pk).exists():
        found.append(_("Choose somebody of the team that runs what waits for this person."))
    elif recipient.has_stand_in:
        found.append(_("%(who)s is away too: choose somebody else.") % {"who": recipient})
    elif (rows := passings(giver, recipient, by)) and all(row.reasons for row in rows):
        found += dict.fromkeys(sentence for row in rows for sentence in row.reasons)
    return found


@follows(HandOver.take_effect)
def pass_turns(made: HandOver, entry: Any) -> None:
    """What waits for the giver waits for the recipient, where nothing speaks against it."""
    _mark(made, away=True)


@follows(HandOver.end, HandOver.end_by_itself)
def take_turns_back(made: HandOver, entry: Any) -> None:
    """What waits for the giver waits for nobody else."""
    _mark(made, away=False)


def _mark(made: HandOver, *, away: bool) -> None:
    User.objects.filter(pk=made.giver_id).update(has_stand_in=away)
    # others' moves that the giver makes go further, or come back
    of_those_away = Q(holder=made.giver_id) | Q(stand_in__isnull=False)
    turns = Turn.objects.filter(of_those_away)
    refresh_turns({(t.about_type_id, t.about_id): t.about for t in turns if t.about}.values())


@timed(HandOver.take_effect)
def hand_overs_that_begin(now: datetime) -> Iterable[HandOver]:
    """Those whose first day has come."""
    return HandOver.objects.in_state("planned").filter(since__lte=clock.today())


@timed(HandOver.end_by_itself)
def hand_overs_that_are_over(now: datetime) -> Iterable[HandOver]:
    """Those whose last day is behind."""
    return HandOver.objects.current().filter(until__lt=clock.today())


def whoever_stands_in(obj: Any, holder: User) -> User | None:
    """The account that has `holder`'s move on `obj`: the recipient, or whoever stands in for them in turn."""
    seen, account = {holder.pk}, holder
    while made := _standing(account):
        account = made.recipient
        if account.pk in seen or _reasons(obj, holder, account, made.made_by):
            return None
        if is_here(account):
            return account
        seen.add(account.pk)
    return None


def _standing(giver: User) -> HandOver | None:
    found: HandOver | None = (
        HandOver.objects.in_state("standing").filter(giver=giver).with_people().first()
    )
    return found


finders.add("people.hand_overs", whoever_stands_in)


def last_of(account: User) -> list[str]:
    """The sentences that name what nobody would have if `account` were closed: roles of which it is the last holder.

    Only roles for which something waits count, and who may not make that very move does not count as a holder.
    """
    grants = RoleGrant.objects.current().filter(user=account)
    return [
        _(
            "%(who)s is the last with the role that has moves here: %(what)s. Give it to somebody first."
        )
        % {"who": account, "what": grant.about}
        for grant in grants
        if grant.about is not None and _has_the_last_word(account, grant)
    ]


def _has_the_last_word(account: User, grant: RoleGrant) -> bool:
    scope: Any = grant.about
    others = {each.pk for each in holders(grant.role, scope)} - {account.pk}
    waiting = Turn.objects.filter(
        role=grant.role, scope_type=grant.about_type, scope_id=grant.about_id
    )
    return any(not others - {but} for but in set(waiting.values_list("but", flat=True)))
