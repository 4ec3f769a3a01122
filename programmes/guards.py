"""Facts that must hold before a programme moves on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows.guards import guard

if TYPE_CHECKING:
    from programmes.models import GroupLetter, Programme


@guard(_("Write down at least one activity, so that people know what the programme does."))
def has_activities(programme: Programme) -> bool:
    """A programme without activities has nothing to run."""
    return programme.activities.exists()


@guard(_("Nobody of this group has an address any more. Drop the letter and choose anew."))
def has_addressees(letter: GroupLetter) -> bool:
    """A letter that nobody gets is not sent."""
    return any(True for row in letter.rows for _who in letter.group.who(row))


def check_period(programme: Programme) -> None:
    """Refuse a period that ends before it starts, as far as both are known and readable."""
    try:
        first, last = programme.first_day, programme.last_day
    except ValueError:
        return
    if first and last and last < first:
        raise ValidationError({"end": _("The end lies before the start.")})
