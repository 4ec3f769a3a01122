"""What of this room can be found: programmes, letters to groups."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.finding import Findable, Hit, findables
from programmes.models import GroupLetter, Programme


def _letters(user: Any) -> Any:
    return GroupLetter.objects.visible_to(user).select_related("programme")


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
findables.add(
    "programmes.letter",
    Findable(
        _("Letters to groups"),
        95,
        _letters,
        (
            "subject_pl__folded__contains",
            "subject_en__folded__contains",
            "body_pl__folded__contains",
            "body_en__folded__contains",
        ),
        lambda letter: Hit(letter.title_line, str(letter.programme)),
    ),
)
