"""Two more kinds of call in the demo: a regional operator's edition in preparation, a city's local initiative."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from cms.demo.days import days_ago
from cms.demo.grants import Stage
from grants.actions.amendment import amend_call
from grants.actions.call import create_call, publish_form_in_kind
from grants.importing.calls import call_files
from grants.models import Call
from grants.models.terms.outline import chapter_named
from workflows import clock
from workflows.roles import give_role

EXAMPLE = Path("grants/data/example_call.yaml")
EXAMPLE_OPENS = date(2027, 3, 1)
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WARSAW_CRITERIA = (
    ("Potrzeba mieszkańców", "What residents need", 8),
    ("Wkład pracy społecznej", "Share of residents' own work", 12),
    ("Trwałość i dostępność dla wszystkich", "Lasting, and open to everybody", 8),
)


def play(stage: Stage) -> list[Call]:
    """Make both; the local initiative is announced, and its rules were amended once."""
    return [regional(stage), local_initiative(stage)]


def regional(stage: Stage) -> Call:
    """The call of the file in the repository, its days moved so that it opens in about six weeks."""
    weeks = (days_ago(-42).date() - EXAMPLE_OPENS) // timedelta(weeks=1)

    def moved(found: re.Match[str]) -> str:
        return (date.fromisoformat(found[0]) + timedelta(weeks=weeks)).isoformat()

    text = A_DAY.sub(moved, (settings.BASE_DIR / EXAMPLE).read_text())
    call: Call = call_files.apply_text(text, by=stage.staff).subject
    give_role(stage.cast.chair, "chair", call, by=stage.staff)
    return call


def local_initiative(stage: Stage) -> Call:
    """Residents ask, the city gives things and services; at least two of them, ten of twenty-eight points."""
    with clock.at(days_ago(9)):
        call = create_call(
            by=stage.staff,
            criteria=[
                {"title_pl": pl, "title_en": en, "maximum": Decimal(most)}
                for pl, en, most in WARSAW_CRITERIA
            ],
            checklist=[{"text_pl": "Wniosek składa co najmniej dwoje mieszkańców.", "text_en": "At least two residents apply."}],
            **terms(stage),
        )  # fmt: skip
        give_role(stage.cast.chair, "chair", call, by=stage.staff)
    with clock.at(days_ago(6)):
        call.open_call(by=stage.staff)
    with clock.at(days_ago(2)):
        raise_the_pool(call, stage)
    return call


def terms(stage: Stage) -> dict[str, Any]:
    """The rules of the local initiative."""
    return {
        "activity": stage.activity,
        "code": "inicjatywa-lokalna-podworka",
        "kind": "local_initiative",
        "title_pl": "Inicjatywa lokalna: podwórka",
        "title_en": "Local initiative: courtyards",
        "summary_pl": "Mieszkańcy robią, miasto daje materiały i usługi. Pieniędzy nie przekazujemy.",
        "summary_en": "Residents do the work, the city gives materials and services. No money changes hands.",
        "pool": Decimal("90000.00"),
        "min_grant": Decimal("500.00"),
        "max_grant": Decimal("15000.00"),
        "who_may_apply": ["informal_group", "ngo"],
        "group_min_adults": 2,
        "territory": ["2473011"],
        "own_contribution_min": Decimal(20),
        "own_contribution_base": "total",
        "opens_at": days_ago(-5, 9),
        "closes_at": days_ago(-40, 15),
        "assessment_due_at": days_ago(-75, 20),
        "eligible_from": days_ago(-100).date(),
        "eligible_to": days_ago(-280).date(),
        "threshold_total": Decimal(10),
        "keeps_reserve": False,
        "public_lists": ["funded", "not_funded"],
        "questionnaire": publish_form_in_kind(),
    }


def raise_the_pool(call: Call, stage: Stage) -> None:
    """The council added money: an amendment with its reason."""
    chapter = chapter_named("money")
    if chapter is None:
        raise LookupError("money")
    fresh = Call.objects.get(pk=call.pk)

    def change() -> None:
        fresh.pool = Decimal("120000.00")
        fresh.save_draft(seen=fresh.version, fields=["pool"])

    amend_call(
        call=fresh,
        chapter=chapter,
        change=change,
        reason="Rada Miasta dołożyła 30 000 zł uchwałą z tego tygodnia.",
        by=stage.staff,
        seen=fresh.version,
    )
