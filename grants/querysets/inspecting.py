"""Checks of grants and what they recommend."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db.models import Exists, OuterRef, Prefetch

from .agreement import OfAgreementQuerySet


class InspectionQuerySet(OfAgreementQuerySet):
    """Checks."""

    def with_lead(self) -> Self:
        """With the agreement and who carries the check out, in the same query."""
        return self.for_pages().select_related("lead")

    def unanswered_at(self, now: datetime) -> Self:
        """Those whose protocol was neither signed nor objected to in time."""
        return self.in_state("sent").filter(objection_due_at__lt=now)

    def that_count(self) -> Self:
        """Those that take place: all but the called off ones."""
        return self.exclude(state="cancelled")


class RecommendationQuerySet(OfAgreementQuerySet):
    """Recommendations."""

    def open(self) -> Self:
        """Those that somebody still has to do something about."""
        return self.in_state("open", "told")


def with_inspections(agreements: Any, inspections: Any) -> Any:
    """`agreements` with those `inspections` of each that count as `checks`, the uninspected ones first."""
    counting = inspections.that_count()
    checked = Exists(counting.filter(agreement=OuterRef("pk")))
    rows = counting.select_related("lead").order_by("day", "pk")
    return (
        agreements.annotate(is_checked=checked)
        .prefetch_related(Prefetch("inspections", rows, to_attr="checks"))
        .order_by("is_checked", "ordinal")
    )
