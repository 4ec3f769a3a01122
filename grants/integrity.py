"""What `verify_integrity` asks of this room: every decision computes again from its records, every text of minutes is intact."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from grants.models import Decision, MinutesText, Score, SetAside
from grants.rules.record import FORMAT, differences, rows_in
from workflows.integrity import checks

Sheets = list[dict[str, str]]


def decisions_that_do_not_compute() -> Iterator[str]:
    """Decisions whose record was altered, gives another ranking, or is not what the assessors handed in."""
    for decision in Decision.objects.select_related("call").order_by("pk"):
        name = f"grants.decision {decision.pk}"
        if not decision.is_intact():
            yield f"{name}: its record was altered"
        elif decision.record.get("format") == FORMAT:
            if not decision.computes_again():
                yield f"{name}: its record computes to another ranking"
            yield from _other_scores(name, decision)


def _other_scores(name: str, decision: Decision) -> Iterator[str]:
    kept = _sheets_of(decision)
    for row in rows_in(decision.record):
        if _in_one_order(row["sheets"]) != _in_one_order(kept[row["key"]]):
            yield f"{name}: the points of application {row['application']} are not those handed in"


def _sheets_of(decision: Decision) -> dict[int, Sheets]:
    """The sheets handed in for each application (key) when the call was decided."""
    scores = (
        Score.objects.standing()
        .filter(
            assessment__application__decision_rows__decision=decision,
            assessment__submitted_at__lte=decision.decided_at,
            assessment__state="submitted",
        )
        .select_related("assessment", "criterion")
        .order_by("pk")
    )
    by_assessment: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for score in scores:
        place = score.assessment.application_id, score.assessment_id
        by_assessment[place][score.criterion.key] = str(score.points)
    found: dict[int, Sheets] = defaultdict(list)
    for (application, _assessment), sheet in by_assessment.items():
        found[application].append(sheet)
    return found


def rankings_that_do_not_compute() -> Iterator[str]:
    """Rankings kept when a sheet was set aside whose record gives another ranking."""
    for aside in SetAside.objects.order_by("pk"):
        if differences(aside.ranking):
            yield f"grants.setaside {aside.pk}: its record computes to another ranking"


def minutes_that_were_altered() -> Iterator[str]:
    """Texts of minutes that are not what was sent to be signed."""
    for text in MinutesText.objects.order_by("pk"):
        if not text.is_intact():
            yield f"grants.minutestext {text.pk}: its text was altered"


def _in_one_order(sheets: Sheets) -> list[list[tuple[str, Any]]]:
    return sorted(sorted(sheet.items()) for sheet in sheets)


checks.add("grants.decisions", decisions_that_do_not_compute)
checks.add("grants.asides", rankings_that_do_not_compute)
checks.add("grants.minutes", minutes_that_were_altered)
