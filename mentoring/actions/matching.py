"""From an edition to plans of pairs and back: gather, compute, publish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

import numpy as np
import scipy
from celery import signature
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import rules
from mentoring.matching import Impossible, Problem, Weights, compute, recruits
from mentoring.models import Edition, Enrolment, MatchRun, Wish
from people.models import Membership
from people.ties import ties_among
from workflows import clock
from workflows.errors import GuardsFailed, MoveRefused, NotYours

from .pairs import OWN_TIE, propose_pair

#: Changes when the arithmetic does, so that a run says by which rules it came about.
RULES_VERSION = 1

#: Why two cannot be a pair, by the codes of stored inputs and of the solver.
REASONS = {
    "tie": gettext_lazy("They are tied: the same organisation, superior and subordinate, or a conflict of interest."),
    "exclusion": gettext_lazy("One of them asked, in confidence, not to work with the other."),
    "declined": gettext_lazy("A proposal of this pair was declined before."),
    "staff": gettext_lazy("Your team forbids this pair in this plan."),
    "forbidden": gettext_lazy("They have no language in common."),
    "seats": gettext_lazy("The mentor's places are taken by other settled pairs."),
    "twice": gettext_lazy("This person has another settled mentor in this plan."),
    "limit": gettext_lazy("The limit of the region is reached."),
}  # fmt: skip

Pairs = Sequence[Sequence[int]]


@transaction.atomic
def state_wishes(
    *, enrolment: Enrolment, wanted: Sequence[Enrolment], excluded: Iterable[Enrolment], by: Any
) -> None:
    """Keep whom a person would like to work with, the dearest first, and with whom not. Raises NotYours, GuardsFailed."""
    if sentences := rules.can_view_enrolment.why_not(by, enrolment):
        raise NotYours(sentences)
    if not enrolment.takes_wishes:
        raise GuardsFailed([_("Wishes are taken from accepted people until the edition ends.")])
    enrolment.wishes.all().delete()
    Wish.objects.bulk_create(
        Wish(enrolment=enrolment, about=about, rank=rank)
        for rank, about in enumerate(wanted[: Wish.MOST], start=1)
    )
    enrolment.excludes.set(excluded)


@transaction.atomic
def start_run(
    *,
    edition: Edition,
    by: Any,
    weights: Mapping[str, int] | None = None,
    limits: Mapping[str, int] | None = None,
    pins: Pairs = (),
    bans: Pairs = (),
    after: MatchRun | None = None,
) -> MatchRun:
    """Write down everything a plan depends on, and ask a worker to compute it.

    `pins` and `bans` are (mentee, mentor) by key. Raises NotYours, and GuardsFailed when there is nobody to pair or
    the pins contradict themselves or a prohibition.
    """
    if sentences := rules.is_staff.why_not(by, edition):
        raise NotYours(sentences)
    inputs = gather_inputs(edition, Weights(**(weights or {})), limits or {}, pins, bans)
    if sentences := against_inputs(inputs):
        raise GuardsFailed(sentences)
    run: MatchRun = MatchRun.objects.create(
        edition=edition, after=after, made_by=by, made_at=clock.now(), inputs=inputs
    )
    transaction.on_commit(partial(_wake, "mentoring.match", run.pk), robust=True)
    return run


def gather_inputs(
    edition: Edition, weights: Weights, limits: Mapping[str, int], pins: Pairs, bans: Pairs
) -> dict[str, Any]:
    """All a plan depends on, people by the keys of their applications; the same few queries for any number."""
    rows = edition.enrolments.select_related("person").prefetch_related(
        "topics", "wishes", "excludes"
    )
    mentees = list(rows.without_mentor().order_by("pk"))
    mentors = list(rows.accepted_as("mentor").with_load().order_by("pk"))
    here = {each.pk for each in (*mentees, *mentors)}
    return {
        "mentees": [_profile(each, 1) for each in mentees],
        "mentors": [
            _profile(each, max(edition.mentor_capacity - each.load, 0)) for each in mentors
        ],
        "forbidden": _forbidden(edition, mentees, mentors, bans),
        "pins": sorted([one, other] for one, other in pins if {one, other} <= here),
        "bans": sorted([one, other] for one, other in bans if {one, other} <= here),
        "limits": dict(sorted(limits.items())),
        "weights": asdict(weights),
        "capacity": edition.mentor_capacity,
    }


def _profile(enrolment: Enrolment, seats: int) -> dict[str, Any]:
    return {
        "id": enrolment.pk,
        "region": enrolment.region,
        "topics": sorted(str(topic.pk) for topic in enrolment.topics.all()),
        "languages": sorted(enrolment.languages),
        "forms": sorted(enrolment.forms),
        "availability": sorted(enrolment.availability),
        "wishes": [wish.about_id for wish in enrolment.wishes.all()],
        "seats": seats,
    }


def _forbidden(
    edition: Edition, mentees: Sequence[Enrolment], mentors: Sequence[Enrolment], bans: Pairs
) -> list[list[Any]]:
    """Pairs that may not be, as [mentee, mentor, why]: the first reason of each."""
    found: dict[tuple[int, int], str] = dict.fromkeys(_tied(mentees, mentors), "tie")
    for one in (*mentees, *mentors):
        for other in one.excludes.all():
            found.setdefault((one.pk, other.pk), "exclusion")
            found.setdefault((other.pk, one.pk), "exclusion")
    for pair in edition.pairings.in_state("declined"):
        found.setdefault((pair.mentee_id, pair.mentor_id), "declined")
    for mentee, mentor in bans:
        found.setdefault((mentee, mentor), "staff")
    left, right = {each.pk for each in mentees}, {each.pk for each in mentors}
    return sorted([a, b, why] for (a, b), why in found.items() if a in left and b in right)


def _tied(mentees: Sequence[Enrolment], mentors: Sequence[Enrolment]) -> Iterable[tuple[int, int]]:
    """Mentees and mentors of whom a registry says that they are tied: colleagues, superiors, conflicts of grants."""
    today = clock.today()
    by_person = {each.person_id: each.pk for each in mentees}
    mentor_of = {each.person_id: each.pk for each in mentors}
    members: dict[int, list[int]] = {}
    employers = []
    rows = Membership.objects.on(today).filter(person__in=by_person)
    for each in rows.select_related("organisation"):
        members.setdefault(each.organisation_id, []).append(by_person[each.person_id])
        employers.append(each.organisation)
    parties = [*(each.person for each in mentees), *employers]
    for tie in ties_among([each.person for each in mentors], parties, on=today):
        if tie.kind == OWN_TIE:
            continue
        tied = [by_person[tie.to_person_id]] if tie.to_person_id in by_person else []
        for mentee in [*tied, *members.get(tie.to_organisation_id or 0, [])]:
            yield mentee, mentor_of[tie.person_id]


def against_inputs(inputs: Mapping[str, Any]) -> list[str]:
    """Why no plan can be made of these inputs; only settled people are looked at, so it takes no time."""
    if not inputs["mentees"]:
        return [_("Every accepted mentee has a mentor or a proposal.")]
    if not inputs["mentors"]:
        return [_("No mentor is accepted in this edition yet.")]
    settled = {key for pair in inputs["pins"] for key in pair}
    small = {
        **inputs,
        "mentees": [each for each in inputs["mentees"] if each["id"] in settled],
        "mentors": [each for each in inputs["mentors"] if each["id"] in settled],
    }
    try:
        Problem.read(small)
    except Impossible as refusal:
        return [_("This pair cannot be settled."), str(reason(inputs, *refusal.pair, refusal.why))]
    return []


def reason(inputs: Mapping[str, Any], mentee: int, mentor: int, code: str) -> Any:
    """The sentence for what forbids a pair; a prohibition tells its own reason."""
    if code == "forbidden":
        for one, other, why in inputs["forbidden"]:
            if (one, other) == (mentee, mentor):
                return REASONS[why]
    return REASONS[code]


def compute_run(run: MatchRun) -> None:
    """Compute the plans of a run and keep them with their digest; a run that is ready stays as it is."""
    if run.is_ready:
        return

    def report(percent: int) -> None:
        MatchRun.objects.filter(pk=run.pk).update(progress=percent)

    tried = 24 if run.answers_at_once else 4
    plans = compute(run.inputs, report)
    run.versions = {"rules": RULES_VERSION, "scipy": scipy.__version__, "numpy": np.__version__}
    run.result = {"plans": plans, "recruits": recruits(run.inputs, tried)}
    run.progress, run.digest = 100, run.computed_digest()
    run.save(update_fields=["versions", "result", "progress", "digest"])


def ask_again(*, run: MatchRun, by: Any) -> None:
    """Wake a worker once more for what a run still waits for; raises NotYours. Asked in vain it does no harm."""
    if sentences := rules.is_staff.why_not(by, run.edition):
        raise NotYours(sentences)
    if not run.is_ready:
        _wake("mentoring.match", run.pk)
    elif run.published_at and run.outcome is None:
        _wake("mentoring.publish", run.pk)


@transaction.atomic
def publish_run(*, run: MatchRun, plan: str, by: Any) -> None:
    """Have every pair of `plan` proposed; each mentor answers first. Raises NotYours, GuardsFailed when it is late."""
    fresh = MatchRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if sentences := rules.is_staff.why_not(by, fresh.edition):
        raise NotYours(sentences)
    if not fresh.is_ready:
        raise GuardsFailed([_("The plans are not computed yet.")])
    if fresh.published_at:
        raise GuardsFailed([_("A plan of this run is published already.")])
    fresh.plan, fresh.published_by, fresh.published_at = plan, by, clock.now()
    fresh.save(update_fields=["plan", "published_by", "published_at"])
    transaction.on_commit(partial(_wake, "mentoring.publish", fresh.pk), robust=True)


def propose_published(run: MatchRun) -> None:
    """Propose the pairs of the published plan one by one; what became impossible meanwhile is told with its reason.

    Once it is told it stays: a worker that comes later would find the places taken by the plan itself.
    """
    if run.outcome is not None:
        return
    people = {each.pk: each for each in run.edition.enrolments.select_related("person")}
    open_pairs = set(run.edition.pairings.open().values_list("mentee", "mentor"))
    proposed, refused = 0, []
    result: Any = run.result
    for mentee, mentor, _points in result["plans"][run.plan]["pairs"]:
        try:
            if (mentee, mentor) not in open_pairs:
                propose_pair(mentor=people[mentor], mentee=people[mentee], by=run.published_by)
        except MoveRefused as refusal:
            refused.append([mentee, mentor, " ".join(refusal.sentences)])
        else:
            proposed += 1
    run.outcome = {"proposed": proposed, "refused": refused}
    run.save(update_fields=["outcome"])


def _wake(task: str, key: int) -> None:
    # a broker that is down must not hold up the person; the page offers to ask again
    signature(task, args=[key]).apply_async(ignore_result=True, retry=False)
