"""What `verify_integrity` asks of this room: every decision computes again from its records, every text of minutes is intact."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from grants.models import Decision, MinutesText, Score, SetAside
from grants.rules.appealed import APPEAL_FORMAT, appealed, latest_part
from grants.rules.record import FORMAT, differences, rows_in, write_row
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


def appeals_that_do_not_compute() -> Iterator[str]:
    """Decisions changed on appeal whose list is not the one before with the new points, or computes to another."""
    for decision in Decision.objects.filter(corrects__isnull=False).order_by("pk"):
        if decision.record.get("format") == APPEAL_FORMAT and decision.record["lists"]:
            if not decision.computes_again():
                yield f"grants.decision {decision.pk}: its record computes to another ranking"
            elif not _follows_from_before(decision):
                yield f"grants.decision {decision.pk}: its ranking does not follow from the one before"


def _follows_from_before(decision: Decision) -> bool:
    (part,) = decision.record["lists"]
    key = next(
        row["key"] for row in part["rows"] if row["application"] == decision.record["application"]
    )
    earlier = decision.call.decisions.filter(pk__lt=decision.pk).order_by("pk")
    before = latest_part(earlier.values_list("record", flat=True), key)
    if before is None:
        return False
    points = {name: Decimal(text) for name, text in decision.record["points"].items()}
    again = appealed(before, key, points).after
    return [write_row(row, number="") for row in again] == [
        {**row, "application": ""} for row in part["rows"]
    ]


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
checks.add("grants.appeals", appeals_that_do_not_compute)
checks.add("grants.asides", rankings_that_do_not_compute)
checks.add("grants.minutes", minutes_that_were_altered)
