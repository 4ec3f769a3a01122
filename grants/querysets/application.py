"""Applications: who sees which, and how lists find them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from django.apps import apps
from django.db.models import Case, Count, DecimalField, F, OuterRef, Q, Subquery, Sum, Value, When
from django.utils import timezone

from grants.querysets.assessment import assigned_to
from grants.querysets.call import call_ids
from grants.querysets.sharing import shared_with, written_with
from grants.rules.application import GRACE
from grants.rules.blind import with_open_names
from people.finding import has_words, words_of
from programmes import roles
from programmes.querysets import programme_ids
from workflows.lifecycle import LifecycleQuerySet
from workflows.models import Extension, Turn

IN_FORMAL_CHECK = ("submitted", "returned")
STILL_WRITTEN = ("draft", "unsent")


class ApplicationQuerySet(LifecycleQuerySet[Any]):
    """Applications."""

    def visible_to(self, user: Any) -> Self:
        """Twin of `rules.application.can_view`: one's own and what one writes with others; what was submitted to one's staff or committee."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(author=user) | shared_with(user)
        given = assigned_to(user)
        return self.filter(mine | given | (Q(submitted_at__isnull=False) & self._received_by(user)))

    def received_by(self, user: Any) -> Self:
        """What was submitted in calls that `user` runs or chairs, without their own drafts elsewhere."""
        return self.filter(self._received_by(user), submitted_at__isnull=False)

    @staticmethod
    def _received_by(user: Any) -> Q:
        if user.is_active and user.is_superuser:
            return Q()
        run = Q(call__activity__programme__in=programme_ids(user, *roles.RUNNERS))
        chaired = Q(call__in=call_ids(user, "chair", "deputy")) & ~Q(
            call__state__in=["draft", "open"]
        )
        chaired &= with_open_names("call__")
        return run | chaired

    def by_author(self, user: Any) -> Self:
        """Those that `user` wrote."""
        return self.filter(author=user)

    def with_part_of(self, user: Any) -> Self:
        """Those that `user` wrote, or writes or reads beside their author."""
        return self.filter(Q(author=user) | shared_with(user))

    def written_by(self, user: Any) -> Self:
        """Those in which `user` may write: as their author, or beside them."""
        return self.filter(Q(author=user) | written_with(user))

    def submitted_once(self) -> Self:
        """Those that the call has received, whatever became of them."""
        return self.filter(submitted_at__isnull=False)

    def counted_once(self) -> Self:
        """Those that count where one may apply once: received, not taken back, not ended with a cancelled call."""
        received = self.filter(submitted_at__isnull=False).exclude(state="withdrawn")
        return received.exclude(decline_reason="call_cancelled")

    def counted_in_year(self, programme: Any, instant: datetime) -> Self:
        """The same over all calls of `programme`, in the calendar year of `instant` as Warsaw counts it."""
        first = timezone.localtime(instant).replace(
            month=1, day=1, hour=0, minute=0, second=0, microsecond=0
        )
        within = self.filter(
            submitted_at__gte=first, submitted_at__lt=first.replace(year=first.year + 1)
        )
        return within.filter(call__activity__programme=programme).counted_once()

    def of_organisation(self, key: int | None, nip: str) -> Self:
        """Those of the organisation with that `key`, or with that `nip` (digits, may be empty)."""
        return self.filter(Q(organisation=key) if key else Q(organisation__nip=nip))

    def in_formal_check(self) -> Self:
        """Those whose form is not yet settled."""
        return self.in_state(*IN_FORMAL_CHECK)

    def left_as_drafts(self, now: Any) -> Self:
        """Drafts whose time ended so long ago that no request in time can be under way.

        Where staff gave one applicant more time, that one's time counts.
        """
        closed = self.in_state("draft").filter(call__closes_at__lte=now - GRACE)
        longer = Extension.objects.about_any(self.model._base_manager.all()).filter(
            deadline="submission", until__gt=now - GRACE
        )
        return closed.exclude(pk__in=longer.values("about_id"))

    def with_time_left(self, now: Any) -> Self:
        """Drafts of a closed call whose authors may still submit, because staff gave them more time."""
        drafts = self.in_state("draft").filter(call__closes_at__lte=now)
        longer = Extension.objects.about_any(self.model._base_manager.all()).filter(
            deadline="submission", until__gt=now
        )
        return drafts.filter(pk__in=longer.values("about_id"))

    def search(self, words: str) -> Self:
        """Those in whose number, title or applicant every one of `words` occurs, whatever its case and accents."""
        return self.filter(
            has_words(words_of(words), "number__plain__startswith", "search_text__contains")
        )

    def moved_by(self, who: str, user: Any) -> Self:
        """Those whose next move is `user`'s ("mine"), the author's ("author"), the staff's ("staff") or nobody's ("nobody")."""
        turns = Turn.objects.about_any(self.model._base_manager.all())
        if who == "nobody":
            return self.exclude(pk__in=turns.values("about_id"))
        if who == "author":
            return self.filter(pk__in=turns.filter(holder__isnull=False).values("about_id"))
        theirs = turns.waiting_for(user) if who == "mine" else turns.filter(role="staff")
        return self.filter(pk__in=theirs.values("about_id"))

    def late(self) -> Self:
        """Those whose next move should have been made already."""
        turns = Turn.objects.about_any(self.model._base_manager.all()).late()
        return self.filter(pk__in=turns.values("about_id"))

    def counted_by_state(self) -> dict[str, int]:
        """How many stand in each state; states without any are left out."""
        rows = self.order_by().values_list("state").annotate(number=Count("pk"))
        return {str(state): number for state, number in rows}

    def with_place(self) -> Self:
        """Each with `place` and `points` of the last decision about it, in that order."""
        lines = apps.get_model("grants", "DecisionRow").objects.filter(application=OuterRef("pk"))
        newest = lines.order_by("-pk")
        return self.annotate(
            place=Subquery(newest.values("place")[:1]), points=Subquery(newest.values("points")[:1])
        ).order_by("track__position", F("place").asc(nulls_last=True), "ordinal")

    def granted_total(self) -> Decimal:
        """What they hold together of the pool: what was accepted where it is settled, nothing where it was ended."""
        held = Case(
            When(agreement__state="recovery", then="agreement__amount"),  # free once it is back
            When(agreement__accepted_amount__isnull=False, then="agreement__accepted_amount"),
            When(agreement__state__in=["terminated", "resigned"], then=Value(Decimal(0))),
            When(agreement__isnull=False, then="agreement__amount"),  # an annex may have changed it
            default="granted_amount",
            output_field=DecimalField(max_digits=14, decimal_places=2),
        )
        return self.aggregate(total=Sum(held))["total"] or Decimal(0)

    def with_parties(self) -> Self:
        """With those about whom the conflict gate asks, in the same query; it adds the co-authors itself."""
        return self.select_related("author__person", "organisation", "patron")

    def for_lists(self) -> Self:
        """With what a row shows, in the same query."""
        return self.select_related("call__activity__programme__funder", "author")

    def in_order_of_number(self) -> Self:
        """By number in the call, drafts last."""
        return self.order_by(F("ordinal").asc(nulls_last=True), "pk")
