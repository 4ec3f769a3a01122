"""What of this room can be found: forms, for whoever edits them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.finding import Findable, Hit, findables
from questionnaires.models import Questionnaire

findables.add(
    "questionnaires.questionnaire",
    Findable(
        _("Forms"),
        94,
        Questionnaire.objects.visible_to,
        ("name__folded__contains",),
        lambda form: Hit(form.name),
    ),
)
