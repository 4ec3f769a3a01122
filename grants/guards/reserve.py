"""Facts about an offer to somebody on the reserve list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grants.guards.application import instant_shown
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Call, ReserveOffer

Sentences = Iterator[str | Promise]


@guard
def is_in_time(offer: ReserveOffer, at: datetime) -> Sentences:
    if at > offer.due_at:
        yield gettext("The time to accept ended on %(when)s.") % {
            "when": instant_shown(offer.due_at)
        }


@guard(_("The application does not wait on the reserve list any more."))
def still_waits(offer: ReserveOffer) -> bool:
    return offer.application.state == "reserve"


@guard(_("Somebody was offered a grant from the reserve list and has not answered yet."))
def offers_are_answered(call: Call) -> bool:
    return not call.offers().filter(state="made").exists()
