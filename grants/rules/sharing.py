"""Who takes part in writing an application beside its author: by a role on the application itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from workflows.predicates import predicate
from workflows.roles import has_role

if TYPE_CHECKING:
    from grants.models import Application, CoAuthor
    from people.models import User

CO_AUTHOR, CO_READER = "co_author", "co_reader"
PATRON = "patron"  # whoever confirmed for the patron of a group: reads it, and hears how it fares
BESIDE_AUTHOR = (CO_AUTHOR, CO_READER, PATRON)
INVITED_AT_MOST = 10  # with one application, at a time: a group writes together, a crowd does not


@predicate(
    _("A co-author of the application does this."),
    says_not=_("Nobody decides on an application that they write with others."),
)
def is_co_author(user: User, application: Application) -> bool:
    return has_role(user, CO_AUTHOR, application)


@predicate(
    _("Whoever was invited to read the application does this."),
    says_not=_("Nobody decides on an application that they were invited to read."),
)
def is_co_reader(user: User, application: Application) -> bool:
    return has_role(user, CO_READER, application)


@predicate(
    _("Whoever answers for the patron of the group does this."),
    says_not=_("Nobody decides on an application whose patron they answer for."),
)
def is_patron(user: User, application: Application) -> bool:
    return has_role(user, PATRON, application)


is_beside_author = is_co_author | is_co_reader | is_patron


@predicate(_("Whoever was invited answers for themselves."))
def is_invited(user: User, invitation: CoAuthor) -> bool:
    return invitation.user_id == user.pk


@predicate(_("The author of the application says who writes with them."))
def is_their_author(user: User, invitation: CoAuthor) -> bool:
    return invitation.application.author_id == user.pk


can_view = is_invited | is_their_author
