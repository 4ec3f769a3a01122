"""How coordinators look after a pair: what a signal made them do, and what a mentee asks in confidence.

Neither is ever seen by the mentor, even one who works for the programme as well: the rules say who reads, the turns
go to nobody else, and of a confidential request no letter and no list of the programme bears a trace.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring import guards, notices, rules
from mentoring.querysets import OPEN_REQUEST, FollowupQuerySet, MentorRequestQuerySet
from mentoring.signals import Kind
from people.models import User
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.workdays import end_of_day, end_of_window

from .pairing import Pairing

ANSWER_WITHIN = 7  # days


class Followup(Lifecycle):
    """What somebody of the team does about a pair until a day, and what came of it."""

    class Outcome(models.TextChoices):
        BETTER = "better", pgettext_lazy("outcome", "the pair is back on its way")
        WATCH = "watch", pgettext_lazy("outcome", "we keep an eye on it")
        PAUSED = "paused", pgettext_lazy("outcome", "the pair pauses")
        REMATCH = "rematch", pgettext_lazy("outcome", "another mentor")
        ENDED = "ended", pgettext_lazy("outcome", "the pair ended")
        NOTHING = "nothing", pgettext_lazy("outcome", "nothing was needed")

    class States(BaseStates):
        OPEN = "open", Category.IN_HANDS, pgettext_lazy("to-do", "to do")
        CLOSED = "closed", Category.DONE, pgettext_lazy("to-do", "closed")

    state = StateField(States, default=States.OPEN)
    pairing = models.ForeignKey(
        Pairing, on_delete=models.PROTECT, related_name="followups", verbose_name=_("pair")
    )
    kind = models.CharField(_("signal"), max_length=12, choices=Kind.choices)
    signal = models.CharField(max_length=300, blank=True, editable=False)
    what = models.CharField(_("what is to be done"), max_length=300)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="followups",
        verbose_name=_("who does it"),
    )
    due_on = models.DateField(_("until"))
    done = models.TextField(_("what was done"), max_length=2000, blank=True, editable=False)
    outcome = models.CharField(
        _("what came of it"), max_length=10, choices=Outcome.choices, blank=True, editable=False
    )

    path = [States.OPEN, States.CLOSED]
    owes = {
        States.OPEN: [
            Owes(
                "close",
                _("Do it and say what came of it"),
                who=lambda f: [f.assigned_to],
                due=lambda f: end_of_day(f.due_on),
            )
        ],
    }
    begun_tells = [notices.followup_given]
    comment_readers = _("Only the programme's coordinators read this. The pair never does.")
    inbox_related = [
        "pairing__mentor__person",
        "pairing__mentee__person",
        "pairing__edition__activity__programme",
        "assigned_to",
    ]

    objects = FollowupQuerySet.as_manager()

    class Meta:
        verbose_name = _("to-do about a pair")
        verbose_name_plural = _("to-dos about pairs")
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return f"{self.what} · {self.pairing}"

    def role_scopes(self) -> list[models.Model]:
        """Itself alone, for the same reason as a confidential request."""
        return [self]

    def may_read_internal(self, user: Any) -> bool:
        return rules.cares(user, self)

    def get_absolute_url(self) -> str:
        return reverse("mentoring:followup", args=[self.pk])

    @transition(
        source=States.OPEN,
        target=States.CLOSED,
        label=_("Close with an outcome"),
        primary=True,
        may=rules.cares,
    )
    def close(self, *, by: object, done: str, outcome: str) -> None:
        """What was done and what came of it stay on record."""
        self.done, self.outcome = done, outcome


class MentorRequest(Lifecycle):
    """A mentee asks, in confidence, for another mentor; coordinators speak with both before anything changes."""

    class States(BaseStates):
        ASKED = "asked", Category.IN_HANDS, pgettext_lazy("request", "waits for a talk")
        HEARD = "heard", Category.IN_HANDS, pgettext_lazy("request", "talked with the mentee")
        SPOKEN = "spoken", Category.IN_HANDS, pgettext_lazy("request", "talked with both")
        STAYS = "stays", Category.DONE, pgettext_lazy("request", "the pair stays")
        REMATCHED = "rematched", Category.DONE, pgettext_lazy("request", "another mentor is found")
        WITHDRAWN = "withdrawn", Category.REFUSED, pgettext_lazy("request", "withdrawn")
        LAPSED = "lapsed", Category.REFUSED, pgettext_lazy("request", "the pair is over")

    state = StateField(States, default=States.ASKED)
    pairing = models.ForeignKey(
        Pairing, on_delete=models.PROTECT, related_name="requests", verbose_name=_("pair")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    asked_at = models.DateTimeField(editable=False)
    text = models.TextField(_("what makes you ask"), max_length=3000)
    told = models.JSONField(default=list, editable=False)

    path = [States.ASKED, States.HEARD, States.SPOKEN, States.REMATCHED]
    owes = {
        States.ASKED: [
            Owes(
                "hear",
                _("Talk with the mentee"),
                who=lambda r: r.confidants(),
                due=lambda r: r.answer_by,
            )
        ],
        States.HEARD: [
            Owes("speak", _("Talk with the other side too"), who=lambda r: r.confidants())
        ],
        States.SPOKEN: [
            Owes("stay", _("Say how it goes on with this pair"), who=lambda r: r.confidants())
        ],
    }
    begun_tells = [notices.request_made, notices.request_received]
    locks_first = ["pairing"]
    note_readers = comment_readers = _(
        "The mentee and the programme's coordinators read this. The mentor never does."
    )
    inbox_related = ["pairing__edition__activity__programme"]

    objects = MentorRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("confidential request")
        verbose_name_plural = _("confidential requests")
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["pairing"],
                name="one_open_request_per_pair",
                condition=Q(state__in=OPEN_REQUEST),
            )
        ]

    def __str__(self) -> str:
        """No name and no pair: the title stands in inboxes."""
        return gettext("Confidential request")

    def role_scopes(self) -> list[models.Model]:
        """Itself alone: nothing that is gathered by programme or edition, such as letters and late moves, shows it."""
        return [self]

    def get_absolute_url(self) -> str:
        return reverse("mentoring:request", args=[self.pk])

    @property
    def answer_by(self) -> datetime:
        return end_of_window(self.asked_at, days=ANSWER_WITHIN)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REQUEST

    def confidants(self) -> list[Any]:
        """The accounts that were told and still may hear of it.

        By name and never by role: the mentor may be given that role tomorrow.
        """
        told = User.objects.filter(pk__in=self.told).order_by("pk")
        return [each for each in told if rules.hears_requests(each, self)]

    def may_read_internal(self, user: Any) -> bool:
        return rules.hears_requests(user, self)

    def may_comment(self, user: Any) -> bool:
        """The mentee and the coordinators go on talking here."""
        return self.is_open and rules.can_view_request(user, self)

    def may_add_file(self, user: Any) -> bool:
        return False

    @transition(
        source=States.ASKED,
        target=States.HEARD,
        label=_("I have talked with the mentee"),
        primary=True,
        note="may",
        may=rules.hears_requests,
    )
    def hear(self, *, by: object) -> None:
        """The mentor still knows nothing."""

    @transition(
        source=States.HEARD,
        target=States.SPOKEN,
        label=_("I have talked with both"),
        primary=True,
        note="may",
        may=rules.hears_requests,
    )
    def speak(self, *, by: object) -> None:
        """From now on it can be decided."""

    @transition(
        source=States.SPOKEN,
        target=States.STAYS,
        label=_("The pair stays together"),
        note="must",
        may=rules.hears_requests,
        tells=[notices.request_stays],
    )
    def stay(self, *, by: object) -> None:
        """They agreed on how to go on."""

    @transition(
        source=States.SPOKEN,
        target=States.REMATCHED,
        label=_("End the pair and look for another mentor"),
        may=rules.hears_requests,
        guards=[guards.pair_goes_on],
    )
    def rematch(self, *, by: object, reason: str) -> None:
        """The pair ends, with words that both read; the mentee stands among those who wait for a mentor."""

    @transition(
        source=[States.ASKED, States.HEARD, States.SPOKEN],
        target=States.WITHDRAWN,
        label=_("Withdraw the request"),
        note="may",
        may=rules.asked_for_another,
    )
    def withdraw(self, *, by: object) -> None:
        """The mentee goes on with the pair as it is."""

    @transition(
        source=[States.ASKED, States.HEARD, States.SPOKEN],
        target=States.LAPSED,
        label=_("The pair is over"),
        may=nobody,
    )
    def lapse(self, *, by: object) -> None:
        """The pair ended or completed meanwhile."""
