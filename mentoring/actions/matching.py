"""From an edition to plans of pairs and back: gather, compute, publish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
import scipy
from celery import signature
from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import rules
from mentoring.matching import Report, compute, recruits
from mentoring.models import Edition, Enrolment, MatchRun, Wish
from workflows import clock
from workflows.errors import GuardsFailed, MoveRefused, NotYours

from .inputs import SETTLED, Terms, against_inputs, gather_inputs
from .obstacles import ABOUT_YOU
from .proposals import propose_pair

#: Changes when the arithmetic does, so that a run says by which rules it came about.
RULES_VERSION = 2


@transaction.atomic
def state_wishes(
    *, enrolment: Enrolment, wanted: Sequence[Enrolment], excluded: Iterable[Enrolment], by: Any
) -> None:
    """Keep whom a person would like to work with, the dearest first, and with whom not. Raises NotYours, GuardsFailed."""
    if sentences := rules.writes_wishes.why_not(by, enrolment):
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
def keep_places(*, enrolment: Enrolment, seen: int, by: Any) -> None:
    """Keep how many mentees a mentor takes; pairs there are stay. Raises NotYours, SomeoneWasFaster."""
    if sentences := rules.sets_places.why_not(by, enrolment):
        raise NotYours(sentences)
    enrolment.save_draft(seen=seen, fields=["capacity"])


@transaction.atomic
def start_run(
    *, edition: Edition, by: Any, after: MatchRun | None = None, **asked: Any
) -> MatchRun:
    """Write down everything a plan depends on, and ask a worker to compute it; `asked` are the `Terms` by name.

    Raises NotYours, also when `by` settles something about themselves, and GuardsFailed when there is nobody to pair
    or the pins contradict themselves or a prohibition.
    """
    if sentences := rules.is_staff.why_not(by, edition):
        raise NotYours(sentences)
    inputs = gather_inputs(edition, Terms.read(asked))
    mine = edition.enrolments.keys_of(by)
    before = after.inputs if after else {}
    settled = [
        pair for name in SETTLED for pair in inputs[name] if pair not in before.get(name, [])
    ]
    if any(mine & set(pair) for pair in settled):
        raise NotYours([str(ABOUT_YOU)])
    if sentences := against_inputs(inputs, mine):
        raise GuardsFailed(sentences)
    run: MatchRun = MatchRun.objects.create(
        edition=edition, after=after, made_by=by, made_at=clock.now(), inputs=inputs
    )
    transaction.on_commit(partial(_wake, "mentoring.match", run.pk), robust=True)
    return run


def compute_run(run: MatchRun) -> None:
    """Compute the plans of a run and keep them with their digest; a run that is ready stays as it is."""
    if run.is_ready:
        return

    def report(percent: int) -> None:
        MatchRun.objects.filter(pk=run.pk).update(progress=percent)

    run.versions, run.result = versions(), outcome_of(run, report)
    run.progress, run.digest = 100, run.computed_digest()
    run.save(update_fields=["versions", "result", "progress", "digest"])


def versions() -> dict[str, Any]:
    """By what a run is computed now; plans repeat to the byte only where all of it is the same."""
    return {"rules": RULES_VERSION, "scipy": scipy.__version__, "numpy": np.__version__}


def outcome_of(run: MatchRun, report: Report = lambda percent: None) -> dict[str, Any]:
    """The three plans of a run's inputs, and where one more mentor would help; `report` hears the percent done."""
    tried = 24 if run.answers_at_once else 4
    return {"plans": compute(run.inputs, report), "recruits": recruits(run.inputs, tried)}


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
    lifted = run.inputs.get("lifts", [])
    for mentee, mentor, _points in result["plans"][run.plan]["pairs"]:
        try:
            if (mentee, mentor) not in open_pairs:
                propose_pair(
                    mentor=people[mentor],
                    mentee=people[mentee],
                    by=run.published_by,
                    lifted=[mentee, mentor] in lifted,
                )
        except MoveRefused as refusal:
            refused.append([mentee, mentor, " ".join(refusal.sentences)])
        else:
            proposed += 1
    run.outcome = {"proposed": proposed, "refused": refused}
    run.save(update_fields=["outcome"])


def _wake(task: str, key: int) -> None:
    # a broker that is down must not hold up the person; the page offers to ask again
    signature(task, args=[key]).apply_async(ignore_result=True, retry=False)
