"""The reserve list: when money is free again, the next one on it moves up."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from finance.money import format_money
from grants.models import Application, Call, Track
from grants.rules import call as rules
from workflows.errors import GuardsFailed, NotYours
from workflows.models import History
from workflows.moves import SYSTEM

if TYPE_CHECKING:
    from people.models import User


MOVE_UP = "move_up"  # as the history of a call names it


def waiting_on_reserve(call: Call, track: Track | None = None) -> Any:
    """Who waits on the reserve list (of a track) and is not asked just now, the best place first."""
    waiting = call.applications.in_state("reserve").exclude(offers__state="made")
    waiting = waiting.filter(track=track) if track else waiting
    # an appeal may have moved some of them: the place of the last decision counts, and nobody stands here twice
    return waiting.with_place().order_by("place", "ordinal")


def next_on_reserve(call: Call, track: Track | None = None) -> Application | None:
    """Who stands first on the reserve list (of a track): the best place of the last decision about them."""
    found: Application | None = waiting_on_reserve(call, track).first()
    return found


@transaction.atomic
def move_up(*, call: Call, track: Track | None = None, reason: str, by: User) -> Application:
    """Fund the next application on the reserve list with what it asked for.

    The `reason` stands in the history of the call, not of the application: whose grant became free is not the next
    one's to know. Raises NotYours for anyone but the staff, GuardsFailed without a reason, before all letters went,
    when nobody waits or what is left does not reach: the next one is never passed over by a smaller request.
    """
    if not rules.is_staff(by, call):
        raise NotYours(rules.is_staff.why_not(by, call))
    if not reason.strip():
        raise GuardsFailed([_("Write why a grant became free: it stands in the history.")])
    locked = Call.objects.select_for_update().get(pk=call.pk)
    if locked.state != Call.States.DECIDED:
        raise GuardsFailed(
            [_("The reserve moves up once the call is decided and until it is finished.")]
        )
    if locked.letters_left().exists():
        # who waits for a letter may stand above them all on the reserve list
        raise GuardsFailed([_("First send every letter about the result.")])
    application = next_on_reserve(locked, track)
    if application is None:
        raise GuardsFailed([_("Nobody waits on the reserve list.")])
    left, asked = locked.left_of_pool(track), application.requested_amount or Decimal(0)
    if asked > left:
        raise GuardsFailed(
            [
                _("The next one asked for %(asked)s; only %(left)s of the pool is free.")
                % {
                    "asked": format_money(asked, locked.currency),
                    "left": format_money(left, locked.currency),
                }
            ]
        )
    application.fund(
        by=SYSTEM,
        amount=asked,
        note=_("Moved up from the reserve list by %(person)s.") % {"person": by},
    )
    History.objects.append(
        locked,
        move=MOVE_UP,
        source=str(locked.state),
        target=str(locked.state),
        by=by,
        version=locked.version,
        note=f"{application.number}: {reason.strip()}",
    )
    return application
