"""What `verify_integrity` asks of this room: every kept run of matching is as it was written, and computes again."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.actions import outcome_of, versions
from mentoring.models import MatchRun
from mentoring.models.match_run import canonical
from workflows.integrity import checks


def altered_runs() -> Iterator[str]:
    """Runs whose fingerprint no longer fits, or whose plans come out differently from the same inputs.

    Plans are computed again only where the arithmetic and its libraries are those of the run: others may choose
    another of several equally good plans.
    """
    now = versions()
    for run in MatchRun.objects.filter(result__isnull=False).order_by("pk").iterator(10):
        name = f"mentoring.matchrun {run.pk}"
        if run.computed_digest() != run.digest:
            yield f"{name}: its inputs or plans were altered"
        elif run.versions == now and canonical(outcome_of(run)) != canonical(run.result):
            yield f"{name}: its plans do not come out again"


checks.add("mentoring.match_runs", altered_runs)
