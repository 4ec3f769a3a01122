"""How a call shares its pool, and what it publishes of the outcome."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .appeals import working_days
from .percent import PercentField

if TYPE_CHECKING:
    from grants.models.track import Track
    from grants.querysets.application import ApplicationQuerySet


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
    """Abstract. Shares are percentages of what an applicant asks for; amounts are in the currency of the call."""

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

    if TYPE_CHECKING:
        applications: ApplicationQuerySet
        pool: Decimal  # stands with the other amounts of the call

    class Meta:
        abstract = True

    def public_lists_in_words(self) -> list[str]:
        """The lists that are published, for people."""
        return [str(one.label) for one in PublicList if one in self.public_lists]

    def granted_so_far(self, track: Track | None = None) -> Decimal:
        """What the grants of this call (of one `track`) come to now."""
        funded = self.applications.in_state("funded")
        return (funded.filter(track=track) if track else funded).granted_total()

    def left_of_pool(self, track: Track | None = None) -> Decimal:
        """What remains of the pool, of the track's own where there is one; what is offered now is not free."""
        whole = track.pool if track else self.pool
        return whole - self.granted_so_far(track) - self.offered_now(track)

    def offers(self) -> Any:
        """Offers to those on its reserve list."""
        model: Any = self.applications.model._meta.get_field("offers").related_model
        return model.objects.filter(application__call=self)

    def offered_now(self, track: Track | None = None) -> Decimal:
        """What is offered from the reserve list and not answered yet."""
        offers = self.offers().in_state("made")
        offers = offers.filter(application__track=track) if track else offers
        return offers.order_by().aggregate(total=Sum("amount"))["total"] or Decimal(0)
