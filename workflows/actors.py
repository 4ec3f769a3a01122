"""Who acts: an account, an account in another's place, or Tandem itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .errors import NotYours


class System:
    """Tandem itself, as the actor of what follows from another move or from the clock."""

    pk = None
    is_authenticated = False
    is_active = False
    is_superuser = False

    def __str__(self) -> str:
        return "Tandem"


SYSTEM = System()


@dataclass(frozen=True)
class InPlaceOf:
    """An `account` that makes a move as the step of another `person` (an account too).

    `how` says how it reached us (a value of `History.How`); `scan` is the upload of the paper, or None.
    """

    account: Any
    person: Any
    how: str
    scan: Any = None


def account_of(by: Any) -> Any:
    """The account at the keyboard, None for SYSTEM; NotYours for somebody who has not logged in."""
    if by is SYSTEM:
        return None
    if isinstance(by, InPlaceOf):
        return account_of(by.account)
    if getattr(by, "pk", None) is None:
        raise NotYours([_("Log in first.")])
    return by


def whose_step(by: Any) -> Any:
    """Whose step it is: the person in whose place somebody acts, else the actor."""
    return by.person if isinstance(by, InPlaceOf) else by
