"""Who sees the hours that somebody worked or gave."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from finance.models import WorkEntry
from people.reach import Sight, Way, sights
from programmes import roles

sights.add(
    "finance.hours",
    Sight(
        _("Your hours, paid or given"),
        rows=lambda: WorkEntry.objects.select_related("programme"),
        person="person",
        ways=[
            Way(
                _("who keeps the money of the programme: finance, staff, coordinators"),
                roles=roles.KEEPERS_OF_MONEY,
                scope="programme",
                of="programmes.Programme",
            )
        ],
        names=lambda entry: str(entry.programme),
    ),
)
