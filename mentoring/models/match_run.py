"""One run of matching: what went in, what came out, and that it comes out again."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring.querysets import MatchRunQuerySet

from .edition import Edition

if TYPE_CHECKING:
    from programmes.models import Programme


class MatchRun(models.Model):
    """Inputs and result are written once; another weight, a settled pair or a prohibition is another run."""

    class Plan(models.TextChoices):
        TOTAL = "total", pgettext_lazy("plan of pairs", "the highest total fit")
        FAIR = "fair", pgettext_lazy("plan of pairs", "the best worst pair")
        STABLE = "stable", pgettext_lazy("plan of pairs", "stable by the wishes of both sides")

    #: Up to so many possible pairs a question is answered within a request (about 0.1 s); above, by a run.
    ANSWERS_AT_ONCE = 300_000

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="match_runs")
    after = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    made_at = models.DateTimeField(editable=False)
    inputs = models.JSONField()
    versions = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    published_at = models.DateTimeField(null=True, editable=False)
    plan = models.CharField(max_length=10, choices=Plan.choices, blank=True)
    outcome = models.JSONField(null=True)

    objects = MatchRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of pairs")
        verbose_name_plural = _("plans of pairs")
        ordering = ("-pk",)

    def __str__(self) -> str:
        moment = date_format(localtime(self.made_at), "j E Y, H:i")
        return gettext("Plans of %(moment)s") % {"moment": moment}

    def get_absolute_url(self) -> str:
        return reverse("mentoring:match-run", args=[self.edition.code, self.pk])

    @property
    def programme(self) -> Programme:
        return self.edition.programme

    @property
    def is_ready(self) -> bool:
        return self.result is not None

    @property
    def possible_pairs(self) -> int:
        """How many pairs there could be: what the time of an answer depends on."""
        return len(self.inputs["mentees"]) * len(self.inputs["mentors"])

    @property
    def answers_at_once(self) -> bool:
        return self.possible_pairs <= self.ANSWERS_AT_ONCE

    def computed_digest(self) -> str:
        """SHA-256 over inputs, versions and result as canonical JSON; equals `digest` unless somebody altered a row."""
        whole = {"inputs": self.inputs, "versions": self.versions, "result": self.result}
        return hashlib.sha256(canonical(whole)).hexdigest()


def canonical(data: Any) -> bytes:
    """`data` as JSON with one spelling only."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
