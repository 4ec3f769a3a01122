"""The lot between equals: where its seed comes from, said before anybody applies, and the seed, written down once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.guards import lot as guards
from grants.rules import call as call_rules
from grants.rules import lot as rules
from workflows.moves import transition

if TYPE_CHECKING:
    from people.models import User


class Lot(models.Model):
    """Abstract. Whoever knows the seed can draw the lot, so a call opens with a rule and without a seed."""

    lot_seed_rule = models.CharField(
        _("where the seed of the lot comes from"), max_length=300, blank=True
    )
    lot_seed = models.CharField(_("seed of the lot"), max_length=100, blank=True)

    class Meta:
        abstract = True

    @transition(
        source="assessment",
        target="assessment",
        label=_("Write down the seed of the lot"),
        may=call_rules.can_see_work & rules.draws_lots & rules.waits_for_seed,
        guards=[guards.has_seed],
    )
    def write_seed(self, *, by: User, seed: str) -> None:
        """Once, after the closing: until then a seed would let applicants reckon the lot before they apply."""
        self.lot_seed = seed.strip()
