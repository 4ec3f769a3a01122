"""Offering the agreement of a pair, and writing inside a pair."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentoring import notices, rules
from mentoring.models import PairAgreement, Pairing
from mentoring.models.agreement import words_for
from workflows import clock
from workflows.actions import add_comment, attach_files
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM
from workflows.outbox import letter_about, put_in_outbox
from workflows.turns import refresh_turns


@follows(Pairing.accept_as_mentee)
def offer_at_the_beginning(pairing: Pairing, entry: Any) -> None:
    """A pair that begins is offered the agreement, where the edition has a text for one."""
    _offer(pairing, by=SYSTEM)


@transaction.atomic
def offer_agreement(*, pairing: Pairing, by: Any) -> PairAgreement:
    """Offer the agreement to a pair that has none: the text came later, or the first one was taken back.

    Raises NotYours, and GuardsFailed when the pair is over, has one already, or the edition has no text.
    """
    fresh = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    if sentences := rules.is_staff.why_not(by, fresh):
        raise NotYours(sentences)
    if not fresh.goes_on:
        raise GuardsFailed([_("The pair is not active now.")])
    if fresh.agreements.standing().exists():
        raise GuardsFailed([_("This pair has an agreement already.")])
    if (offered := _offer(fresh, by=by)) is None:
        raise GuardsFailed([_("Write the text of the agreement in the edition first.")])
    return offered


def _offer(pairing: Pairing, *, by: Any) -> PairAgreement | None:
    mentee = pairing.mentee.person.user
    # one text for both; the mentee, who is less at home here, reads it in their own language
    with override(mentee.language if mentee else "pl"):
        text = words_for(pairing)
    if not text.strip():
        return None
    agreement: PairAgreement = PairAgreement.objects.begin(
        by=by, pairing=pairing, text=text, offered_at=clock.now()
    )
    return agreement


@follows(Pairing.pause, Pairing.resume, Pairing.complete, Pairing.terminate, Pairing.rematch)
def rest_agreements(pairing: Pairing, entry: Any) -> None:
    """Nobody is asked to accept once the pair is over."""
    refresh_turns(pairing.agreements.in_state("offered", "half").with_pair())


@transaction.atomic
def write_to_pair(
    *, pairing: Pairing, by: Any, text: str, files: Iterable[UploadedFile[bytes]] = ()
) -> None:
    """Write to both sides of a pair, with files if there are any; those who did not write hear of it by mail.

    Raises NotYours, and GuardsFailed when the pair is over or a file is not allowed.
    """
    if sentences := rules.writes_to_pair.why_not(by, pairing):
        raise NotYours(sentences)
    if not pairing.goes_on:
        raise GuardsFailed([_("The pair is not active now.")])
    comment = add_comment(obj=pairing, text=text, by=by)
    attach_files(obj=pairing, uploads=files, by=by, purpose="message")
    put_in_outbox(
        letter_about(
            pairing,
            notices.pair_message.template,
            who,
            gives=lambda: notices.of_message(pairing, by),
            occasion=f"pair-message-{comment.pk}",
        )
        for who in notices.both(pairing)
        if getattr(who, "pk", None) != by.pk
    )
