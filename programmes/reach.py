"""Whom the team of a programme sees: the people who take part in it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.reach import Reach, reach
from programmes import roles
from programmes.models import Participation
from programmes.querysets import programme_ids


def taking_part(user: Any) -> QuerySet[Any, Any]:
    """Keys of the persons who take part in a programme that `user` runs."""
    return Participation.objects.filter(programme__in=programme_ids(user, *roles.RUNNERS)).values(
        "person_id"
    )


reach.add("programmes.participants", Reach(_("takes part in your programme"), taking_part))
