"""The lists of sentences that describe a programme, and where its facts are from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .programme import Programme


class Point(models.Model):
    """One goal, policy area, topic or audience of a programme."""

    class Section(models.TextChoices):
        GOAL = "goals", _("goals")
        POLICY_AREA = "policy_areas", _("policy areas")
        TOPIC = "topics", _("topics")
        AUDIENCE = "audience", _("audience")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="points")
    section = models.CharField(_("list"), max_length=20, choices=Section.choices)
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("point of a programme's description")
        verbose_name_plural = _("points of a programme's description")
        ordering = ["programme", "section", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "section", "position"], name="point_has_one_place"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class SiteFeature(models.Model):
    """Something the programme's public page offers, and the rule it follows."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="site_features")
    feature = models.CharField(pgettext_lazy("website", "feature"), max_length=60)
    rule = models.TextField(_("rule"), blank=True)
    details = models.JSONField(
        _("further details from the programme file"), default=dict, blank=True
    )

    class Meta:
        verbose_name = _("site feature")
        verbose_name_plural = _("site features")
        ordering = ["programme", "feature"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "feature"], name="site_feature_once_in_a_programme"
            ),
        ]

    def __str__(self) -> str:
        return self.feature


class SourceNote(models.Model):
    """A fact that is not from the programme's own page, and where it is from."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="source_notes")
    about = models.CharField(_("about"), max_length=200)
    origin = models.TextField(_("from where"))

    class Meta:
        verbose_name = _("note on a source")
        verbose_name_plural = _("notes on sources")
        ordering = ["programme", "about"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "about"], name="source_note_once_per_fact"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.origin}"
