"""Which letter an outcome brings, and what it says of each criterion."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import pgettext_lazy

from grants.rules.ranking import Outcome

if TYPE_CHECKING:
    from grants.models import Justification


class LetterKind(models.TextChoices):
    """The letters about the result of a call. Its staff word each for the call, in each language."""

    FUNDED = "funded", pgettext_lazy("letter", "a grant, as asked for")
    IN_PART = "in-part", pgettext_lazy("letter", "a grant, less than asked for")
    RESERVE = "reserve", pgettext_lazy("letter", "the reserve list")
    DECLINED = "declined", pgettext_lazy("letter", "no grant")
    REJECTED = "rejected", pgettext_lazy("letter", "rejected for the form")

    @property
    def template(self) -> str:
        """The name of its notice."""
        return TEMPLATES[self]


TEMPLATES = {
    LetterKind.FUNDED: "grants/decision_funded",
    LetterKind.IN_PART: "grants/decision_in_part",
    LetterKind.RESERVE: "grants/decision_reserve",
    LetterKind.DECLINED: "grants/decision_declined",
    LetterKind.REJECTED: "grants/application_rejected",
}


def kind_of(outcome: str, *, granted: Decimal, requested: Decimal) -> LetterKind:
    """The letter for an `outcome` of the ranking; amounts in the currency of the call."""
    found = Outcome(outcome)
    if found is Outcome.FUNDED:
        return LetterKind.FUNDED if granted >= requested else LetterKind.IN_PART
    return LetterKind.RESERVE if found is Outcome.RESERVE else LetterKind.DECLINED


def original_of(detail: Mapping[str, Any]) -> list[str]:
    """What the assessors wrote on one criterion, of a line of a decision."""
    found: list[str] = detail.get("original", detail["comments"])
    return found


def words_held(original: list[str], held: Justification | None) -> str:
    """The words of staff on one criterion; empty where they wrote none, or wrote them about an older sheet."""
    return held.text if held is not None and held.original == original else ""
