"""Calls: who sees which, and which the public sees."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from grants.rules.call import COMMITTEE
from programmes import roles
from programmes.querysets import programme_ids
from workflows import clock
from workflows.lifecycle import LifecycleQuerySet
from workflows.roles import roles_of


def call_ids(user: Any, *names: str) -> set[int]:
    """Keys of the calls on which `user` holds one of the roles `names`."""
    held = roles_of(user)
    call = apps.get_model("grants", "Call")
    return {key for name in names for key in held.ids(name, call)}


def _criteria_with_groups() -> QuerySet[Any, Any]:
    criterion = apps.get_model("grants", "Criterion")
    return criterion._default_manager.select_related("group")


class CallQuerySet(LifecycleQuerySet[Any]):
    """Calls."""

    def visible_to(self, user: Any) -> Self:
        """Those whose workspace page `user` may open: run by them, or with them in the committee."""
        if user.is_active and user.is_superuser:
            return self
        run = Q(activity__programme__in=programme_ids(user, *roles.RUNNERS))
        return self.filter(run | Q(pk__in=call_ids(user, *COMMITTEE)))

    def run_by(self, user: Any) -> Self:
        """Those that `user` runs as staff or coordinator of the programme."""
        if user.is_active and user.is_superuser:
            return self
        return self.filter(activity__programme__in=programme_ids(user, *roles.RUNNERS))

    def public(self) -> Self:
        """Those that everybody may read about: all but the ones in preparation."""
        return self.exclude(state="draft")

    def shown_to(self, user: Any) -> Self:
        """Those whose public page `user` may read: what everybody may, and what they are preparing themselves."""
        if not user.is_authenticated:
            return self.public()
        return self.filter(~Q(state="draft") | Q(pk__in=self.run_by(user).values("pk")))

    def taking_applications(self) -> Self:
        """Those in which one may submit now, the nearest closing first."""
        now = clock.now()
        return (
            self.in_state("open").filter(opens_at__lte=now, closes_at__gt=now).order_by("closes_at")
        )

    def announced(self) -> Self:
        """Those that are open by name but whose opening instant is still ahead."""
        return self.in_state("open").filter(opens_at__gt=clock.now()).order_by("opens_at")

    def past_closing(self, now: Any) -> Self:
        """Open ones whose closing instant has passed."""
        return self.in_state("open").filter(closes_at__lte=now)

    def with_programme(self) -> Self:
        """With what `programme` and `currency` need, in the same query."""
        return self.select_related("activity__programme__funder")

    def with_rules(self) -> Self:
        """With every table of their rules, a query for each, however many rows they have."""
        return (
            self.with_programme()
            .select_related("questionnaire")
            .prefetch_related(
                "tracks",
                "cost_categories",
                "work_rates",
                "criterion_groups",
                Prefetch("criteria", queryset=_criteria_with_groups()),
                "tranches",
            )
        )

    def with_counts(self) -> Self:
        """Annotated: `drafts` (being written), `received` (submitted once), `requested` (their sum)."""
        sent = Q(applications__submitted_at__isnull=False)
        return self.annotate(
            drafts=Count("applications", filter=Q(applications__state="draft")),
            received=Count("applications", filter=sent),
            requested=Sum("applications__requested_amount", filter=sent),
        )
