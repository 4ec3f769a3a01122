"""What somebody answered, exactly as typed, saved so that two writers never overwrite each other silently."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from workflows import clock

from .questionnaire import Version

KEPT_TRACES = 40  # changes of one key that are remembered; an older form than that meets a conflict, never a loss


@dataclass(frozen=True)
class Conflict:
    """Two texts for one key: what came now, and what was saved meanwhile."""

    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Saved:
    """The result of saving: the version now, and the keys where both texts must be shown."""

    version: int
    conflicts: dict[str, Conflict] = field(default_factory=dict)


def trace_of(value: Any) -> str:
    """A short digest of a typed value; all empty values have the same."""
    return (
        hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12] if value else ""
    )


class AnswerSet(models.Model):
    """Answers by key, as typed: a text that is no number yet is kept too.

    `version` rises with each change. `traces` remembers for each key in which version it became what
    (as a digest) and from which open page, so that a form left open long ago does not bring old words back.
    """

    questions = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="answer_sets")
    values = models.JSONField(default=dict, blank=True)
    traces = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("answers")
        verbose_name_plural = _("answers")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.questions} ({self.version})"

    def save_typed(self, typed: Mapping[str, Any], *, seen: int, page: str = "") -> Saved:
        """Keep what was `typed` into a form that was drawn with version `seen`; `page` tells open pages apart.

        A key that the form left as it had shown it stays as it is now. A key that both this page and
        another one changed keeps what was saved first and comes back as a conflict. Everything else
        is saved. This object is brought up to date.
        """
        with transaction.atomic():
            fresh = AnswerSet.objects.select_for_update().get(pk=self.pk)
            changes, conflicts = fresh.compare(typed, seen=seen, page=page)
            fresh._keep(changes, page)
        self.__dict__.update(
            {name: getattr(fresh, name) for name in ("values", "traces", "version", "saved_at")}
        )
        return Saved(self.version, conflicts)

    def keep_records(self, key: str, records: list[dict[str, Any]]) -> None:
        """Keep `records` of attached files as the answer to `key`; they are never typed, so nobody conflicts."""
        self._keep({key: records}, "")

    def compare(
        self, typed: Mapping[str, Any], *, seen: int, page: str
    ) -> tuple[dict[str, Any], dict[str, Conflict]]:
        """Split `typed` into changes to keep and conflicts."""
        changes: dict[str, Any] = {}
        conflicts: dict[str, Conflict] = {}
        for key, mine in typed.items():
            theirs = self.values.get(key)
            if trace_of(mine) == trace_of(theirs):
                continue
            if not self._changed_elsewhere(key, seen, page):
                changes[key] = mine
            elif trace_of(mine) != self._trace_at(key, seen):
                conflicts[key] = Conflict(mine=mine, theirs=theirs)
        return changes, conflicts

    def _changed_elsewhere(self, key: str, seen: int, page: str) -> bool:
        later = [trace for trace in self.traces.get(key, []) if trace[0] > seen]
        return any(not page or trace[2] != page for trace in later)

    def _trace_at(self, key: str, seen: int) -> str | None:
        """What the key was in version `seen`; None when that is forgotten."""
        known = self.traces.get(key, [])
        past = [trace[1] for trace in known if trace[0] <= seen]
        if past:
            return str(past[-1])
        return "" if len(known) < KEPT_TRACES else None

    def _keep(self, changes: Mapping[str, Any], page: str) -> None:
        if not changes:
            return
        self.version += 1
        self.values = {**self.values, **changes}
        new = {
            key: [*self.traces.get(key, []), [self.version, trace_of(changes[key]), page]]
            for key in changes
        }
        self.traces = {**self.traces, **{key: known[-KEPT_TRACES:] for key, known in new.items()}}
        self.saved_at = clock.now()
        self.save()
