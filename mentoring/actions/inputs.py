"""What goes into a plan: the people as numbers, what forbids a pair, what staff ask of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.matching import Impossible, Problem, Profile, Weights, parts_of
from mentoring.models import Edition, Enrolment

from .obstacles import ABOUT_YOU, SAYS, obstacles

#: Why two cannot be a pair, by the codes of stored inputs and of the solver.
REASONS = {
    "tie": gettext_lazy("They are tied: the same organisation, superior and subordinate, or a conflict of interest."),
    **SAYS,
    "staff": gettext_lazy("Your team forbids this pair in this plan."),
    "forbidden": SAYS["language"],
    "seats": gettext_lazy("The mentor's places are taken by other settled pairs."),
    "twice": gettext_lazy("This person has another settled mentor in this plan."),
    "limit": gettext_lazy("The limit of the region is reached."),
}  # fmt: skip

#: What is asked of the people themselves; common languages and free places the solver knows by itself.
STATED = ("tie", "exclusion", "declined", "ended")

#: What staff settle about single pairs: they shall be, they shall not be, they may be once more.
SETTLED = ("pins", "bans", "lifts")

Pairs = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Terms:
    """What staff ask of a plan.

    At most so many mentees by the code of a region get a mentor (`limits`) or are taken by its mentors
    (`mentor_limits`). Pairs that shall be (`pins`), shall not be (`bans`) or may be once more (`lifts`) are (mentee,
    mentor) by key. `only` are the mentees to be planned, None all who wait.
    """

    weights: Weights = field(default_factory=Weights)
    limits: Mapping[str, int] = field(default_factory=dict)
    mentor_limits: Mapping[str, int] = field(default_factory=dict)
    pins: Pairs = ()
    bans: Pairs = ()
    lifts: Pairs = ()
    only: Sequence[int] | None = None

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """From the stored inputs of a run, or from values by name; what is missing or not a term is left out."""
        known = {each.name: given[each.name] for each in fields(cls) if each.name in given}
        return cls(**{**known, "weights": Weights(**(known.get("weights") or {}))})


def gather_inputs(edition: Edition, terms: Terms) -> dict[str, Any]:
    """All a plan depends on, people by the keys of their applications; the same few queries for any number."""
    rows = edition.enrolments.select_related("person").prefetch_related("topics", "wishes")
    waiting = rows.without_mentor().order_by("pk")
    mentees = list(waiting if terms.only is None else waiting.filter(pk__in=terms.only))
    mentors = list(rows.accepted_as("mentor").with_load().order_by("pk"))
    here = {each.pk for each in (*mentees, *mentors)}
    settled = {
        name: sorted([one, other] for one, other in getattr(terms, name) if {one, other} <= here)
        for name in SETTLED
    }
    return {
        "mentees": [profile_of(each, 1) for each in mentees],
        "mentors": [profile_of(each, max(each.free_places, 0)) for each in mentors],
        "forbidden": _forbidden(mentees, mentors, settled["bans"], settled["lifts"]),
        **settled,
        "limits": dict(sorted(terms.limits.items())),
        "mentor_limits": dict(sorted(terms.mentor_limits.items())),
        "only": None if terms.only is None else sorted(terms.only),
        "weights": asdict(terms.weights),
        "capacity": edition.mentor_capacity,
    }


def profile_of(enrolment: Enrolment, seats: int) -> dict[str, Any]:
    """What a plan knows of somebody; reads prefetched topics and wishes."""
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


def latest_terms(edition: Edition) -> Terms:
    """What staff asked of the latest run, for the next one; else the defaults. The people in it are not read.

    Whom the latest run was about is not carried on: the next one plans everybody who waits.
    """
    names = [each.name for each in fields(Terms) if each.name != "only"]
    found = edition.match_runs.values_list(*(f"inputs__{name}" for name in names)).first() or ()
    return Terms.read({name: value for name, value in zip(names, found, strict=False) if value})


def fits(mentee: Enrolment, mentors: Sequence[Enrolment], weights: Weights) -> dict[int, int]:
    """How well each mentor fits, in percent of a perfect pair, by key; the arithmetic of the plans."""
    parts = parts_of(
        [Profile.read(profile_of(mentee, 1))],
        [Profile.read(profile_of(each, 1)) for each in mentors],
    )
    points = sum(getattr(weights, name) * part[0] for name, part in parts.items())
    return {
        each.pk: round(100 * int(of) / max(weights.most, 1))
        for each, of in zip(mentors, points, strict=True)
    }


def _forbidden(
    mentees: Sequence[Enrolment], mentors: Sequence[Enrolment], bans: Pairs, lifts: Pairs
) -> list[list[Any]]:
    """Pairs that may not be, as [mentee, mentor, why]: the first reason of each that staff did not lift."""
    lifted = {(one, other) for one, other in lifts}
    found = {}
    for pair, reasons in obstacles(mentees, mentors, STATED).items():
        stands = [each for each in reasons if not (pair in lifted and each.can_be_lifted)]
        if stands:
            found[pair] = stands[0].code
    for mentee, mentor in bans:
        found.setdefault((mentee, mentor), "staff")
    return sorted([mentee, mentor, why] for (mentee, mentor), why in found.items())


def against_inputs(inputs: Mapping[str, Any], reader: AbstractSet[int] = frozenset()) -> list[str]:
    """Why no plan can be made of these inputs; only settled people are looked at, so it takes no time.

    A reader who is one of a settled pair (by the keys of `reader`) learns no reason of it.
    """
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
        why = ABOUT_YOU if reader & {*refusal.pair} else reason(inputs, *refusal.pair, refusal.why)
        return [_("This pair cannot be settled."), str(why)]
    return []


def why_forbidden(inputs: Mapping[str, Any], mentee: int, mentor: int) -> str:
    """The code of the prohibition that stands in the inputs; empty when none does."""
    for one, other, why in inputs["forbidden"]:
        if (one, other) == (mentee, mentor):
            return str(why)
    return ""


def reason(inputs: Mapping[str, Any], mentee: int, mentor: int, code: str) -> Any:
    """The sentence for what forbids a pair; a prohibition tells its own reason."""
    stated = why_forbidden(inputs, mentee, mentor) if code == "forbidden" else ""
    return REASONS[stated or code]
