"""What co-authors hear, and what the author hears of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.guards.application import instant_shown
from grants.rules.sharing import BESIDE_AUTHOR
from workflows.models import RoleGrant
from workflows.models.link import type_of
from workflows.notices import Notice
from workflows.roles import holders_of_any
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import Application, Call, CoAuthor
    from people.models import User

ENDED = (
    "withdrawn",
    "formally_rejected",
    "not_funded",
    "unsent",
)  # what the call does is theirs no more


def everyone_in(application: Application) -> list[User]:
    """The author, then those who write or read beside them and whoever answers for the patron, each once."""
    people = [application.author, *holders_of_any(BESIDE_AUTHOR, application)]
    return list({user.pk: user for user in people}.values())


def everyone_applying(call: Call) -> list[User]:
    """Everybody in an application of `call` that has not ended, each once; in two queries, however many they are."""
    going = call.applications.exclude(state__in=ENDED)
    authors = {one.author_id: one.author for one in going.select_related("author")}
    beside = RoleGrant.objects.current().filter(
        about_type=type_of(call.applications.model),
        about_id__in=going.order_by().values("pk"),
        role__in=BESIDE_AUTHOR,
        user__is_active=True,
    )
    people = {one.user_id: one.user for one in beside.select_related("user").order_by("pk")}
    return list({**authors, **people}.values())


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
    "grants/co_author_invited", to=_invited, gives=_about, placeholders=PLACES, topic=Topic.MUST
)
author_joined = Notice(
    "grants/co_author_joined", to=_author, gives=_about, placeholders=PLACES, topic=Topic.NEWS
)
author_declined = Notice(
    "grants/co_author_declined", to=_author, gives=_about, placeholders=PLACES, topic=Topic.NEWS
)
author_left = Notice(
    "grants/co_author_left", to=_author, gives=_about, placeholders=PLACES, topic=Topic.NEWS
)
co_author_taken_off = Notice(
    "grants/co_author_taken_off", to=_invited, gives=_about, placeholders=PLACES, topic=Topic.MUST
)
