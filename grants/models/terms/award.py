"""How a call shares its pool, and what it publishes of the outcome."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .appeals import working_days
from .percent import PercentField


class PublicList(models.TextChoices):
    """A part of the outcome that the call may show to everybody."""

    FUNDED = "funded", pgettext_lazy("published", "who gets a grant")
    RESERVE = "reserve", pgettext_lazy("published", "the reserve list")
    NOT_FUNDED = "not_funded", pgettext_lazy("published", "who gets none")
    FORMALLY_REJECTED = "formally_rejected", pgettext_lazy("published", "who was rejected formally")


def keeps_published() -> list[str]:
    """What a call publishes that says nothing: grants and the reserve list."""
    return [str(PublicList.FUNDED), str(PublicList.RESERVE)]


def validate_public_lists(names: object) -> None:
    """Refuse names of lists that there are not."""
    if not isinstance(names, list) or not set(PublicList.values).issuperset(map(str, names)):
        raise ValidationError(_("Choose among the lists shown."))


class Award(models.Model):
    """Abstract. Shares are percentages of what an applicant asks for."""

    partial_awards = models.BooleanField(_("a grant may be smaller than asked for"), default=False)
    partial_min = PercentField(
        _("a smaller grant is at least so many percent of the request"), null=True, blank=True
    )
    keeps_reserve = models.BooleanField(_("a reserve list is kept"), default=True)
    reserve_offer_days = working_days(
        _("working days to accept a grant from the reserve list"), null=True, blank=True
    )
    reserve_passes_over = models.BooleanField(
        _("a need too large for what is free is passed over"), default=False
    )
    public_lists = models.JSONField(
        _("lists published with the results"),
        default=keeps_published,
        blank=True,
        validators=[validate_public_lists],
    )

    class Meta:
        abstract = True

    def public_lists_in_words(self) -> list[str]:
        """The lists that are published, for people."""
        return [str(one.label) for one in PublicList if one in self.public_lists]
