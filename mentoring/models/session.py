"""A meeting of a pair, written down by one side and confirmed by the other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.models.work import span_of
from mentoring import guards, notices, rules
from mentoring.querysets import SessionLogQuerySet
from workflows.lifecycle import Category, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.workdays import end_of_window

from .enrolment import Way
from .of_a_pair import OfAPair
from .pairing import Pairing


class SessionLog(OfAPair):
    """Both sides stand by it once it is confirmed; from then on its minutes count as hours worked."""

    class States(BaseStates):
        SUBMITTED = (
            "submitted",
            Category.IN_HANDS,
            pgettext_lazy("session log", "waits for the other side"),
        )
        QUESTIONED = "questioned", Category.RETURNED, pgettext_lazy("session log", "questioned")
        CONFIRMED = "confirmed", Category.DONE, pgettext_lazy("session log", "confirmed")
        WITHDRAWN = "withdrawn", Category.REFUSED, pgettext_lazy("session log", "withdrawn")

    state = StateField(States, default=States.SUBMITTED)
    pairing = models.ForeignKey(
        Pairing, on_delete=models.PROTECT, related_name="session_logs", verbose_name=_("pair")
    )
    held_on = models.DateField(_("day"))
    # meetings written down before the hour was asked about have none
    begins = models.TimeField(_("from what hour"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    form = models.CharField(
        _("how you met"), max_length=12, choices=Way.choices, default=Way.ONLINE
    )
    done = models.TextField(_("what you did"), max_length=3000)
    next_steps = models.TextField(_("what comes next"), max_length=1500, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="session_logs",
        editable=False,
    )
    written_at = models.DateTimeField(editable=False)

    path = [States.SUBMITTED, States.CONFIRMED]
    owes = {
        States.SUBMITTED: [
            Owes(
                "confirm",
                _("Confirm this meeting, or say what is wrong"),
                who=lambda g: g.other_side(),
                due=lambda g: g.confirms_itself_at,
            )
        ],
        States.QUESTIONED: [
            Owes("answer", _("Correct this meeting, or withdraw it"), who=lambda g: [g.written_by])
        ],
    }
    begun_tells = [notices.log_written]

    note_readers = comment_readers = rules.READ_IN_PAIR
    objects = SessionLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of a pair")
        verbose_name_plural = _("meetings of pairs")
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return f"{date_format(self.held_on)} · {self.pairing}"

    @property
    def title_line(self) -> str:
        return str(self)

    def get_absolute_url(self) -> str:
        return reverse("mentoring:log", args=[self.pk])

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From when to when, in local time; None where the hour is not known."""
        return span_of(self.held_on, self.begins, self.minutes)

    @property
    def confirms_itself_at(self) -> datetime:
        """When it counts as confirmed if the other side says nothing."""
        days = self.pairing.edition.confirm_after_days
        return end_of_window(self.written_at, days=days)

    def other_side(self) -> list[Any]:
        """The account of the side that did not write; nobody when that side never logs in. The mentor's deputy with them."""
        mentor, mentee = self.pairing.mentor.person.user, self.pairing.mentee.person.user
        asked = [user for user in (mentor, mentee) if user and user.pk != self.written_by_id]
        deputy = self.pairing.deputy
        if deputy and mentor in asked and deputy.user_id != self.written_by_id:
            asked.append(deputy.user)
        return asked

    def acted_for(self, entry: Any) -> str:
        """The mentor's deputy confirms or questions what the mentee wrote."""
        deputised = entry.move in ("confirm", "question") and entry.by_id not in (
            self.pairing.mentor.person.user_id,
            self.pairing.mentee.person.user_id,
        )
        side = "mentor" if deputised else ""
        return self.pairing.for_whom(entry.move, entry.by_id, entry.at, side)

    @transition(
        source=States.SUBMITTED,
        target=States.CONFIRMED,
        label=_("Yes, that is how it was"),
        primary=True,
        may=rules.answers_log,
    )
    def confirm(self, *, by: object) -> None:
        """Both sides stand by it."""

    @transition(
        source=States.SUBMITTED, target=States.CONFIRMED, label=_("Counts as confirmed"), may=nobody
    )
    def confirm_by_itself(self, *, by: object) -> None:
        """The other side said nothing in the time the edition gives."""

    @transition(
        source=States.SUBMITTED,
        target=States.QUESTIONED,
        label=_("Something is wrong"),
        note="must",
        may=rules.answers_log,
        tells=[notices.log_questioned],
        undo=[guards.pair_is_active],
    )
    def question(self, *, by: object) -> None:
        """Whoever wrote it corrects it."""

    @transition(
        source=States.QUESTIONED,
        target=States.SUBMITTED,
        label=_("Send it again"),
        primary=True,
        may=rules.is_writer & rules.works_in_pair,
        tells=[notices.log_written],
    )
    def answer(self, *, by: object, at: datetime) -> None:
        """The other side is asked once more."""
        self.written_at = at

    @transition(
        source=[States.SUBMITTED, States.QUESTIONED],
        target=States.WITHDRAWN,
        label=_("Withdraw"),
        note="may",
        may=rules.is_writer & rules.works_in_pair,
    )
    def withdraw(self, *, by: object) -> None:
        """It was written down by mistake; it counts nowhere."""


class SessionNote(models.Model):
    """A private note on a meeting. Only its author ever sees it."""

    log = models.ForeignKey(SessionLog, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="session_notes"
    )
    text = models.TextField(_("private note"), max_length=3000)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        constraints = [
            models.UniqueConstraint(
                fields=["log", "author"], name="one_note_per_author_and_meeting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.author}, {self.log}"
