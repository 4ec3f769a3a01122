"""The sets of events, visits and registrations that pages and counts ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.signing import BadSignature
from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Coalesce
from django.utils.crypto import constant_time_compare

from activities.rules import COMES, WAS_THERE
from programmes import roles
from programmes.querysets import programme_ids
from workflows import clock
from workflows.lifecycle import LifecycleQuerySet
from workflows.tokens import key_in

if TYPE_CHECKING:
    from .models import Registration

GIVEN_UP = ("cancelled", "declined")
HOLDS_A_PLACE = (*COMES, *WAS_THERE, "absent")


class GatheringQuerySet(LifecycleQuerySet):
    """Events or visits."""

    def visible_to(self, user: Any) -> Self:
        """Those that `user` sees in the workspace; everybody sees the public ones on the site."""
        if user.is_active and user.is_superuser:
            return self.all()
        return self.filter(activity__programme__in=programme_ids(user, *roles.TEAM))

    def public(self) -> Self:
        """Those with a page on the site."""
        return self.exclude(state="draft")

    def held(self) -> Self:
        """Those that took place, whatever followed."""
        return self.filter(state__in=self.HELD)

    def with_counts(self) -> Self:
        """Adds how many places are taken, how many wait for a decision and on the reserve list."""
        return self.annotate(
            taken_count=Count("registrations", filter=Q(registrations__state__in=HOLDS_A_PLACE)),
            applied_count=Count("registrations", filter=Q(registrations__state="applied")),
            reserve_count=Count("registrations", filter=Q(registrations__state="reserve")),
        )

    HELD: tuple[str, ...] = ()


class EventQuerySet(GatheringQuerySet):
    HELD = ("held", "closed")

    def upcoming(self) -> Self:
        """Announced to everybody and not over yet, the nearest first; who is invited has a link."""
        ahead = self.filter(state="announced", ends_at__gte=clock.now(), by_invitation=False)
        return ahead.order_by("starts_at", "pk")


class StudyVisitQuerySet(GatheringQuerySet):
    HELD = ("held", "reported", "settled")

    def recruiting(self) -> Self:
        """Open for applications, the nearest deadline first."""
        return self.filter(state="recruiting", apply_until__gt=clock.now()).order_by(
            "apply_until", "pk"
        )

    def upcoming(self) -> Self:
        """On their way and not over yet, the nearest first."""
        ahead = self.filter(
            state__in=("recruiting", "selected", "confirmed"), ends_at__gte=clock.now()
        )
        return ahead.order_by("starts_at", "pk")


class RegistrationQuerySet(LifecycleQuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own, and those of the programmes one works in."""
        if user.is_active and user.is_superuser:
            return self.all()
        run = programme_ids(user, *roles.RUNNERS)
        return self.filter(
            Q(person__user=user)
            | Q(event__activity__programme__in=run)
            | Q(visit__activity__programme__in=run)
        )

    def of_person_behind(self, user: Any) -> Self:
        """The user's own."""
        return self.filter(person__user=user)

    def of_presence(self, token: str) -> Registration | None:
        """The place whose code for the attendance list bears `token`; None when no code does."""
        return self._of("presence_token", token)

    def of_link(self, token: str) -> Registration | None:
        """The place whose letters bear the link with `token`; None when no letter does."""
        return self._of("place_token", token)

    def _of(self, name: str, token: str) -> Registration | None:
        try:
            rows = self.with_subjects().select_related("person__user")
            found: Any = rows.filter(pk=key_in(token)).first()
        except BadSignature:
            return None
        if found is None or not constant_time_compare(getattr(found, name), token):
            return None
        place: Registration = found
        return place

    def undecided(self) -> Self:
        return self.filter(state="applied")

    def open(self) -> Self:
        """Neither cancelled nor declined."""
        return self.exclude(state__in=GIVEN_UP)

    def taking_a_place(self) -> Self:
        """Those whose person holds a place (or held one, when it is over)."""
        return self.filter(state__in=HOLDS_A_PLACE)

    def on_reserve(self) -> Self:
        """The reserve list: by points where a selection gave them a rank, then first come first."""
        by_rank = F("reserve_rank").asc(nulls_last=True)
        return self.filter(state="reserve").order_by(by_rank, "on_reserve_since", "pk")

    def for_selection(self) -> Self:
        """Fetches person and points, in two queries, in the order of arrival."""
        return self.select_related("person").prefetch_related("scores").order_by("pk")

    def nearest_first(self) -> Self:
        """What is still ahead, the soonest on top; below it what is over, the latest on top."""
        dated = self.annotate(
            starts=Coalesce("event__starts_at", "visit__starts_at"),
            ends=Coalesce("event__ends_at", "visit__ends_at"),
        )
        coming = Case(When(ends__gte=clock.now(), then=F("starts")))
        return dated.order_by(coming.asc(nulls_last=True), "-starts", "-pk")

    def with_subjects(self) -> Self:
        """Fetches what their lines show, in one query."""
        return self.select_related(
            "person", "event__activity__programme", "visit__activity__programme"
        )


class OfAPlaceQuerySet(LifecycleQuerySet):
    """What hangs on a place at a visit: one's own, and those of the programmes where one has such a role."""

    beside_oneself: ClassVar[Sequence[str]] = roles.KEEPERS_OF_MONEY

    def visible_to(self, user: Any) -> Self:
        """One's own, and what the programmes of one's roles hold."""
        if user.is_active and user.is_superuser:
            return self.all()
        near = programme_ids(user, *self.beside_oneself)
        return self.filter(
            Q(registration__person__user=user)
            | Q(registration__visit__activity__programme__in=near)
        )


class TravelClaimQuerySet(OfAPlaceQuerySet):
    def for_pages(self) -> Self:
        """Fetches what pages show, in three queries."""
        return self.select_related(
            "registration__person__user", "registration__visit__activity__programme"
        ).prefetch_related("costs", "registration__bought_tickets")

    def granted(self) -> Self:
        """Those whose money is given, or already paid."""
        return self.filter(state__in=("approved", "paid"))


class TakeawayQuerySet(OfAPlaceQuerySet):
    beside_oneself = roles.RUNNERS

    def for_pages(self) -> Self:
        """Fetches what a page shows, in one query."""
        return self.select_related(
            "registration__person__user",
            "registration__visit__activity__programme",
            "registration__visit__evaluation",
        )


class AdvanceQuerySet(OfAPlaceQuerySet):
    def for_pages(self) -> Self:
        """Fetches what pages show, in one query."""
        return self.select_related(
            "registration__person__user", "registration__visit__activity__programme"
        )
