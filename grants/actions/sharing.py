"""Writing an application together: inviting, and what joining and leaving open and close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from grants.models import Application, CoAuthor
from grants.rules import application as rules
from grants.rules.sharing import INVITED_AT_MOST
from people.actions.invitations import account_of_address
from workflows import clock
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotFromHere, NotYours
from workflows.models import History
from workflows.moves import SYSTEM
from workflows.roles import end_role, give_role

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def invite_co_author(
    *, application: Application, email: str, given_name: str, family_name: str, part: str, by: User
) -> CoAuthor:
    """Invite whoever has the address `email` to write or read the application (`part`: a value of `Part`).

    An address without an account gets one, with a link to log in. Raises NotYours unless `by` is the author,
    NotFromHere once it is not written any more, GuardsFailed when they are in it already or the list is full.
    """
    fresh = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not rules.is_author(by, fresh):
        raise NotYours(rules.is_author.why_not(by, fresh))
    if not fresh.is_written:
        raise NotFromHere([_("Co-authors are invited while the application is being written.")])
    standing = list(fresh.co_authors.standing().select_related("user"))
    if len(standing) >= INVITED_AT_MOST:
        raise GuardsFailed(
            [
                _("At most %(count)d people can be invited to one application.")
                % {"count": INVITED_AT_MOST}
            ]
        )
    if email.strip().lower() == by.email:
        raise GuardsFailed([_("This is your own address; you are in it already.")])
    user = account_of_address(email=email, given_name=given_name, family_name=family_name, by=by)
    if user.pk in {one.user_id for one in standing}:
        raise GuardsFailed([_("Whoever has this address is invited already.")])
    return CoAuthor.objects.begin(
        by=by, application=fresh, user=user, part=part, invited_at=clock.now()
    )


@follows(CoAuthor.join)
def open_application(invitation: CoAuthor, entry: History) -> None:
    """The application opens to whoever joined, as far as they were invited."""
    give_role(
        invitation.user, invitation.part, invitation.application, by=invitation.application.author
    )
    _note(invitation, "co_author_joined", entry)


@follows(CoAuthor.leave, CoAuthor.take_off)
def close_application(invitation: CoAuthor, entry: History) -> None:
    """It closes again; nothing is on the application's record where it was never open."""
    if invitation.joined_at is not None:
        end_role(invitation.user, invitation.part, invitation.application, by=entry.by)
        _note(invitation, "co_author_left", entry)


def _note(invitation: CoAuthor, what: str, entry: History) -> None:
    said = f"{invitation.user}: {invitation.get_part_display()}"
    note_on_application(invitation.application, what, entry, said)


def note_on_application(application: Application, what: str, entry: History, said: str) -> None:
    """Put on the application's own record that `entry` happened beside it; `what` is one of its acts."""
    History.objects.append(
        application,
        move=what,
        source=str(application.state),
        target=str(application.state),
        by=entry.by,
        version=application.version,
        note=said,
        cause=entry,
    )


@follows(Application.submit, Application.resubmit, Application.withdraw, Application.lapse)
def end_unanswered(application: Application, entry: History) -> None:
    """Invitations nobody answered end with the writing."""
    for invitation in application.co_authors.in_state("invited"):
        invitation.lapse(by=SYSTEM)
