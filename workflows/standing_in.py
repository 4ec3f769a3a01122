"""Who has somebody's moves while they are away, or after their account is closed.

That somebody is away is read with their account (`has_stand_in`), so that asking costs nothing where nobody is; who
stands in, a room says that keeps such agreements (`finders`), and what speaks against it, rooms that know (`objections`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from . import policies
from .models import Turn
from .moves import moves_of
from .registry import Registry
from .roles import holders_of_any

#: Given an object and the account that has a move on it: the account that stands in, or None.
finders: Registry[Callable[[Any, Any], Any]] = Registry("workflows.stand_ins")

#: Given an object and an account: the sentences that speak against it having somebody's move there.
objections: Registry[Callable[[Any, Any], list[str]]] = Registry("workflows.objections")


def pass_on(obj: Any, turns: Iterable[Turn]) -> None:
    """Note on each of the unsaved `turns` of `obj` who stands in for its holder, where somebody has to."""
    for turn in turns:
        if turn.holder is not None and not is_here(turn.holder):
            turn.stand_in = _stand_in(obj, turn.holder)


def is_here(account: Any) -> bool:
    """Whether `account` has its moves itself: it is open, and nobody stands in for it."""
    return bool(account.is_active) and not account.has_stand_in


def why_not_pass(obj: Any, holder: Any, account: Any) -> list[str]:
    """What speaks against `account` making the moves of `holder` on `obj`; no sentence where nothing does."""
    moves = [move for move in moves_of(type(obj)) if move.leaves(obj.state)]
    theirs = [move for move in moves if move.may(holder, obj)]
    works_on_it = policies.runs(account, obj) or any(move.may(account, obj) for move in theirs)
    if not works_on_it or not policies.may_see(account, obj):
        return [_("%(who)s is not of the team that runs this.") % {"who": account}]
    if not any(move.instead == "any" for move in theirs):
        return [_("Nobody does this in another's place.")]
    bars = [sentence for move in theirs for sentence in move.may.bars(account, obj)]
    bars += [sentence for objection in objections for sentence in objection(obj, account)]
    return list(dict.fromkeys(bars))


def _stand_in(obj: Any, holder: Any) -> Any:
    for finder in finders:
        if (found := finder(obj, holder)) is not None:
            return found
    return None if holder.is_active else next(_last_resort(obj, holder), None)


def _last_resort(obj: Any, holder: Any) -> Iterator[Any]:
    """Who answers for what somebody left behind: a coordinator, then staff, else an administrator."""
    for role in reversed(policies.INTERNAL_ROLES):
        for account in holders_of_any([role], obj.role_scopes()[-1]):
            if not why_not_pass(obj, holder, account):
                yield account
    accounts: Any = get_user_model()._default_manager
    yield from accounts.filter(is_active=True, is_superuser=True).order_by("pk")
