"""Who carries a programme out together."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.querysets import OfProgrammeQuerySet

from .programme import Programme


class Partner(models.Model):
    """An organisation in its role in one programme; its money is a budget kept in `finance`."""

    class Role(models.TextChoices):
        LEAD = "lead", pgettext_lazy("partner", "lead partner")
        PARTNER = "partner", pgettext_lazy("partner", "partner")
        MEMBER_GROUP = "member_group", pgettext_lazy("partner", "member group")

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="partners", verbose_name=_("programme")
    )
    organisation = models.ForeignKey(
        "people.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partnerships",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("name"), max_length=300)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters, for example PL.")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.PARTNER)
    type = models.CharField(_("type"), max_length=80, blank=True)
    members = models.PositiveIntegerField(_("number of members"), null=True, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["programme", models.Case(models.When(role="lead", then=0), default=1), "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"], name="partner_once_in_a_programme"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def currency(self) -> str:
        """ISO code of the currency its budget is kept in: the programme's."""
        return self.programme.currency

    def role_scopes(self) -> list[models.Model]:
        """Whoever holds a role on the programme holds it here."""
        return [self.programme]
