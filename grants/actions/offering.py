"""The reserve list moves up by itself: what is free is offered to the next one, then to the one after."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from grants.models import Agreement, Annex, Call, ReserveOffer, Track
from grants.models.judged import Decline
from grants.rules import reserve as rules
from workflows import clock
from workflows.consequences import follows, timed
from workflows.moves import SYSTEM
from workflows.workdays import end_of_working_window

from .reserve import waiting_on_reserve


def offer_what_is_free(call: Call, *, because: str) -> list[ReserveOffer]:
    """Offer what is free of the pool of `call` (of each track) to those whose turn it is; the offers made.

    Nothing where staff move the list up by hand, before all letters about the decision went, after the call is
    finished, or once its projects are over: then nobody could carry one out any more.
    """
    locked = Call.objects.select_for_update().get(pk=call.pk)
    days = locked.reserve_offer_days
    is_time = locked.state == Call.States.DECIDED and not locked.letters_left().exists()
    if not days or not is_time or clock.today() > locked.eligible_to:
        return []
    due_at = end_of_working_window(clock.now(), days=days)
    tracks: list[Track | None] = list(locked.tracks.all()) or [None]
    return [
        ReserveOffer.objects.begin(
            by=SYSTEM, application=application, amount=amount, because=because[:400], due_at=due_at
        )
        for track in tracks
        for application, amount in _turn_of(locked, track)
    ]


def _turn_of(call: Call, track: Track | None) -> list[tuple[Any, Decimal]]:
    waiting = {one.pk: one for one in waiting_on_reserve(call, track)}
    wants = [(key, one.requested_amount or Decimal(0)) for key, one in waiting.items()]
    return [
        (waiting[key], amount)
        for key, amount in rules.offers_for(wants, call.left_of_pool(track), call)
    ]


@follows(
    Agreement.resign,
    Agreement.terminate,
    Agreement.end_early,
    Agreement.record_recovery,
    Agreement.settle,
    Agreement.ask_for_refund,
)
def pass_on_what_an_agreement_frees(agreement: Agreement, entry: Any) -> None:
    """What a grantee gives up, returns or is not granted in the end goes to the reserve list."""
    with translation.override(settings.LANGUAGE_CODE):
        because = _("Agreement %(number)s: %(state)s.") % {
            "number": agreement.number,
            "state": agreement.get_state_display(),
        }
    offer_what_is_free(agreement.call, because=because)


@follows(Annex.sign)
def pass_on_what_an_annex_frees(annex: Annex, entry: Any) -> None:
    """An annex that makes a grant smaller frees the difference."""
    if annex.amount is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        because = _("An annex to agreement %(number)s changed its amount.") % {
            "number": annex.agreement.number
        }
    offer_what_is_free(annex.agreement.call, because=because)


@follows(ReserveOffer.accept)
def fund_whoever_accepted(offer: ReserveOffer, entry: Any) -> None:
    """The agreement follows. Whose grant became free is not the applicant's to know, so the note does not say."""
    with translation.override(settings.LANGUAGE_CODE):
        note = _("Moved up from the reserve list.")
    offer.application.fund(by=SYSTEM, amount=offer.amount, note=note)


@follows(ReserveOffer.decline, ReserveOffer.lapse)
def ask_the_next_one(offer: ReserveOffer, entry: Any) -> None:
    """Whoever did not take it leaves the list, and the next one is asked."""
    application = offer.application
    lapsed = offer.state == ReserveOffer.States.LAPSED
    if application.state == "reserve":
        reason = Decline.OFFER_LAPSED if lapsed else Decline.OFFER_DECLINED
        application.decline(by=SYSTEM, reason=reason)
    offer_what_is_free(application.call, because=offer.because)


@timed(ReserveOffer.lapse)
def unanswered_offers(now: datetime) -> Any:
    """Offers whose time to accept is over."""
    return ReserveOffer.objects.unanswered_at(now)
