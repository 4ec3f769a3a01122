"""The patron of an informal group, asked to confirm: it lends its account, signs and is liable."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.guards import patron as guards
from grants.notices import patron as notices
from grants.querysets.patron import STANDING, PatronageQuerySet
from grants.rules import patron as rules
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody

from .application import Application

if TYPE_CHECKING:
    from people.models import User


class Patronage(Lifecycle):
    """One organisation asked to be the patron of the group that applies; named as the application named it then.

    The role that opens the application to whoever confirmed is given and ended by `actions.patron`.
    """

    class States(BaseStates):
        ASKED = "asked", Category.IN_HANDS, pgettext_lazy("patron", "asked")
        CONFIRMED = "confirmed", Category.DONE, pgettext_lazy("patron", "confirmed")
        DECLINED = "declined", Category.REFUSED, pgettext_lazy("patron", "declined")
        CALLED_OFF = "called_off", Category.PAUSED, pgettext_lazy("patron", "called off")
        LAPSED = "lapsed", Category.PAUSED, pgettext_lazy("patron", "did not answer")

    application = models.ForeignKey(Application, models.PROTECT, related_name="patronages")
    organisation_name = models.CharField(_("patron"), max_length=200)
    nip = models.CharField(_("NIP"), max_length=10)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="patronages",
        verbose_name=_("who answers for it"),
    )
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(_("answer due"))
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    capacity = models.CharField(_("speaks for it as"), max_length=100, blank=True, editable=False)
    reason = models.TextField(_("why it declined"), max_length=4000, blank=True, editable=False)

    state = StateField(States, default=States.ASKED)
    path = [States.ASKED, States.CONFIRMED]
    owes = {
        States.ASKED: [
            Owes(
                "answer",
                _("Say whether your organisation is the patron"),
                who=lambda patronage: [patronage.user],
                due=lambda patronage: patronage.due_at,
            )
        ]
    }
    begun_tells = [notices.patron_asked]
    locks_first = ["application"]
    inbox_related = ("application__call__activity__programme",)

    objects = PatronageQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a patron")
        verbose_name_plural = _("questions to patrons")
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state__in=STANDING),
                name="one_patron_of_an_application",
            )
        ]

    def __str__(self) -> str:
        return self.organisation_name

    @property
    def belongs_to(self) -> Any:
        """The application."""
        return self.application

    @property
    def is_standing(self) -> bool:
        """Whether it waits for an answer or was confirmed."""
        return self.state in STANDING

    @property
    def is_confirmed(self) -> bool:
        """Whether the organisation is the patron."""
        return self.state == self.States.CONFIRMED

    def get_absolute_url(self) -> str:
        return reverse("grants:patronage", args=[self.pk])

    @transition(
        source=States.ASKED,
        target=States.CONFIRMED,
        label=_("Confirm: we are the patron"),
        primary=True,
        may=rules.is_asked,
        guards=[guards.is_still_written, guards.knows_duties],
        tells=[notices.group_confirmed],
    )
    def confirm(self, *, by: User, at: datetime, capacity: str, agreed: bool) -> None:
        """The organisation is the patron; `capacity` is what entitles the person to say so."""
        self.capacity, self.answered_at = capacity, at

    @transition(
        source=[States.ASKED, States.CONFIRMED],
        target=States.DECLINED,
        label=pgettext_lazy("patron", "Decline"),
        may=rules.is_asked,
        guards=[guards.is_still_written],
        tells=[notices.group_declined],
        note="must",
    )
    def decline(self, *, by: User, at: datetime, note: str) -> None:
        """It is not, or not any more; possible until the application is submitted."""
        self.reason, self.answered_at = note, at

    @transition(
        source=[States.ASKED, States.CONFIRMED],
        target=States.CALLED_OFF,
        label=_("Call the question off"),
        may=rules.is_their_author,
        guards=[guards.is_still_written],
        tells=[notices.patron_called_off],
    )
    def call_off(self, *, by: User) -> None:
        """The group does not need it, or asks somebody else."""

    @transition(
        source=States.ASKED,
        target=States.LAPSED,
        label=_("End without an answer"),
        may=nobody,
        tells=[notices.group_unanswered],
    )
    def lapse(self, *, by: User) -> None:
        """Its time is over, or the application is no longer written."""
