"""What hangs on one participant's place at a study visit: costs, an advance, what one will apply at home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from workflows.lifecycle import Lifecycle

if TYPE_CHECKING:
    from programmes.models import Programme

    from .registration import Registration
    from .visit import StudyVisit


class OfAPlace(Lifecycle):
    """Abstract. The concrete model has `registration`, one to one, with a name of its own for the way back."""

    if TYPE_CHECKING:
        registration: models.OneToOneField[Registration]

    # two who act on two places at once must not spend the visit's pool twice
    locks_first = ["visit"]
    inbox_related = ["registration__person__user", "registration__visit__activity__programme"]

    class Meta:
        abstract = True

    @property
    def visit(self) -> StudyVisit:
        """The visit; raises ValueError for a place at an event, which has nothing of this kind."""
        found = self.registration.visit
        if found is None:
            raise ValueError(f"{type(self).__name__} belongs to a study visit, never to an event.")
        return found

    @property
    def programme(self) -> Programme:
        return self.visit.programme

    @property
    def title_line(self) -> str:
        return f"{self} · {self.visit}"

    def role_scopes(self) -> list[models.Model]:
        return self.registration.role_scopes()
