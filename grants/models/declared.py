"""What assessors say of themselves: whom they are tied to, and which topics they know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .call import Call
from .decision import Frozen

if TYPE_CHECKING:
    from people.models import User


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


class TopicDeclarationQuerySet(models.QuerySet["TopicDeclaration"]):
    """Which topics assessors know."""

    def known_in(self, call: Call) -> dict[int, frozenset[str]]:
        """The topics (keys) that each assessor (key) of `call` knows, as said last."""
        return {row.assessor_id: frozenset(row.topics) for row in self.filter(call=call)}

    def last_of(self, call: Call, assessor: User) -> TopicDeclaration | None:
        """What was said last of `assessor` in `call`."""
        return self.filter(call=call, assessor=assessor).last()


class TopicDeclaration(Frozen):
    """Which topics of a call (keys, see `rules.topics`) an assessor knows, said by them or by staff. The newest holds."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="topic_declarations")
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made"))
    topics = models.JSONField(_("topics"), default=list)

    objects = TopicDeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("topics that an assessor knows")
        verbose_name_plural = _("topics that assessors know")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.call}: {self.assessor}"
