"""The letters with the result: points on each criterion and the justification, in the words of the call."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from finance.money import format_money
from grants.notices.sharing import everyone_in
from grants.rules.letters import LetterKind, original_of, words_held
from grants.rules.scoring import points_shown
from workflows.letters import Letter
from workflows.notices import Notice
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import Application, DecisionRow


def justification(row: DecisionRow) -> str:
    """The points on each criterion with what staff, else the assessors, wrote; unsigned, in the reader's language.

    The line of the decision is frozen, but its words may be put right until the letter goes: the newest hold.
    """
    application = row.application
    titles = {criterion.key: criterion.title for criterion in application.call.criteria.all()}
    edited = application.justifications.select_related("criterion").order_by("pk")
    held = {one.criterion.key: one for one in edited}
    parts = []
    for detail in row.details:
        head = _("%(criterion)s: %(points)s of %(most)s points") % {
            "criterion": titles.get(detail["key"], detail["key"]),
            "points": points_shown(Decimal(detail["mean"])),
            "most": points_shown(Decimal(detail["most"])),
        }
        original = original_of(detail)
        text = words_held(original, held.get(detail["key"]))
        parts.append("\n".join([head, *(f"  – {line}" for line in ([text] if text else original))]))
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


def words_for(kind: LetterKind) -> Callable[[Application, str], Letter | None]:
    """How the call's own words of one letter are found, for an application and a language."""

    def words(application: Application, language: str) -> Letter | None:
        text = application.call.letter_texts.filter(kind=kind, language=language).first()
        return Letter(text.subject, text.body) if text else None

    return words


def _with_everything(application: Application) -> list[Any]:
    return [] if _is_in_part(application) else everyone_in(application)


def _with_less(application: Application) -> list[Any]:
    return everyone_in(application) if _is_in_part(application) else []


def _is_in_part(application: Application) -> bool:
    granted, requested = application.granted_amount, application.requested_amount
    return granted is not None and requested is not None and granted < requested


def _about_result(kind: LetterKind, to: Callable[[Application], list[Any]]) -> Notice:
    return Notice(
        kind.template,
        to=to,
        gives=_result,
        placeholders=PLACES,
        words=words_for(kind),
        topic=Topic.MUST,
    )


applicant_funded = _about_result(LetterKind.FUNDED, _with_everything)
applicant_funded_in_part = _about_result(LetterKind.IN_PART, _with_less)
applicant_on_reserve = _about_result(LetterKind.RESERVE, everyone_in)
applicant_declined = _about_result(LetterKind.DECLINED, everyone_in)
