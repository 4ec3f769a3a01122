"""What of this room can be found: programmes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.finding import Findable, Hit, findables
from programmes.models import Programme

findables.add(
    "programmes.programme",
    Findable(
        _("Programmes"),
        80,
        Programme.objects.visible_to,
        ("title_pl__folded__contains", "title_en__folded__contains", "code__contains"),
        lambda programme: Hit(programme.title, programme.subtitle),
    ),
)
