"""Who acts: an account, or Tandem itself."""

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


def account_of(by: Any) -> Any:
    """The account behind an actor, None for SYSTEM; NotYours for somebody who has not logged in."""
    if by is SYSTEM:
        return None
    if getattr(by, "pk", None) is None:
        raise NotYours([_("Log in first.")])
    return by
