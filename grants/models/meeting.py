"""A meeting of the committee of a call: who was there and when, what was taken up, who left, how it voted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.guards import meeting as guards
from grants.notices import meeting as notices
from grants.querysets.meeting import MeetingQuerySet
from grants.rules import meeting as rules
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.roles import RoleOn

from .application import Application
from .call import Call

if TYPE_CHECKING:
    from people.models import User


class Role(models.TextChoices):
    """As what somebody is on the committee; a secretary keeps the record and has no vote."""

    CHAIR = "chair", pgettext_lazy("role", "chair of the committee")
    DEPUTY = "deputy", pgettext_lazy("role", "deputy chair")
    MEMBER = "member", pgettext_lazy("role", "member of the committee")
    SECRETARY = "secretary", pgettext_lazy("role", "secretary of the committee")


def _keepers(meeting: Meeting) -> list[RoleOn]:
    return [RoleOn("chair", meeting.call), RoleOn("secretary", meeting.call)]


class Meeting(Lifecycle):
    """One meeting. It is kept while it is open; once closed nothing in it changes."""

    class States(BaseStates):
        CALLED = "called", Category.IN_HANDS, pgettext_lazy("meeting", "called")
        OPEN = "open", Category.IN_HANDS, pgettext_lazy("meeting", "open")
        CLOSED = "closed", Category.DONE, pgettext_lazy("meeting", "closed")
        CANCELLED = "cancelled", Category.REFUSED, pgettext_lazy("meeting", "cancelled")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("where"), max_length=200)
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)

    state = StateField(States, default=States.CALLED)
    path = [States.CALLED, States.OPEN, States.CLOSED]
    owes = {
        States.CALLED: [
            Owes("open", _("Open the meeting"), who=_keepers, due=lambda one: one.starts_at)
        ],
        States.OPEN: [Owes("close", _("Vote on what is left and close the meeting"), who=_keepers)],
    }
    begun_tells = (notices.committee_called,)
    locks_first = ("call",)
    inbox_related = ("call__activity__programme",)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of a committee")
        verbose_name_plural = _("meetings of committees")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call"],
                condition=Q(state__in=["called", "open"]),
                name="one_meeting_of_a_call_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title_line

    @property
    def title_line(self) -> str:
        """The meeting by its day."""
        day = date_format(timezone.localtime(self.starts_at), "DATE_FORMAT")
        return str(_("Meeting of the committee, %(day)s") % {"day": day})

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this meeting are looked up."""
        return [self, *self.call.role_scopes()]

    def get_absolute_url(self) -> str:
        return reverse("grants:meeting", args=[self.pk])

    @transition(
        source=States.CALLED,
        target=States.OPEN,
        label=_("Open the meeting"),
        primary=True,
        may=rules.keeps,
        guards=[guards.call_is_in_assessment],
    )
    def open_meeting(self, *, by: User, at: datetime) -> None:
        """From here on people come and go, items are taken up and voted on."""
        self.opened_at = at

    @transition(
        source=States.OPEN,
        target=States.CLOSED,
        label=_("Close the meeting"),
        primary=True,
        may=rules.keeps,
        guards=[guards.somebody_came, guards.no_item_is_open],
    )
    def close_meeting(self, *, by: User, at: datetime) -> None:
        """Everybody goes; what was recorded stays as it is."""
        self.closed_at = at

    @transition(
        source=[States.CALLED, States.OPEN],
        target=States.CANCELLED,
        label=_("Cancel the meeting"),
        may=rules.keeps,
        guards=[guards.nothing_was_voted],
        tells=[notices.committee_cancelled],
        note="must",
    )
    def cancel(self, *, by: User) -> None:
        """It does not take place; another one may be called."""


class Presence(models.Model):
    """Somebody's time at a meeting, from when to when; who comes back has another row."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("on the committee as"), max_length=20, choices=Role)
    joined_at = models.DateTimeField(_("came"))
    left_at = models.DateTimeField(_("left"), null=True)

    class Meta:
        verbose_name = _("presence at a meeting")
        verbose_name_plural = _("presences at meetings")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(left_at__isnull=True),
                name="present_once_at_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at")),
                name="presence_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class MeetingItem(models.Model):
    """One item: an application, or (without one) the rest of the list in one act.

    `results` is what was voted on: by the application's key, its place, outcome and grant at that instant.
    An item that ended without votes was put aside.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, related_name="meeting_items"
    )
    results = models.JSONField(default=dict)
    begun_at = models.DateTimeField(_("taken up"))
    ended_at = models.DateTimeField(_("voted on"), null=True)
    presided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True)
    votes_abstained = models.PositiveSmallIntegerField(_("abstained"), null=True)

    class Meta:
        verbose_name = _("item of a meeting")
        verbose_name_plural = _("items of meetings")
        ordering = ["begun_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(ended_at__isnull=True),
                name="one_item_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(votes_for__isnull=True)
                | Q(ended_at__isnull=False, presided_by__isnull=False),
                name="item_voted_on_has_an_end_and_a_chair",
            ),
        ]

    def __str__(self) -> str:
        return self.application.number if self.application else str(_("The rest of the list"))

    @property
    def was_voted(self) -> bool:
        """Whether votes were counted."""
        return self.votes_for is not None

    @property
    def was_carried(self) -> bool:
        """Whether more voted for than against."""
        return (self.votes_for or 0) > (self.votes_against or 0)


class Recusal(models.Model):
    """Somebody who left for one item because they are tied to the applicant, and did not vote on it."""

    item = models.ForeignKey(MeetingItem, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("why"), max_length=500)
    left_at = models.DateTimeField(_("left"))
    back_at = models.DateTimeField(_("came back"), null=True)

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        ordering = ["left_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "person"], name="recused_once_for_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.reason}"
