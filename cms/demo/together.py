"""Writing together: a draft shared with a co-author and a reader, an invitation that waits for an answer."""

from __future__ import annotations

from cms.demo.grants import Stage, days_ago
from grants.actions.sharing import invite_co_author
from grants.models import Application, CoAuthor
from grants.models.sharing import Part
from people.models import User
from workflows import clock

CALL = "inicjatywy-lokalne-3"  # takes applications now


def play(stage: Stage) -> None:
    """applicant@ writes with a neighbour, somebody reads along, and applicant@ is invited by another group."""
    applicants = stage.cast.applicants
    own = open_draft(applicants[0])
    invite(own, applicants[1], Part.WRITES, days=3).join(by=applicants[1], at=days_ago(2))
    invite(own, applicants[3], Part.READS, days=2).join(by=applicants[3], at=days_ago(1))
    invite(own, applicants[5], Part.WRITES, days=1)
    invite(open_draft(applicants[9]), applicants[0], Part.WRITES, days=2)


def open_draft(author: User) -> Application:
    """The draft of `author` in the open call."""
    return Application.objects.by_author(author).get(state="draft", call__code=CALL)


def invite(application: Application, user: User, part: str, *, days: int) -> CoAuthor:
    """An invitation sent `days` ago."""
    with clock.at(days_ago(days, 18)):
        return invite_co_author(
            application=application,
            email=user.email,
            given_name=user.person.given_name,
            family_name=user.person.family_name,
            part=part,
            by=application.author,
        )
