"""Somebody invited to write an application together with its author, or to read it as it grows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.guards import sharing as guards
from grants.notices import sharing as notices
from grants.querysets.sharing import STANDING, CoAuthorQuerySet
from grants.rules import sharing as rules
from workflows.deadlines import deadline_of
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody

from .application import Application

if TYPE_CHECKING:
    from people.models import User


class Part(models.TextChoices):
    """What a co-author may do; the value is the role they hold on the application once they joined."""

    WRITES = rules.CO_AUTHOR, pgettext_lazy("co-author", "write and save")
    READS = rules.CO_READER, pgettext_lazy("co-author", "only read")


class CoAuthor(Lifecycle):
    """One person's place beside the author of an application.

    The role that opens the application is given and ended by `actions.sharing`, as these moves say.
    """

    class States(BaseStates):
        INVITED = "invited", Category.IN_HANDS, pgettext_lazy("co-author", "invited")
        JOINED = "joined", Category.DONE, pgettext_lazy("co-author", "in it")
        DECLINED = "declined", Category.REFUSED, pgettext_lazy("co-author", "declined")
        LEFT = "left", Category.PAUSED, pgettext_lazy("co-author", "left")
        TAKEN_OFF = "taken_off", Category.REFUSED, pgettext_lazy("co-author", "taken off")
        LAPSED = "lapsed", Category.PAUSED, pgettext_lazy("co-author", "never answered")

    application = models.ForeignKey(Application, models.PROTECT, related_name="co_authors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="co_authorships",
        verbose_name=_("co-author"),
    )
    part = models.CharField(_("may"), max_length=20, choices=Part, default=Part.WRITES)
    invited_at = models.DateTimeField(_("invited"))
    joined_at = models.DateTimeField(_("joined"), null=True, editable=False)

    state = StateField(States, default=States.INVITED)
    path = [States.INVITED, States.JOINED]
    owes = {
        States.INVITED: [
            Owes(
                "answer",
                _("Say whether you write it together"),
                who=lambda invitation: [invitation.user],
                due=lambda invitation: deadline_of(invitation.application, "submission"),
            )
        ]
    }
    begun_tells = [notices.co_author_invited]
    locks_first = ["application"]
    inbox_related = ("application__call__activity__programme",)

    objects = CoAuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("co-author")
        verbose_name_plural = _("co-authors")
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user"],
                condition=models.Q(state__in=STANDING),
                name="one_place_beside_an_author",
            )
        ]

    def __str__(self) -> str:
        return self.application.title_line

    @property
    def belongs_to(self) -> Any:
        """The application, under which alike invitations are gathered."""
        return self.application

    def get_absolute_url(self) -> str:
        return reverse("grants:co-author", args=[self.pk])

    @transition(
        source=States.INVITED,
        target=States.JOINED,
        label=_("Join in"),
        primary=True,
        may=rules.is_invited,
        guards=[guards.is_still_written],
        tells=[notices.author_joined],
    )
    def join(self, *, by: User, at: datetime) -> None:
        """From now on the application is open to them."""
        self.joined_at = at

    @transition(
        source=States.INVITED,
        target=States.DECLINED,
        label=_("Decline"),
        may=rules.is_invited,
        tells=[notices.author_declined],
    )
    def decline(self, *, by: User) -> None:
        """They do not take part."""

    @transition(
        source=States.JOINED,
        target=States.LEFT,
        label=_("Leave the application"),
        may=rules.is_invited,
        tells=[notices.author_left],
    )
    def leave(self, *, by: User) -> None:
        """The application closes for them; what they wrote stays in it."""

    @transition(
        source=[States.INVITED, States.JOINED],
        target=States.TAKEN_OFF,
        label=_("Take off the list"),
        may=rules.is_their_author,
        tells=[notices.co_author_taken_off],
    )
    def take_off(self, *, by: User) -> None:
        """The author ends it."""

    @transition(
        source=States.INVITED, target=States.LAPSED, label=_("End with the writing"), may=nobody
    )
    def lapse(self, *, by: User) -> None:
        """The application is no longer written, and nobody answered."""
