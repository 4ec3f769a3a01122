"""An event: a forum, a seminar, a training, a meeting of a network, a workshop."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities import guards, rules
from activities.querysets import EventQuerySet
from people.regions import Region
from workflows import clock
from workflows.lifecycle import Category, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.tokens import token_of
from workflows.workdays import end_of_window

from .gathering import Gathering


class Event(Gathering):
    """People register and get a place at once while places last; the next ones wait on the reserve list."""

    class States(BaseStates):
        DRAFT = "draft", Category.DRAFT, pgettext_lazy("event", "draft")
        ANNOUNCED = "announced", Category.IN_HANDS, pgettext_lazy("event", "announced")
        HELD = "held", Category.IN_HANDS, pgettext_lazy("event", "held")
        CLOSED = "closed", Category.DONE, pgettext_lazy("event", "closed")
        CANCELLED = "cancelled", Category.REFUSED, pgettext_lazy("event", "cancelled")

    state = StateField(States, default=States.DRAFT)
    by_invitation = models.BooleanField(
        _("only those who got the link of the invitation sign up"), default=False
    )
    regions = models.JSONField(_("only people from these regions"), default=list, blank=True)
    for_minors = models.BooleanField(_("people under 18 come"), default=False)
    materials = models.TextField(_("what stays"), max_length=4000, blank=True)
    link = models.URLField(_("link to join online"), max_length=400, blank=True)
    path = [States.DRAFT, States.ANNOUNCED, States.HELD, States.CLOSED]
    owes = {
        States.DRAFT: [
            Owes("announce", _("Announce the event"), who=lambda e: e.programme.run_by())
        ],
        States.ANNOUNCED: [
            Owes(
                "hold",
                _("Hold the event"),
                who=lambda e: e.programme.run_by(),
                due=lambda e: e.ends_at,
            )
        ],
        States.HELD: [
            Owes(
                "close",
                _("Complete the attendance and close the event"),
                who=lambda e: e.programme.run_by(),
                due=lambda e: end_of_window(e.ends_at, days=7),
            )
        ],
    }
    #: A free place is given to whoever registers first.
    admits_at_once = True

    note_readers = _("Everybody who signed up reads this in a letter, and the organisers.")
    inbox_related = ["activity__programme"]

    objects = EventQuerySet.as_manager()

    class Meta(Gathering.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("starts_at", "pk")

    def get_absolute_url(self) -> str:
        return reverse("activities:event", args=[self.code])

    def get_public_url(self) -> str:
        return reverse("activities_public:event", args=[self.code])

    @property
    def invitation_token(self) -> str:
        """What the link of the invitation bears."""
        return token_of(self.pk, self.code, kind="activities.invitation")

    def get_invitation_url(self) -> str:
        """The public page as those who were invited open it."""
        return f"{self.get_public_url()}?invitation={self.invitation_token}"

    def region_names(self) -> list[str]:
        """Whose people may come; empty for everybody."""
        return [str(Region(code).label) for code in self.regions if code in Region.values]

    @property
    def takes_applications(self) -> bool:
        return self.state == self.States.ANNOUNCED

    @property
    def takes_attendance(self) -> bool:
        return self.state in (self.States.ANNOUNCED, self.States.HELD)

    def is_on_today(self) -> bool:
        """Whether people come in today and are ticked off at the door."""
        begun = clock.today() in self.days and clock.now() <= self.ends_at
        return self.takes_attendance and begun

    @transition(
        source=States.DRAFT,
        target=States.ANNOUNCED,
        label=_("Announce the event"),
        primary=True,
        may=rules.is_staff,
        guards=[guards.is_yet_to_come],
    )
    def announce(self, *, by: object) -> None:
        """From now on the event has its public page and takes registrations."""

    @transition(
        source=States.ANNOUNCED,
        target=States.HELD,
        label=_("The event took place"),
        primary=True,
        may=rules.is_staff,
        guards=[guards.has_begun],
    )
    def hold(self, *, by: object) -> None:
        """It counts as held; attendance can still be completed."""

    @transition(
        source=States.HELD,
        target=States.CLOSED,
        label=_("Close the event"),
        primary=True,
        may=rules.is_staff,
        guards=[guards.has_ended, guards.was_checked_each_day],
    )
    def close(self, *, by: object) -> None:
        """The attendance is final: whoever has a place and was never ticked was not there."""

    @transition(
        source=[States.DRAFT, States.ANNOUNCED],
        target=States.CANCELLED,
        label=_("Cancel the event"),
        may=rules.is_staff,
        guards=[guards.nobody_was_there],
        note="must",
    )
    def cancel(self, *, by: object) -> None:
        """Everyone who registered hears of it."""
