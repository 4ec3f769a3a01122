"""What a programme does with people, by kind."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.querysets import OfProgrammeQuerySet
from programmes.registries.kinds import kind_choices, kind_label, validate_kind

from .programme import Programme, validate_code


class Activity(models.Model):
    """A planned line of work; the events, pairings or calls that carry it out point at it."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="activities", verbose_name=_("programme")
    )
    kind = models.CharField(
        _("kind"), max_length=40, choices=kind_choices, validators=[validate_kind]
    )
    code = models.SlugField(_("code"), max_length=80, validators=[validate_code])
    name = models.CharField(_("name"), max_length=300)
    count = models.PositiveIntegerField(_("planned number"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("days each"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("places each"), null=True, blank=True)
    per_local_government = models.BooleanField(_("one in each local government"), default=False)
    examples = models.JSONField(_("examples"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["programme", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="activity_code_once_in_a_programme"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        """What this kind of activity is called."""
        return kind_label(self.kind)

    def role_scopes(self) -> list[models.Model]:
        """Whoever holds a role on the programme holds it here."""
        return [self.programme]
