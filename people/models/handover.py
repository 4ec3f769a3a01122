"""A hand-over: what waits for one account by name waits for another one, for a time or for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people import notices, rules
from workflows.lifecycle import Category, Lifecycle, LifecycleQuerySet, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.workdays import end_of_day


class HandOverQuerySet(LifecycleQuerySet["HandOver"]):
    def visible_to(self, user: Any) -> Self:
        """Keep those that `user` gave, received or made; all, for an administrator."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(Q(giver=user) | Q(recipient=user) | Q(made_by=user))

    def current(self) -> Self:
        """Keep those that hold, or will."""
        return self.in_state("planned", "standing")

    def with_people(self) -> Self:
        """Fetch the accounts along."""
        return self.select_related("giver", "recipient", "made_by")


class HandOver(Lifecycle):
    """The recipient makes the giver's moves, and the history names both; the giver may go on making them."""

    class States(BaseStates):
        PLANNED = "planned", Category.DRAFT, pgettext_lazy("hand-over", "begins on its day")
        STANDING = "standing", Category.IN_HANDS, pgettext_lazy("hand-over", "holds")
        ENDED = "ended", Category.DONE, pgettext_lazy("hand-over", "over")

    state = StateField(States, default=States.PLANNED)
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("whose moves"),
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who stands in"),
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    path = [States.PLANNED, States.STANDING, States.ENDED]
    # what was handed over has turns of its own; this waits for its days
    owes = {
        States.PLANNED: [Owes("take_effect", _("Waits for its first day"), who=lambda h: [])],
        States.STANDING: [Owes("end", _("Stands in until the last day"), who=lambda h: [])],
    }
    begun_tells = [notices.handed_over]

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ("-since", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["giver"],
                name="one_hand_over_at_a_time",
                condition=Q(state__in=["planned", "standing"]),
            ),
            models.CheckConstraint(
                name="nobody_hands_over_to_themselves", condition=~Q(giver=F("recipient"))
            ),
        ]

    def __str__(self) -> str:
        said = {"who": self.recipient, "person": self.giver}
        return gettext("%(who)s, standing in for %(person)s") % said

    def get_absolute_url(self) -> str:
        return reverse("people:handover", args=[self.pk])

    @property
    def last_instant(self) -> datetime | None:
        """The end of the last day; None where it is for good."""
        return end_of_day(self.until) if self.until else None

    @transition(
        source=States.PLANNED,
        target=States.STANDING,
        label=_("The hand-over begins"),
        may=nobody,
    )
    def take_effect(self, *, by: Any) -> None:
        """What waits for the giver waits for the recipient."""

    @transition(
        source=[States.PLANNED, States.STANDING],
        target=States.ENDED,
        label=_("End the hand-over"),
        may=rules.ends_hand_over,
        note="may",
        tells=[notices.handed_back],
    )
    def end(self, *, by: Any) -> None:
        """The giver is back, or somebody else stands in."""

    @transition(
        source=[States.PLANNED, States.STANDING],
        target=States.ENDED,
        label=_("The hand-over is over"),
        may=nobody,
        tells=[notices.handed_back],
    )
    def end_by_itself(self, *, by: Any) -> None:
        """Its last day is over."""
