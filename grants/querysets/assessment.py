"""Assessments: who sees which, and what a call still waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Case, Count, Exists, OuterRef, Q, When

from grants.querysets.call import call_ids
from grants.querysets.sharing import beside_author
from grants.rules.assessment import LIVE, OPEN_TO_ASSESSOR
from grants.rules.blind import with_open_names
from grants.rules.sharing import BESIDE_AUTHOR
from programmes import roles
from programmes.querysets import programme_ids
from workflows.lifecycle import LifecycleQuerySet

if TYPE_CHECKING:
    from grants.models import Application, Call


def assigned_to(user: Any) -> Q:
    """Over applications: those whose page `user` may open as their assessor; of a blind call, the sheet has it all."""
    assessments = apps.get_model("grants", "Assessment").objects
    given = assessments.filter(
        with_open_names("application__call__"), assessor=user, state__in=OPEN_TO_ASSESSOR
    )
    return Q(pk__in=given.values("application"))


class AssessmentQuerySet(LifecycleQuerySet[Any]):
    """Assessments."""

    def visible_to(self, user: Any) -> Self:
        """Twin of `rules.assessment.can_view`: one's own; those one runs or chairs; peers' where the call says so."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(assessor=user)
        office = Q(application__call__activity__programme__in=programme_ids(user, *roles.RUNNERS))
        office |= Q(application__call__in=call_ids(user, "chair", "deputy"))
        if user.is_active and user.is_superuser:
            office = Q(pk__isnull=False)
        own_sheet = self.model._default_manager.filter(
            application=OuterRef("application"), assessor=user, state="submitted"
        )
        peers = Q(application__call__assessors_see_others=True, state="submitted") & Exists(
            own_sheet
        )
        own = Q(application__author=user)
        own |= Q(application__in=beside_author(user, *BESIDE_AUTHOR))
        return self.filter(mine | (office & ~own) | peers)

    def of_assessor(self, user: Any) -> Self:
        """Those that `user` was asked for, what is due first."""
        return self.filter(assessor=user).exclude(state="replaced")

    def waiting_first(self) -> Self:
        """Those that wait for their assessor by due day, then what is over, newest first."""
        over = Case(When(state__in=["assigned", "in_progress"], then=0), default=1)
        return self.annotate(over=over).order_by("over", "due_at", "-pk")

    def in_call(self, call: Call) -> Self:
        """Those of a call's applications."""
        return self.filter(application__call=call)

    def live(self) -> Self:
        """Those that count: asked for, begun or handed in."""
        return self.in_state(*LIVE)

    def load_by_assessor(self) -> dict[int, int]:
        """How many each assessor (key) has."""
        rows = self.order_by().values_list("assessor_id")
        return dict(rows.annotate(number=Count("pk")))

    def at_work(self) -> Self:
        """Those that still wait for their assessor."""
        return self.in_state("assigned", "in_progress")

    def of_application(self, application: Application) -> Self:
        """Those of one application, in the order in which people were asked."""
        return self.filter(application=application).order_by("pk")

    def for_lists(self) -> Self:
        """With what a row shows, in the same query."""
        return self.select_related(
            "application__call__activity__programme", "application__organisation", "assessor"
        )
