"""How an agreement ends before its settlement: on what grounds, and what of the money was misused."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from finance.money import AmountField
from grants.rules.ending import Grounds


class Ending(models.Model):
    """Abstract. `misused_amount` bears interest from the transfer; None where nothing was called back."""

    ended_because = models.CharField(
        _("grounds"), max_length=20, choices=Grounds, blank=True, editable=False
    )
    misused_amount = AmountField(_("spent against its purpose"), null=True, editable=False)

    class Meta:
        abstract = True
