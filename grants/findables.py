"""What of this room can be found: applications, sheets to assess, agreements, calls.

Of a blind call the committee finds nothing by who applies: `Application.visible_to` leaves such
applications out, and sheets are found by number and title alone, in any call.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.models import Agreement, Application, Assessment, Call
from people.finding import Findable, Hit, findables


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _applications(user: Any) -> Any:
    return Application.objects.visible_to(user).select_related("call")


def _sheets(user: Any) -> Any:
    mine = Assessment.objects.visible_to(user).of_assessor(user)
    return mine.select_related("application__call")


def _agreements(user: Any) -> Any:
    return Agreement.objects.visible_to(user).select_related("application", "call")


def _application_told(one: Application) -> Hit:
    return Hit(one.title_line, _joined(one.reference, one.applicant, one.call))


def _sheet_told(one: Assessment) -> Hit:
    return Hit(one.title_line, _joined(one.reference, one.application.call))


def _agreement_told(one: Agreement) -> Hit:
    return Hit(one.title_line, _joined(one.reference, one.application.applicant, one.call))


findables.add(
    "grants.application",
    Findable(
        _("Applications"),
        30,
        _applications,
        (
            "number__plain__startswith",
            "search_text__contains",
            "organisation__search_text__contains",
            "author__person__given_name__folded__contains",
            "author__person__family_name__folded__contains",
        ),
        _application_told,
        leads=("number__plain",),
    ),
)
findables.add(
    "grants.assessment",
    Findable(
        pgettext_lazy("what was found", "Applications to assess"),
        40,
        _sheets,
        ("application__number__plain__startswith", "application__title__folded__contains"),
        _sheet_told,
        leads=("application__number__plain",),
    ),
)
findables.add(
    "grants.agreement",
    Findable(
        _("Agreements"),
        50,
        _agreements,
        (
            "number__plain__contains",
            "application__number__plain__startswith",
            "application__search_text__contains",
            "application__organisation__search_text__contains",
        ),
        _agreement_told,
        leads=("number__plain",),
    ),
)
findables.add(
    "grants.call",
    Findable(
        _("Calls"),
        60,
        lambda user: Call.objects.visible_to(user).with_programme(),
        ("title_pl__folded__contains", "title_en__folded__contains"),
        lambda call: Hit(call.title, str(call.programme)),
    ),
)
