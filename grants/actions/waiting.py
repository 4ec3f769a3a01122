"""Whose move it is with each of many applications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grants.models import Application
from workflows.models import Turn
from workflows.whereabouts import Sentence, whose_move


def moves_waiting(applications: Sequence[Application], user: Any) -> dict[int, list[Sentence]]:
    """Whose move it is with each of `applications`, by key, in one query."""
    turns: dict[int, list[Turn]] = {one.pk: [] for one in applications}
    about = Turn.objects.about_any(Application.objects.filter(pk__in=turns))
    for turn in about.select_related("holder", "stand_in").order_by("due_at", "pk"):
        turns[turn.about_id].append(turn)
    return {one.pk: whose_move(one, user, turns[one.pk]) for one in applications}
