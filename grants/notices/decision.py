"""The letters with the result: points on each criterion and what the assessors wrote."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from finance.money import format_money
from grants.notices.sharing import everyone_in
from grants.rules.scoring import points_shown
from workflows.notices import Notice

if TYPE_CHECKING:
    from grants.models import Application, DecisionRow


def justification(row: DecisionRow) -> str:
    """The points on each criterion with the assessors' words, unsigned, in the reader's language."""
    titles = {criterion.key: criterion.title for criterion in row.application.call.criteria.all()}
    parts = []
    for detail in row.details:
        head = _("%(criterion)s: %(points)s of %(most)s points") % {
            "criterion": titles.get(detail["key"], detail["key"]),
            "points": points_shown(Decimal(detail["mean"])),
            "most": points_shown(Decimal(detail["most"])),
        }
        parts.append("\n".join([head, *(f"  – {comment}" for comment in detail["comments"])]))
    return "\n\n".join(parts)


def values_of(
    application: Application, row: DecisionRow | None, *, amount: Decimal, reason: str
) -> dict[str, str]:
    """What stands in the places of a letter with the result, in the language that is active."""
    call = application.call
    return {
        "number": application.number,
        "title": application.title_line,
        "call": call.title,
        "amount": format_money(amount, call.currency),
        "requested": format_money(application.requested_amount or 0, call.currency),
        "threshold": points_shown(call.threshold_total),
        "most": points_shown(call.max_points),
        "reason": reason,
        "place": str(row.place) if row else "",
        "points": points_shown(row.points) if row else "",
        "justification": justification(row) if row else "",
    }


def _result(application: Application, entry: Any) -> dict[str, str]:
    return values_of(
        application,
        application.decision_rows.order_by("pk").last(),
        amount=application.granted_amount or Decimal(0),
        reason=str(application.get_decline_reason_display()),
    )


PLACES = (
    "number",
    "title",
    "call",
    "amount",
    "requested",
    "threshold",
    "most",
    "place",
    "points",
    "justification",
    "reason",
)

applicant_funded = Notice(
    "grants/decision_funded", to=everyone_in, gives=_result, placeholders=PLACES
)
applicant_on_reserve = Notice(
    "grants/decision_reserve", to=everyone_in, gives=_result, placeholders=PLACES
)
applicant_declined = Notice(
    "grants/decision_declined", to=everyone_in, gives=_result, placeholders=PLACES
)
