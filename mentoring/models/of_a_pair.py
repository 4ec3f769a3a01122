"""What belongs to one pair: its milestones, meetings, logs and agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from workflows.lifecycle import Lifecycle

if TYPE_CHECKING:
    from .pairing import Pairing


class OfAPair(Lifecycle):
    """Abstract. The concrete model has `pairing`, with a name of its own for the way back."""

    if TYPE_CHECKING:
        pairing: models.ForeignKey[Pairing]

    inbox_related = [
        "pairing__mentor__person__user",
        "pairing__mentee__person__user",
        "pairing__edition__activity__programme",
    ]

    class Meta:
        abstract = True

    def role_scopes(self) -> list[models.Model]:
        return self.pairing.role_scopes()

    def acted_for(self, entry: Any) -> str:
        """In whose place a move of its history was made, in words; empty when it was one's own."""
        return self.pairing.for_whom(entry.move, entry.by_id, entry.at)
