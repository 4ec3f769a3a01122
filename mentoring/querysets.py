"""The sets of editions, enrolments, pairs, milestones and meetings that pages and counts ask for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.core.signing import BadSignature
from django.db import models
from django.db.models import (
    Count,
    Exists,
    FilteredRelation,
    Max,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils.crypto import constant_time_compare

from activities.rules import WAS_THERE
from people.finding import has_words, words_of
from people.models import Consent
from programmes import roles
from programmes.querysets import programme_ids
from workflows import clock
from workflows.lifecycle import LifecycleQuerySet
from workflows.models import StoredFile
from workflows.models.link import type_of
from workflows.tokens import key_in
from workflows.workdays import day_in_warsaw

OPEN_REQUEST = ("asked", "heard", "spoken")
STANDING_AGREEMENT = ("offered", "half", "accepted")
OPEN_PAIR = ("proposed", "accepted_by_mentor", "active", "paused")
#: Pairs that worked together and stopped before they had done what they set out to do.
ENDED_PAIR = ("terminated", "rematched")


def _is_admin(user: Any) -> bool:
    return bool(user.is_active and user.is_superuser)


def deputised_by(deputies: Any, user: Any) -> Any:
    """The keys of the pairs in which `user` stands in for the mentor today."""
    return deputies.objects.in_office().filter(user=user).values("pairing")


class EditionQuerySet(LifecycleQuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Those of the programmes that `user` works in."""
        if _is_admin(user):
            return self.all()
        return self.filter(activity__programme__in=programme_ids(user, *roles.TEAM))

    def public(self) -> Self:
        """Those with a page on the site."""
        return self.exclude(state="draft")

    def recruiting(self) -> Self:
        """Open for applications now, the nearest deadline first."""
        return self.filter(state="recruiting", recruits_until__gt=clock.now()).order_by(
            "recruits_until", "pk"
        )

    def with_counts(self) -> Self:
        """Adds how many applications wait, and how many pairs there are on their way."""
        return self.annotate(
            applied_count=Count("enrolments", filter=Q(enrolments__state="applied"), distinct=True),
            pairs_count=Count(
                "pairings", filter=Q(pairings__state__in=("active", "paused")), distinct=True
            ),
        )


