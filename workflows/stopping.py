"""A way out of letters in one click (RFC 8058): a signed address in the head of each that its reader may leave.

It works without logging in and for as long as the account is there; a letter that is demanded has none.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signing import BadSignature
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from .choosing import choices_of, keep_choices
from .digest import DIGEST
from .models import Message
from .tokens import key_in, token_of
from .topics import CHOOSABLE, How, Topic

DAILY = "daily"
KIND = "workflows.letters"


def token_for(user: Any, what: str) -> str:
    """The token by which `user` leaves `what`: a topic, or the daily letter."""
    return token_of(user.pk, what, kind=KIND)


def reader_of(what: str, token: str) -> Any:
    """The account that leaves `what` by `token`; None where no such token was given, or nobody is there any more."""
    try:
        user = get_user_model()._default_manager.filter(pk=key_in(token), is_active=True).first()
    except BadSignature:
        return None
    return user if user and constant_time_compare(token_for(user, what), token) else None


def stopped_by(user: Any, what: str) -> list[Topic]:
    """The topics that end for `user` with `what`; of the daily letter those that may end, of what comes in it."""
    if what != DAILY:
        return [topic for topic in CHOOSABLE if topic == what and How.NEVER in topic.ways]
    daily = (topic for topic, how in choices_of(user).items() if how == How.DAILY)
    return [topic for topic in daily if How.NEVER in topic.ways]


@transaction.atomic
def stop(*, user: Any, what: str) -> list[Topic]:
    """End the letters of `what` for `user`, and what of them waits for the daily letter; twice is once."""
    ended = stopped_by(user, what)
    keep_choices(user=user, chosen=dict.fromkeys(ended, How.NEVER))
    set_aside = Message.objects.filter(recipient=user, topic__in=ended).to_gather().order_by()
    set_aside.update(status=Message.Status.UNWANTED)
    return ended


def way_out(letter: Message) -> str:
    """The address at which its reader leaves letters such as `letter`; empty for one that is demanded."""
    if letter.recipient is None:
        return ""
    what = DAILY if letter.template == DIGEST.template else letter.topic
    if not stopped_by(letter.recipient, what):
        return ""
    with translation.override(letter.language):
        path = reverse(
            "workflows:stop-letters",
            kwargs={"what": what, "token": token_for(letter.recipient, what)},
        )
    return f"{settings.TANDEM_URL}{path}"


def heads_of(letter: Message) -> dict[str, str]:
    """The lines in the head of `letter` from which a mail programme makes its button."""
    address = way_out(letter)
    if not address:
        return {}
    return {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
