"""Which money somebody sees, and how it adds up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from finance.money import AmountField
from programmes import roles
from programmes.querysets import programme_ids
from workflows.lifecycle import LifecycleQuerySet
from workflows.models.link import LinkQuerySet


def _sees_everything(user: Any) -> bool:
    return bool(user.is_active and user.is_superuser)


def _kept_programmes(user: Any) -> set[int]:
    return programme_ids(user, *roles.KEEPERS_OF_MONEY)


def within(since: date | None, until: date | None, day: str) -> Q:
    """The condition that date field `day` lies from `since` to `until`, both included, None for open."""
    condition = Q(**{f"{day}__isnull": False})
    if since:
        condition &= Q(**{f"{day}__gte": since})
    if until:
        condition &= Q(**{f"{day}__lte": until})
    return condition


class BudgetQuerySet(LinkQuerySet[Any]):
    """Budgets of any owner."""

    def visible_to(self, user: Any) -> Self:
        """Those of programmes whose money `user` keeps."""
        return self if _sees_everything(user) else self.filter(programme__in=_kept_programmes(user))


class BudgetLineQuerySet(models.QuerySet[Any]):
    """Lines of budgets."""

    def visible_to(self, user: Any) -> Self:
        """Those of programmes whose money `user` keeps."""
        return (
            self
            if _sees_everything(user)
            else self.filter(budget__programme__in=_kept_programmes(user))
        )

    def of_programmes(self, programmes: models.QuerySet[Any]) -> Self:
        """Those of the programmes' own budgets, not of their partners' or of grants."""
        budget = self.model._meta.get_field("budget").related_model
        return self.filter(budget__in=budget.objects.about_any(programmes))

    def with_spending(
        self, *, since: date | None = None, until: date | None = None, called: str = "spent"
    ) -> Self:
        """Each with what was `called`: its shares of documents paid from `since` to `until`, in its budget's currency."""
        share = self.model._meta.get_field("shares").related_model
        spent = (
            share.objects.filter(within(since, until, "document__paid_on"), line=OuterRef("pk"))
            .order_by()
            .values("line")
            .annotate(total=Sum("charged"))
            .values("total")
        )
        return self.annotate(
            **{called: Coalesce(Subquery(spent), Decimal(0), output_field=AmountField())}
        )


class ExpenseDocumentQuerySet(models.QuerySet[Any]):
    """Proofs of spending."""

    def visible_to(self, user: Any) -> Self:
        """Those of which a budget whose money `user` keeps carries a share."""
        if _sees_everything(user):
            return self
        share = self.model._meta.get_field("shares").related_model
        kept = share.objects.filter(
            document=OuterRef("pk"), line__budget__programme__in=_kept_programmes(user)
        )
        return self.filter(Exists(kept))


class ExpenseShareQuerySet(models.QuerySet[Any]):
    """What budgets carry."""

    def visible_to(self, user: Any) -> Self:
        """Those on budgets whose money `user` keeps."""
        return (
            self
            if _sees_everything(user)
            else self.filter(line__budget__programme__in=_kept_programmes(user))
        )

    def paid(self, *, since: date | None = None, until: date | None = None) -> Self:
        """Those of documents paid from `since` to `until`, both included."""
        return self.filter(within(since, until, "document__paid_on"))

    def charged(self) -> Decimal:
        """Their sum in the budgets' currency; the caller sees to it that there is only one."""
        return self.aggregate(total=Sum("charged"))["total"] or Decimal(0)


class OfProgrammeMoney(models.QuerySet[Any]):
    """Rows that belong to a programme's money."""

    def visible_to(self, user: Any) -> Self:
        """Those of programmes whose money `user` keeps."""
        return self if _sees_everything(user) else self.filter(programme__in=_kept_programmes(user))


class PaymentOrderQuerySet(LifecycleQuerySet[Any]):
    """Transfers."""

    def ready_on(self, day: date) -> Self:
        """Those that wait for no later day than `day`."""
        return self.exclude(not_before__gt=day)

    def visible_to(self, user: Any) -> Self:
        """Those of programmes whose money `user` keeps."""
        return self if _sees_everything(user) else self.filter(programme__in=_kept_programmes(user))

    def open_first(self) -> Self:
        """What is to be paid, the nearest day first; below it what is over, the newest first."""
        over = ["paid", "cancelled"]
        return self.annotate(
            over=Case(When(state__in=over, then=1), default=0),
            waits_until=Case(When(~Q(state__in=over), then="due_on")),
        ).order_by("over", "waits_until", "-due_on", "-pk")


class WorkEntryQuerySet(LinkQuerySet[Any]):
    """Hours worked."""

    def visible_to(self, user: Any) -> Self:
        """Those in programmes whose money `user` keeps, and one's own."""
        if _sees_everything(user):
            return self
        return self.filter(Q(programme__in=_kept_programmes(user)) | Q(person__user=user))

    def around(self, day: date) -> Self:
        """Those of `day` and of the days beside it, which may run over midnight."""
        return self.filter(day__range=(day - timedelta(days=1), day + timedelta(days=1)))
