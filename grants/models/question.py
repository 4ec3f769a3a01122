"""A question about a call: asked by anybody, answered by staff, to everybody or to the asker alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.guards import question as guards
from grants.notices import question as notices
from grants.querysets.question import CallQuestionQuerySet
from grants.rules import question as rules
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.notices import Mail
from workflows.roles import RoleOn
from workflows.workdays import end_of_working_window

from .call import Call

if TYPE_CHECKING:
    from people.models import User

ANSWERED_WITHIN = 3  # working days; our own habit, so that an answer still helps before the closing


class Topic(models.TextChoices):
    """What a question is about: the chapters of the public page, in their order, and what they do not cover."""

    APPLICANTS = "applicants", pgettext_lazy("topic", "Who may apply")
    MONEY = "money", pgettext_lazy("topic", "Money")
    DATES = "dates", pgettext_lazy("topic", "Sending it in")
    COSTS = "costs", pgettext_lazy("topic", "The project and its costs")
    JUDGING = "judging", pgettext_lazy("topic", "How we choose")
    RESULTS = "results", pgettext_lazy("topic", "Results and appeals")
    DUTIES = "duties", pgettext_lazy("topic", "After the award")
    FORM = "form", pgettext_lazy("topic", "Filling the form in")
    OTHER = "other", pgettext_lazy("topic", "Something else")


class CallQuestion(Lifecycle):
    """One question. `asked_text` is what the asker wrote and only staff read; `wording` is what everybody reads.

    The asker is an account, or somebody with an e-mail and no account. Where they write no answer in one
    of the two languages, readers of that language see the other.
    """

    class States(BaseStates):
        ASKED = "asked", Category.IN_HANDS, pgettext_lazy("question", "asked")
        ANSWERED = "answered", Category.DONE, pgettext_lazy("question", "answered to the asker")
        PUBLISHED = "published", Category.DONE, pgettext_lazy("question", "answered to everybody")
        DECLINED = "declined", Category.REFUSED, pgettext_lazy("question", "left without an answer")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="questions")
    topic = models.CharField(_("about"), max_length=20, choices=Topic)
    asked_text = models.TextField(_("question"), max_length=2000)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=5, default="pl")
    asked_at = models.DateTimeField(_("asked"))
    wording = models.TextField(_("question as everybody reads it"), max_length=2000, blank=True)
    answer = models.TextField(_("answer"), max_length=6000, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    decline_reason = models.TextField(_("why there is no answer"), max_length=2000, blank=True)

    state = StateField(States, default=States.ASKED)
    path = [States.ASKED, States.PUBLISHED]
    owes = {
        States.ASKED: [
            Owes(
                "answer",
                _("Answer a question about the call"),
                who=lambda one: [RoleOn("staff", one.call.programme)],
                due=lambda one: one.answer_due_at,
            )
        ]
    }
    inbox_related = ("call__activity__programme",)

    objects = CallQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about a call")
        verbose_name_plural = _("questions about calls")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asker__isnull=False) | ~Q(email=""), name="question_has_an_asker"
            )
        ]

    def __str__(self) -> str:
        return self.title_line

    @property
    def title_line(self) -> str:
        """The beginning of the question."""
        return Truncator(self.asked_text).chars(80)

    @property
    def answer_due_at(self) -> datetime:
        """Until when it is answered."""
        return end_of_working_window(self.asked_at, days=ANSWERED_WITHIN)

    @property
    def addressee(self) -> Any:
        """Where the answer goes: an account, an address, or nowhere once it was erased."""
        return self.asker or (Mail(self.email, self.language) if self.email else None)

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this question are looked up."""
        return [self, *self.call.role_scopes()]

    def get_absolute_url(self) -> str:
        return reverse("grants:question", args=[self.pk])

    @transition(
        source=[States.ASKED, States.ANSWERED],
        target=States.PUBLISHED,
        label=_("Answer to everybody"),
        primary=True,
        may=rules.may_answer,
        guards=[guards.has_public_words],
        tells=[notices.asker_answered],
    )
    def publish(self, *, by: User, at: datetime, topic: str, words: dict[str, str]) -> None:
        """Question and answer stand on the public page, in the wording of the staff; `words` by column."""
        self.published_at = at
        self._take(topic, words)

    @transition(
        source=States.PUBLISHED,
        target=States.PUBLISHED,
        label=_("Correct the answer"),
        may=rules.may_answer,
        guards=[guards.has_public_words],
        tells=[notices.asker_answered],
    )
    def correct(self, *, by: User, topic: str, words: dict[str, str]) -> None:
        """The public answer is replaced; the history keeps the one before."""
        self._take(topic, words)

    def _take(self, topic: str, words: dict[str, str]) -> None:
        self.topic = topic
        for column in guards.WORDS:
            setattr(self, column, words.get(column, "").strip())

    @transition(
        source=States.ASKED,
        target=States.ANSWERED,
        label=_("Answer to the asker alone"),
        may=rules.may_answer,
        guards=[guards.has_answer],
        tells=[notices.asker_answered],
    )
    def answer_privately(self, *, by: User, answer: str) -> None:
        """The answer goes in a letter and stands nowhere else; it is in the asker's language."""
        setattr(self, f"answer_{'en' if self.language == 'en' else 'pl'}", answer.strip())

    @transition(
        source=States.PUBLISHED,
        target=States.ANSWERED,
        label=_("Take it off the page"),
        may=rules.may_answer,
        note="must",
    )
    def take_down(self, *, by: User) -> None:
        """It no longer stands on the public page."""
        self.published_at = None

    @transition(
        source=States.ASKED,
        target=States.DECLINED,
        label=_("Leave without an answer"),
        may=rules.may_answer,
        tells=[notices.asker_declined],
    )
    def decline(self, *, by: User, reason: str = "") -> None:
        """Spam, or nothing about this call; with a `reason` the asker gets a letter, without one none."""
        self.decline_reason = reason.strip()
