"""Whom the team of a programme sees: the people who take part in it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.reach import Reach, reach
from programmes import roles
from programmes.models import Participation

reach.add(
    "programmes.participants",
    Reach(
        _("you take part in it"),
        rows=Participation.objects.all,
        person="person",
        scope="programme",
        of="programmes.Programme",
        roles=roles.RUNNERS,
        since="since",
    ),
)
