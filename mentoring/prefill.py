"""What a mentee may take into another form: the plans their mentors approved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from questionnaires.prefill import Record, Source, named, sources

from .models import Pairing

PLAN = "plan"
TITLE_AT_MOST = 200


def approved_plans(user: Any) -> Iterator[Record]:
    """The plans of `user` as a mentee that stand as they were approved, the newest first; two queries."""
    rows = Pairing.objects.of_mentee(user).exclude(plan_approved="").with_people().with_work()
    for pair in rows.order_by("-plan_approved_at", "-pk"):
        if pair.has_approved_plan:
            yield Record(str(pair.pk), title_of(pair), facts_of(pair), _whence(pair))


def name_of(pair: Pairing) -> str:
    """How the plan of `pair` is named in the addresses of forms."""
    return named(PLAN, str(pair.pk))


def title_of(pair: Pairing) -> str:
    """The first sentence of the goal where it fits into one line, else as much of it as does."""
    first = pair.goal.strip().splitlines()[0].partition(". ")[0].rstrip(".")
    return first if len(first) <= TITLE_AT_MOST else first[: TITLE_AT_MOST - 1].rstrip() + "…"


def facts_of(pair: Pairing) -> dict[str, Any]:
    """The plan as typed answers: by the fact a form may name, and by the keys of the forms that Tandem ships."""
    return {
        "title": title_of(pair),
        "action.goal": pair.goal.strip(),
        "need": pair.mentee.need,
        "actions": "\n".join([pair.goal.strip(), "", *_steps(pair)]),
        "schedule": pair.schedule(),
    }


def _steps(pair: Pairing) -> list[str]:
    return [
        f"{place}. {each.title} ({each.shown_by})"
        for place, each in enumerate(pair.planned(), start=1)
    ]


def _whence(pair: Pairing) -> str:
    return _("Your plan with %(mentor)s, %(edition)s") % {
        "mentor": pair.mentor.person,
        "edition": pair.edition,
    }


sources.add(PLAN, Source(PLAN, approved_plans, written=True))
