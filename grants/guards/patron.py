"""Facts about the patron of a group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from grants.rules.patron import why_no_patron
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Application, Patronage


@guard
def patron_has_confirmed(application: Application) -> Iterator[str]:
    if sentence := why_no_patron(application):
        yield sentence


@guard(_("The application is not being written any more, so the answer cannot change."))
def is_still_written(patronage: Patronage) -> bool:
    return patronage.application.is_written


@guard(_("Tick that the organisation knows what a patron takes on."))
def knows_duties(patronage: Patronage, agreed: bool) -> bool:
    return agreed
