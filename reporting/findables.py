"""What of this room can be found: reports to funders."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

from people.finding import Findable, Hit, findables
from reporting.models import Report


def _reports(user: Any) -> Any:
    return Report.objects.visible_to(user).select_related("programme")


findables.add(
    "reporting.report",
    Findable(
        pgettext_lazy("what was found", "Reports to funders"),
        82,
        _reports,
        ("programme__title_pl__folded__contains", "programme__title_en__folded__contains"),
        lambda report: Hit(report.title_line, report.reference),
    ),
)
