"""What co-authors hear, and what the author hears of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.guards.application import instant_shown
from grants.rules.sharing import BESIDE_AUTHOR
from workflows.notices import Notice
from workflows.roles import holders

if TYPE_CHECKING:
    from grants.models import Application, CoAuthor
    from people.models import User


def everyone_in(application: Application) -> list[User]:
    """The author, then those who write or read beside them."""
    beside = [user for role in BESIDE_AUTHOR for user in holders(role, application)]
    return [application.author, *beside]


def _about(invitation: CoAuthor, entry: Any) -> dict[str, str]:
    application = invitation.application
    due = application.submission_due_at
    return {
        "title": application.title_line,
        "call": application.call.title,
        "author": str(application.author),
        "who": str(invitation.user),
        "may": str(invitation.get_part_display()),
        "until": instant_shown(due) if due else "",
    }


def _invited(invitation: CoAuthor) -> list[User]:
    return [invitation.user]


def _author(invitation: CoAuthor) -> list[User]:
    return [invitation.application.author]


PLACES = ("title", "call", "author", "who", "may", "until")
co_author_invited = Notice(
    "grants/co_author_invited", to=_invited, gives=_about, placeholders=PLACES
)
author_joined = Notice("grants/co_author_joined", to=_author, gives=_about, placeholders=PLACES)
author_declined = Notice("grants/co_author_declined", to=_author, gives=_about, placeholders=PLACES)
author_left = Notice("grants/co_author_left", to=_author, gives=_about, placeholders=PLACES)
co_author_taken_off = Notice(
    "grants/co_author_taken_off", to=_invited, gives=_about, placeholders=PLACES
)
