"""What the office and the committee said of an application: corrections, grounds, the outcome. No moves here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.money import AmountField


class Decline(models.TextChoices):
    """Why an admitted application gets no grant."""

    BELOW_THRESHOLD = (
        "below_threshold",
        pgettext_lazy("declined", "fewer points than the call asks for"),
    )
    NO_FUNDS = "no_funds", pgettext_lazy("declined", "the pool was not enough")
    OFFER_DECLINED = "offer_declined", pgettext_lazy("declined", "you declined the grant")
    OFFER_LAPSED = (
        "offer_lapsed",
        pgettext_lazy("declined", "the grant was not accepted in time"),
    )
    CALL_CANCELLED = "call_cancelled", pgettext_lazy("declined", "the call was cancelled")


class Judged(models.Model):
    """Abstract. Written by the moves of `Application` alone."""

    returned_at = models.DateTimeField(null=True, blank=True)
    correction_due_at = models.DateTimeField(_("correction due"), null=True, blank=True)
    correction_reasons = models.TextField(_("what to correct"), max_length=4000, blank=True)
    rejection_grounds = models.TextField(_("grounds of the rejection"), max_length=4000, blank=True)
    third_opened_at = models.DateTimeField(_("third assessment opened"), null=True, editable=False)
    third_reasons = models.JSONField(default=list, blank=True, editable=False)
    decline_reason = models.CharField(
        _("why there is no grant"), max_length=20, choices=Decline, blank=True
    )
    granted_amount = AmountField(_("granted amount"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        abstract = True
