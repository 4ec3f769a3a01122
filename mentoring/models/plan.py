"""The plan of a pair as a whole: its goal and its milestones, and whether the mentor approved it as it stands."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date


class Plan(models.Model):
    """The part of a pair that it wants to bring about.

    What was approved is kept as a fingerprint, not as a state: whatever is changed in the plan afterwards, by whichever
    way, is not approved any more, and what is changed back is.
    """

    goal = models.TextField(_("what this pair wants to bring about"), max_length=2000, blank=True)
    plan_approved_at = models.DateTimeField(null=True, editable=False)
    plan_approved = models.CharField(max_length=64, blank=True, editable=False)

    if TYPE_CHECKING:
        milestones: Any
        started_on: date | None

    class Meta:
        abstract = True

    def planned(self) -> list[Any]:
        """The milestones that are in the plan, in order; reads prefetched ones."""
        return [each for each in self.milestones.all() if each.state != "dropped"]

    def plan_fingerprint(self) -> str:
        """What tells this plan from another one: the goal, and of each milestone what, by what shown, until when."""
        steps = [
            [each.title, each.shown_by, each.due_on.isoformat(), each.required]
            for each in self.planned()
        ]
        return hashlib.sha256(json.dumps([self.goal, steps]).encode()).hexdigest()

    @property
    def has_approved_plan(self) -> bool:
        """Whether the mentor approved the plan as it stands."""
        return bool(self.plan_approved) and self.plan_approved == self.plan_fingerprint()

    def keep_approval(self, at: datetime) -> None:
        """The plan as it stands is approved."""
        self.plan_approved_at, self.plan_approved = at, self.plan_fingerprint()

    def schedule(self) -> list[dict[str, str]]:
        """The milestones as rows of a form's schedule: each begins on the day after the one before it ends."""
        rows, begins = [], self.started_on
        for each in self.planned():
            starts = begins.isoformat() if begins and begins <= each.due_on else ""
            rows.append({"name": each.title, "starts": starts, "ends": each.due_on.isoformat()})
            begins = each.due_on + timedelta(days=1)
        return rows
