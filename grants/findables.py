"""What of this room can be found: applications, sheets, appeals, agreements and what belongs to them, calls.

Of a blind call the committee finds nothing by who applies: `Application.visible_to` and
`Appeal.visible_to` leave such rows out, and sheets are found by number and title alone, in any call.
What belongs to an agreement is found by whoever finds the agreement, by the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.money import format_money
from grants.models import (
    Agreement,
    Annex,
    Appeal,
    Application,
    Assessment,
    BudgetChange,
    Call,
    CallQuestion,
    FinalReport,
    Inspection,
    InterimReport,
    RegisterEntry,
    Tranche,
)
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


def _appeals(user: Any) -> Any:
    return Appeal.objects.visible_to(user).for_lists()


def _questions(user: Any) -> Any:
    return CallQuestion.objects.visible_to(user).for_lists()


def _of_agreements(model: Any) -> Callable[[Any], Any]:
    """The rows of `model` that belong to agreements which somebody may see."""

    def rows(user: Any) -> Any:
        seen = Agreement.objects.visible_to(user).order_by().values("pk")
        return model.objects.filter(agreement__in=seen).select_related(
            "agreement__application", "agreement__call"
        )

    return rows


def _application_told(one: Application) -> Hit:
    return Hit(one.title_line, _joined(one.reference, one.applicant, one.call))


def _sheet_told(one: Assessment) -> Hit:
    return Hit(one.title_line, _joined(one.reference, one.application.call))


def _appeal_told(one: Appeal) -> Hit:
    return Hit(one.title_line, _joined(one.code, one.get_kind_display(), one.application.call))


def _of_agreement_told(one: Any) -> Hit:
    """What it is, and of which agreement."""
    return Hit(str(one), _joined(one.agreement.number, one.agreement.title_line))


def _report_told(one: Any) -> Hit:
    return Hit(one.agreement.title_line, _joined(one.agreement.number, one.agreement.call))


def _tranche_told(one: Tranche) -> Hit:
    amount = format_money(one.amount, one.agreement.currency)
    return Hit(
        f"{one}: {amount}",
        _joined(one.agreement.number, one.agreement.title_line),
    )


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


OF_THE_AGREEMENT = (
    "agreement__number__plain__contains",
    "agreement__application__number__plain__startswith",
    "agreement__application__title__folded__contains",
)
OF_THE_GRANTEE = (
    "agreement__application__search_text__contains",
    "agreement__application__organisation__search_text__contains",
)


def _add_of_agreement(
    name: str, label: Any, order: int, model: Any, *more: str, tells: Any = _of_agreement_told
) -> None:
    """Let rows of `model` be found by their agreement, and by `more`."""
    looks_in = (*OF_THE_AGREEMENT, *more)
    leads = ("agreement__number__plain",)
    findables.add(name, Findable(label, order, _of_agreements(model), looks_in, tells, leads))


findables.add(
    "grants.appeal",
    Findable(
        _("Appeals"),
        45,
        _appeals,
        (
            "application__number__plain__startswith",
            "application__search_text__contains",
            "application__organisation__search_text__contains",
        ),
        _appeal_told,
        leads=("application__number__plain",),
    ),
)
_add_of_agreement(
    "grants.interim", _("Interim reports"), 52, InterimReport, *OF_THE_GRANTEE, tells=_report_told
)
_add_of_agreement(
    "grants.report", _("Final reports"), 53, FinalReport, *OF_THE_GRANTEE, tells=_report_told
)
_add_of_agreement("grants.tranche", _("Tranches"), 54, Tranche, tells=_tranche_told)
_add_of_agreement("grants.change", _("Changes of the costs"), 55, BudgetChange)
_add_of_agreement("grants.annex", _("Annexes"), 56, Annex)
_add_of_agreement("grants.inspection", _("Checks of grants"), 57, Inspection)
_add_of_agreement(
    "grants.register",
    _("Documents of grants"),
    58,
    RegisterEntry,
    "name__folded__contains",
    "document__number__plain__contains",
)
findables.add(
    "grants.question",
    Findable(
        _("Questions about calls"),
        62,
        _questions,
        ("asked_text__folded__contains",),
        lambda question: Hit(question.title_line, str(question.call)),
    ),
)
