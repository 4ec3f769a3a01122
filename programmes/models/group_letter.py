"""A letter to a group: written once, sent to each of the people with their own name and link in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes import guards, rules
from programmes.querysets import GroupLetterQuerySet
from programmes.registries.audiences import Audience, audiences
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.models import History
from workflows.moves import transition
from workflows.roles import RoleOn

from .programme import Programme

#: What may be named in a letter to a group; each is filled in for each of the people.
PLACES = ("name", "title", "programme", "sender", "link", "site")


class GroupLetter(Lifecycle):
    """`keys` are the rows of an audience that the letter is about, fixed when it was begun.

    `left_out` are after the sending the keys of the accounts that got none, since they may no longer open what it is
    about; never names, which would outlive the people who are forgotten.
    """

    class States(BaseStates):
        DRAFT = "draft", Category.DRAFT, pgettext_lazy("group letter", "being written")
        SENT = "sent", Category.DONE, pgettext_lazy("group letter", "sent")
        DROPPED = "dropped", Category.REFUSED, pgettext_lazy("group letter", "dropped")

    state = StateField(States, default=States.DRAFT)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="group_letters", verbose_name=_("programme")
    )
    audience = models.CharField(max_length=60, editable=False)
    keys = models.JSONField(default=list, editable=False)
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("words"), max_length=10_000)
    sent_at = models.DateTimeField(null=True, editable=False)
    left_out = models.JSONField(default=list, editable=False)

    objects = GroupLetterQuerySet.as_manager()

    by_roles_alone = True
    path = [States.DRAFT, States.SENT]
    owes = {
        States.DRAFT: [
            Owes(
                "send", _("Send the letter to the group, or drop it"), who=lambda one: one.run_by()
            )
        ]
    }

    class Meta:
        verbose_name = _("letter to a group")
        verbose_name_plural = _("letters to groups")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title_line

    @property
    def title_line(self) -> str:
        """Its subject."""
        return str(self.subject)

    def get_absolute_url(self) -> str:
        """Where it is looked at, sent, and followed."""
        return reverse("programmes:letter", args=[self.pk])

    def role_scopes(self) -> list[models.Model]:
        """Whoever holds a role on the programme holds it here."""
        return [self.programme]

    def run_by(self) -> list[RoleOn]:
        """Whose move it is while it is written."""
        return self.programme.run_by()

    def may_add_file(self, user: Any) -> bool:
        """Nothing goes with it: a file stands where everybody it concerns may open it."""
        return False

    @property
    def group(self) -> Audience:
        """Who the people are."""
        return audiences[self.audience]

    @cached_property
    def rows(self) -> list[Any]:
        """What the letter is about, one row after another."""
        return list(self.group.rows(self.keys))

    def sending(self) -> models.QuerySet[History]:
        """The entry in its history by which it was sent; none before."""
        return History.objects.of(self).filter(move="send")

    @transition(
        source=States.DRAFT,
        target=States.SENT,
        label=_("Send the letter"),
        primary=True,
        may=rules.runs_programme,
        guards=[guards.has_addressees],
    )
    def send(self, *, by: object, at: datetime) -> None:
        """Everybody gets it, in portions that no mail server takes for spam."""
        self.sent_at = at

    @transition(
        source=States.DRAFT,
        target=States.DROPPED,
        label=_("Drop it"),
        may=rules.runs_programme,
    )
    def drop(self, *, by: object) -> None:
        """Nobody gets it."""
