"""Facts about an invitation to write together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import CoAuthor


@guard(_("The application is not being written any more, so there is nothing to join."))
def is_still_written(invitation: CoAuthor) -> bool:
    return invitation.application.is_written
