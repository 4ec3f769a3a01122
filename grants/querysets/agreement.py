"""Agreements: who sees which, and how far each one is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.db.models import Case, Q, Sum, When

from grants.rules.agreement import OVER
from programmes import roles
from programmes.querysets import programme_ids
from workflows.lifecycle import LifecycleQuerySet


class AgreementQuerySet(LifecycleQuerySet[Any]):
    """Agreements."""

    def visible_to(self, user: Any) -> Self:
        """Twin of `rules.agreement.can_view`: one's own, and those of programmes whose money one keeps."""
        if not user.is_authenticated:
            return self.none()
        if user.is_active and user.is_superuser:
            return self
        kept = Q(call__activity__programme__in=programme_ids(user, *roles.KEEPERS_OF_MONEY))
        return self.filter(kept | Q(application__author=user))

    def of_grantee(self, user: Any) -> Self:
        """Those of applications that `user` wrote."""
        return self.filter(application__author=user)

    def open(self) -> Self:
        """Those that are neither settled nor terminated."""
        return self.exclude(state__in=OVER)

    def open_first(self) -> Self:
        """What is open before what is over, newest first."""
        over = Case(When(state__in=OVER, then=1), default=0)
        return self.annotate(over=over).order_by("over", "-prepared_at", "-pk")

    def for_lists(self) -> Self:
        """With what a row shows, in the same query."""
        return self.select_related(
            "call__activity__programme__funder", "application__organisation", "application__author"
        )

    def granted(self) -> Any:
        """The sum of their amounts, None when there are none."""
        return self.aggregate(total=Sum("amount"))["total"]


class OfAgreementQuerySet(LifecycleQuerySet[Any]):
    """What belongs to an agreement and is seen by whoever sees that: accounts, annexes, checks."""

    def visible_to(self, user: Any) -> Self:
        """Those of agreements that `user` may see."""
        agreements = self.model._meta.get_field("agreement").related_model.objects
        return self.filter(agreement__in=agreements.visible_to(user).order_by().values("pk"))

    def for_pages(self) -> Self:
        """With the agreement and what its pages show, in the same query."""
        return self.select_related(
            "agreement__application__author", "agreement__call__activity__programme__funder"
        )


class AidQuerySet(OfAgreementQuerySet):
    """Entries of the register of de minimis aid."""

    def together(self) -> Decimal:
        """Their sum in euro, without the cancelled ones."""
        total = self.in_state("granted").aggregate(total=Sum("euro"))["total"]
        return Decimal(total or 0)


class RegisterQuerySet(OfAgreementQuerySet):
    """Documents of grants."""

    def standing(self) -> Self:
        """Those that were not taken off."""
        return self.exclude(state="removed")

    def with_documents(self) -> Self:
        """With the document, in the same query."""
        return self.select_related("document")

    def open_first(self) -> Self:
        """Those to be judged before those that were, the newest first."""
        judged = Case(When(state__in=["entered", "asked"], then=0), default=1)
        return self.annotate(judged=judged).order_by("judged", "-pk")


class VolunteerWorkQuerySet(OfAgreementQuerySet):
    """Work of volunteers."""

    def standing(self) -> Self:
        """What was not taken off."""
        return self.exclude(state="removed")