class EnrolmentQuerySet(LifecycleQuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own, and those of the programmes one runs."""
        if _is_admin(user):
            return self.all()
        return self.filter(
            Q(person__user=user)
            | Q(edition__activity__programme__in=programme_ids(user, *roles.RUNNERS))
        )

    def of_person_behind(self, user: Any) -> Self:
        return self.filter(person__user=user)

    def keys_of(self, user: Any) -> set[int]:
        """The keys of the applications of `user`."""
        return set(self.of_person_behind(user).values_list("pk", flat=True))

    def standing(self) -> Self:
        """Neither declined nor withdrawn."""
        return self.exclude(state__in=("declined", "withdrawn"))

    def in_directory(self) -> Self:
        """Those of people who completed a pair in it and agree, today, to stand in the public directory; two queries."""
        agreed = Consent.objects.standing().to("directory").filter(person=OuterRef("person"))
        completed = Q(pairings_as_mentor__state="completed")
        completed |= Q(pairings_as_mentee__state="completed")
        rows = (
            self.filter(completed, Exists(agreed)).distinct().order_by("-edition__starts_on", "pk")
        )
        return rows.select_related("person", "edition").prefetch_related("topics")

    def search(self, words: str) -> Self:
        """Those whose name or story has the `words`, in any order, whatever their case and accents."""
        told = ("need__folded__contains", "experience__folded__contains")
        return self.filter(has_words(words_of(words), "person__search_text__contains", *told))

    def in_line(self, role: str) -> Self:
        """Those of one side who wait for a place, the next one first."""
        return self.filter(state="waiting", role=role).order_by("waiting_rank", "pk")

    def holding_places(self, role: str) -> Self:
        """Those of one side who have a place or are asked whether they take one."""
        return self.filter(state__in=("accepted", "offered"), role=role)

    def accepted_as(self, role: str) -> Self:
        return self.filter(state="accepted", role=role)

    def without_mentor(self) -> Self:
        """Accepted mentees who are in no pair that is on its way, done or proposed."""
        pairs = self.model._meta.get_field("pairings_as_mentee").related_model.objects
        taken = pairs.filter(mentee=OuterRef("pk"), state__in=(*OPEN_PAIR, "completed"))
        return self.accepted_as("mentee").filter(~Exists(taken))

    def with_load(self) -> Self:
        """Adds `load`: in how many pairs the mentor is that are on their way."""
        return self.annotate(
            load=Count("pairings_as_mentor", filter=Q(pairings_as_mentor__state__in=OPEN_PAIR))
        )


class MatchRunQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Those of the programmes that `user` runs."""
        if _is_admin(user):
            return self.all()
        return self.filter(edition__activity__programme__in=programme_ids(user, *roles.RUNNERS))


class PairingQuerySet(LifecycleQuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The mentor's, the mentee's once the mentor accepted, and those of the programmes one runs."""
        if _is_admin(user):
            return self.all()
        return self.filter(
            Q(mentor__person__user=user)
            | Q(pk__in=self._deputised_by(user))
            | Q(mentee__person__user=user, mentor_accepted_at__isnull=False)
            | Q(edition__activity__programme__in=programme_ids(user, *roles.RUNNERS))
        )

    def _deputised_by(self, user: Any) -> Any:
        return deputised_by(self.model._meta.get_field("deputies").related_model, user)

    def run_by(self, user: Any) -> Self:
        """Those of the programmes that `user` runs as staff or coordinator."""
        if _is_admin(user):
            return self.all()
        return self.filter(edition__activity__programme__in=programme_ids(user, *roles.RUNNERS))

    def of_mentee(self, user: Any) -> Self:
        """Those in which `user` is the mentee and knows of it."""
        return self.filter(mentee__person__user=user, mentor_accepted_at__isnull=False)

    def open(self) -> Self:
        """Proposed or on their way."""
        return self.filter(state__in=OPEN_PAIR)

    def with_people(self) -> Self:
        """Fetches both persons, the edition and its programme in one query."""
        return self.select_related(
            "mentor__person__user", "mentee__person__user", "edition__activity__programme"
        )

    def with_work(self) -> Self:
        """Fetches milestones and meetings, in two queries for any number of pairs."""
        logs = self.model._meta.get_field("session_logs").related_model.objects
        milestones = self.model._meta.get_field("milestones").related_model.objects
        return self.prefetch_related(
            Prefetch(
                "milestones", milestones.select_related("template").order_by("position", "pk")
            ),
            Prefetch("session_logs", logs.exclude(state="withdrawn").order_by("-held_on", "-pk")),
        )

    def with_pulses(self) -> Self:
        """Fetches what both sides said about their meetings and open to-dos, in two queries more; for coordinators alone."""
        todos = self.model._meta.get_field("followups").related_model.objects
        return self.with_work().prefetch_related(
            self.pulses_with_authors(),
            Prefetch("followups", todos.in_state("open").select_related("assigned_to")),
        )

    def pulses_with_authors(self) -> Any:
        """What both sides said about meetings that are fetched already, in one query."""
        logs = self.model._meta.get_field("session_logs").related_model
        pulses = logs._meta.get_field("pulses").related_model.objects
        return Prefetch("session_logs__pulses", pulses.select_related("author"))

    def for_its_page(self) -> Self:
        """Fetches the standing agreement along, and says whether there are visits, requests, files of messages at all.

        Most pairs have none of them; the page asks for them only where it is so.
        """
        requests = self.model._meta.get_field("requests").related_model.objects
        files = StoredFile.objects.filter(about_type=type_of(self.model)).present()
        visits = self.model._meta.get_field("edition").related_model.visits.through.objects
        there = visits.filter(
            edition=OuterRef("edition"),
            studyvisit__registrations__person=OuterRef("mentee__person"),
            studyvisit__registrations__state__in=WAS_THERE,
        )
        attended = there.values("edition").annotate(number=Count("studyvisit", distinct=True))
        standing = Q(agreements__state__in=STANDING_AGREEMENT)
        asked = Q(requests__state__in=OPEN_REQUEST)
        deputies = self.model._meta.get_field("deputies").related_model.objects
        rows = self.annotate(
            standing_agreement=FilteredRelation("agreements", condition=standing),
            open_request=FilteredRelation("requests", condition=asked),
            has_requests=Exists(requests.filter(pairing=OuterRef("pk"))),
            has_deputy=Exists(deputies.in_office().filter(pairing=OuterRef("pk"))),
            has_visits=Exists(visits.filter(edition=OuterRef("edition"))),
            visits_attended=Coalesce(Subquery(attended.values("number")), 0),
            has_files=Exists(files.about_a("message").filter(about_id=OuterRef("pk"))),
        )
        rows = rows.with_people().with_work().select_related("standing_agreement", "open_request")
        return rows.prefetch_related("edition__milestone_templates")

    def of_certificate(self, token: str) -> Any:
        """The certificate that bears `token`; None when none does, or when the pair no longer fits it."""
        try:
            pair = self.with_people().with_work().filter(pk=key_in(token)).first()
        except BadSignature:
            return None
        given = pair.certificates() if pair else []
        return next((each for each in given if constant_time_compare(each.token, token)), None)

    def silent_since(self, days: int) -> Self:
        """Active ones without a meeting for `days` days, counted from the last meeting, the beginning or the end of a pause."""
        edge = clock.today() - timedelta(days=days)
        last = Max("session_logs__held_on", filter=~Q(session_logs__state="withdrawn"))
        silent = Q(last_held_on__lt=edge) | Q(last_held_on__isnull=True, started_on__lt=edge)
        rested = Q(resumed_on__isnull=True) | Q(resumed_on__lt=edge)
        return self.filter(state="active").annotate(last_held_on=last).filter(silent, rested)


class OfPairingQuerySet(LifecycleQuerySet[Any]):
    """What belongs to a pair is seen by whoever sees the pair."""

    def visible_to(self, user: Any) -> Self:
        if _is_admin(user):
            return self.all()
        return self.filter(
            Q(pairing__mentor__person__user=user)
            | Q(pairing__in=self._deputised_by(user))
            | Q(pairing__mentee__person__user=user, pairing__mentor_accepted_at__isnull=False)
            | Q(pairing__edition__activity__programme__in=programme_ids(user, *roles.RUNNERS))
        )

    def _deputised_by(self, user: Any) -> Any:
        pair = self.model._meta.get_field("pairing").related_model
        return deputised_by(pair._meta.get_field("deputies").related_model, user)

    def with_pair(self) -> Self:
        """Fetches the pair, both persons and the programme in one query."""
        return self.select_related(
            "pairing__mentor__person",
            "pairing__mentee__person",
            "pairing__edition__activity__programme",
        )


class DeputyQuerySet(OfPairingQuerySet):
    def in_office(self) -> Self:
        """Those who stand in today; the day after the last they do not, whether or not the clock has ended it yet."""
        return self.filter(state="acting", until__gte=clock.today())

    def over(self, now: Any) -> Self:
        """Those whose last day is behind."""
        return self.filter(state="acting", until__lt=day_in_warsaw(now))


class PairAgreementQuerySet(OfPairingQuerySet):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(state__in=STANDING_AGREEMENT)


class FollowupQuerySet(OfPairingQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those of the programmes one runs, but for pairs that one is in."""
        if not user.is_authenticated:
            return self.none()
        rows = self.exclude(pairing__mentor__person__user=user)
        rows = rows.exclude(pairing__mentee__person__user=user)
        if _is_admin(user):
            return rows
        programmes = programme_ids(user, *roles.RUNNERS)
        return rows.filter(pairing__edition__activity__programme__in=programmes)


class MentorRequestQuerySet(OfPairingQuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own as a mentee, and those of the programmes one runs, but for pairs that one mentors."""
        if not user.is_authenticated:
            return self.none()
        rows = self.exclude(pairing__mentor__person__user=user)
        if _is_admin(user):
            return rows
        return rows.filter(
            Q(pairing__mentee__person__user=user)
            | Q(pairing__edition__activity__programme__in=programme_ids(user, *roles.RUNNERS))
        )

    def still_open(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(state__in=OPEN_REQUEST)


class MentorOfferQuerySet(LifecycleQuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own, and those of the programmes one runs."""
        if not user.is_authenticated:
            return self.none()
        if _is_admin(user):
            return self.all()
        return self.filter(
            Q(person__user=user)
            | Q(edition__activity__programme__in=programme_ids(user, *roles.RUNNERS))
        )

    def unanswered_at(self, now: Any) -> Self:
        """Those that wait although their edition took applications only until before `now`, or takes none."""
        over = Q(edition__recruits_until__lte=now) | ~Q(edition__state="recruiting")
        return self.filter(over, state="offered")


class InquiryQuerySet(OfPairingQuerySet):
    def visible_to(self, user: Any) -> Self:
        """What one is asked, what one's mentees say about skills, and those of pairs that one looks after."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(of__person__user=user)
        mine |= Q(kind__in=("before", "after"), pairing__mentor__person__user=user)
        outside = ~Q(pairing__mentor__person__user=user) & ~Q(pairing__mentee__person__user=user)
        if _is_admin(user):
            return self.filter(mine | outside)
        programmes = programme_ids(user, *roles.RUNNERS)
        looked_after = Q(pairing__edition__activity__programme__in=programmes)
        return self.filter(mine | (outside & looked_after))


class PlannedMeetingQuerySet(OfPairingQuerySet):
    def ahead(self) -> Self:
        """Planned ones that are not called off, the nearest first; one that began stays until it is written down."""
        return self.filter(state="planned").order_by("starts_at", "pk")


class SupervisionQuerySet(LifecycleQuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Those of editions one mentors in, and of the programmes one runs."""
        if _is_admin(user):
            return self.all()
        enrolments = self.model._meta.get_field("came").related_model.objects
        mine = enrolments.accepted_as("mentor").filter(person__user=user)
        return self.filter(
            Q(edition__in=mine.values("edition"))
            | Q(edition__activity__programme__in=programme_ids(user, *roles.RUNNERS))
        )


class SessionLogQuerySet(OfPairingQuerySet):
    def unanswered_since(self, now: Any) -> Self:
        """Those that the other side left unanswered for as long as the edition waits; they confirm themselves."""
        waiting = self.filter(state="submitted").select_related("pairing__edition")
        late = [log.pk for log in waiting if log.confirms_itself_at <= now]
        return self.filter(pk__in=late)
