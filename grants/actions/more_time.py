"""More time for one applicant: the power went out, the office was closed, somebody fell ill."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from grants.models import Application, Call
from workflows.actions import extend_deadline
from workflows.errors import GuardsFailed

if TYPE_CHECKING:
    from people.models import User


def draft_of(call: Call, email: str) -> Application:
    """The draft, or the one the closing put aside, of the account with `email`; GuardsFailed when there is none."""
    found = (
        call.applications.in_state("draft", "unsent")
        .filter(author__email__iexact=email)
        .order_by("-pk")
        .first()
    )
    if found is None:
        raise GuardsFailed(
            [
                _(
                    "Nobody with this address has begun an application in this call. Check the address."
                )
            ]
        )
    return found


@transaction.atomic
def give_more_time(
    *, call: Call, email: str, until: datetime, reason: str, by: User, at: datetime
) -> Application:
    """Let the author with `email` submit in `call` until `until`; the reason is kept and told to them.

    Raises GuardsFailed (no such draft, an instant that has passed or gives nothing) and NotYours.
    """
    application = draft_of(call, email)
    due = application.submission_due_at
    if until <= at or (due is not None and until <= due):
        raise GuardsFailed(
            [_("Give an instant that is still ahead, and later than the one that holds now.")]
        )
    extend_deadline(obj=application, deadline="submission", until=until, reason=reason, by=by)
    application.allow_more_time(by=by, at=at, until=until, note=reason)
    return application
