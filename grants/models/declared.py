"""What an assessor of a blind call ticked on the list of all parties."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .call import Call
from .decision import Frozen


class PartyDeclaration(Frozen):
    """Which parties of a call an assessor saw and which they are tied to, as keys (see `rules.listed`).

    The newest holds. No row names an application: who wrote what stays unknown to the assessor.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="party_declarations")
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made"))
    seen = models.JSONField(default=list)
    ticked = models.JSONField(default=list)

    class Meta:
        verbose_name = _("declaration of ties")
        verbose_name_plural = _("declarations of ties")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.call}: {self.assessor}"
