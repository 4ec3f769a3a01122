"""A request about one's data: a copy, a correction, to be forgotten, to wait or to stop (GDPR art. 15–18 and 21)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people import guards, notices, rules
from people.models.person import Person
from people.models.user import User
from workflows import clock
from workflows.lifecycle import Category, Lifecycle, LifecycleQuerySet, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.models import History
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.workdays import end_of_day, last_day_of_months

MONTHS = 1  # from receipt, art. 12(3)
LONGER = 2  # at most so many months more
WAYS = [each for each in History.How.choices if each[0] != History.How.STAND_IN]


class DataRequestQuerySet(LifecycleQuerySet["DataRequest"]):
    def visible_to(self, user: Any) -> Self:
        """Keep one's own; all, for an administrator."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if user.is_active and user.is_superuser:
            return self
        return self.filter(Q(person__user=user))

    def open(self) -> Self:
        """Keep those that wait for an answer."""
        return self.in_state("asked", "longer")

    def ended(self) -> Self:
        """Keep those that wait for nothing."""
        return self.exclude(state__in=("asked", "longer"))

    def with_person(self) -> Self:
        """Fetch the person and their account along."""
        return self.select_related("person__user")


class DataRequest(Lifecycle):
    """What a person asks about their data, answered by an administrator within a month; `due_on` is the last day."""

    class Kind(models.TextChoices):
        COPY = "copy", pgettext_lazy("request about data", "a copy of the data")
        CORRECTION = "correction", pgettext_lazy("request about data", "a correction")
        ERASURE = "erasure", pgettext_lazy("request about data", "to be forgotten")
        RESTRICTION = (
            "restriction",
            pgettext_lazy("request about data", "to keep the data and not use them for now"),
        )
        OBJECTION = "objection", pgettext_lazy("request about data", "to stop using the data")

    class States(BaseStates):
        ASKED = "asked", Category.IN_HANDS, pgettext_lazy("request about data", "waits for an answer")  # fmt: skip
        LONGER = "longer", Category.IN_HANDS, pgettext_lazy("request about data", "takes longer")
        FULFILLED = "fulfilled", Category.DONE, pgettext_lazy("request about data", "done")
        REFUSED = "refused", Category.REFUSED, pgettext_lazy("request about data", "refused")
        WITHDRAWN = "withdrawn", Category.REFUSED, pgettext_lazy("request about data", "taken back")

    state = StateField(States, default=States.ASKED)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="data_requests", verbose_name=_("person")
    )
    kind = models.CharField(_("what you ask for"), max_length=12, choices=Kind.choices)
    words = models.TextField(_("in your words"), max_length=2000, blank=True)
    came = models.CharField(
        _("how it reached us"), max_length=10, choices=WAYS, blank=True, editable=False
    )
    received_at = models.DateTimeField(_("received on"), editable=False)
    due_on = models.DateField(_("to be answered by"), editable=False)
    extension_reason = models.TextField(blank=True, editable=False)
    answer = models.TextField(blank=True, editable=False)

    path = [States.ASKED, States.FULFILLED]
    _answered = Owes(
        "answer",
        _("Answer the request about data"),
        who=lambda r: r.answering(),
        due=lambda r: r.due_at,
    )
    owes = {States.ASKED: [_answered], States.LONGER: [_answered]}
    inbox_related = ["person__user"]
    begun_tells = [notices.request_received, notices.request_asked]
    note_readers = _("The person and the administrators read this.")

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about data")
        verbose_name_plural = _("requests about data")
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        said = {"what": self.get_kind_display(), "name": self.person}
        return gettext("About data: %(what)s · %(name)s") % said

    def get_absolute_url(self) -> str:
        return reverse("people:request", args=[self.pk])

    @property
    def due_at(self) -> datetime:
        """The end of the last day to answer."""
        return end_of_day(self.due_on)

    @property
    def is_late(self) -> bool:
        """Whether it still waits after its last day."""
        return bool(self.owes.get(self.state)) and self.due_at < clock.now()

    @property
    def may_last_until(self) -> date:
        """The last day to which it may be put off: two months more (art. 12(3))."""
        return last_day_of_months(self.received_at, months=MONTHS + LONGER)

    def answering(self) -> list[User]:
        """Who answers: the administrators but the person."""
        admins = User.objects.filter(is_active=True, is_superuser=True).order_by("pk")
        return [each for each in admins if each.pk != self.person.user_id]

    def acted_for(self, entry: Any) -> str:
        """Whose words an administrator took down, where the person has no account."""
        taken_down = entry.move == "begin" and self.came and self.person.user_id is None
        return str(self.person) if taken_down else ""

    def may_comment(self, user: Any) -> bool:
        """Nobody: what is said about a request goes to the person as its answer."""
        return False

    def may_add_file(self, user: Any) -> bool:
        """A scan of what came on paper, or the paper that answered."""
        return rules.answers_request(user, self)

    @transition(
        source=[States.ASKED, States.LONGER],
        target=States.FULFILLED,
        label=_("Say what was done"),
        primary=True,
        may=rules.answers_request & ~rules.is_about_erasure,
        guards=[guards.has_answer],
        tells=[notices.request_fulfilled],
    )
    def fulfil(self, *, by: Any, answer: str) -> None:
        """The person reads what was done."""
        self.answer = answer

    @transition(
        source=[States.ASKED, States.LONGER],
        target=States.FULFILLED,
        label=_("The name is forgotten"),
        may=nobody,
    )
    def end_with_name(self, *, by: Any) -> None:
        """Whatever was asked for, nothing is held any more under the name."""

    @transition(
        source=States.ASKED,
        target=States.LONGER,
        label=_("Put off the answer"),
        may=rules.answers_request,
        guards=[guards.is_within_its_month, guards.is_put_off_rightly, guards.has_reason],
        tells=[notices.request_extended],
    )
    def extend(self, *, by: Any, longer_until: date, reason: str) -> None:
        """Once, by up to two months; the person reads why within the first month."""
        self.due_on, self.extension_reason = longer_until, reason

    @transition(
        source=[States.ASKED, States.LONGER],
        target=States.REFUSED,
        label=_("Refuse with grounds"),
        may=rules.answers_request,
        guards=[guards.has_answer],
        tells=[notices.request_refused],
    )
    def refuse(self, *, by: Any, answer: str) -> None:
        """The person reads why, and where they may complain (art. 12(4))."""
        self.answer = answer

    @transition(
        source=[States.ASKED, States.LONGER],
        target=States.WITHDRAWN,
        label=pgettext_lazy("data request", "Take the request back"),
        may=rules.takes_request_back,
        note="may",
        tells=[notices.request_withdrawn],
    )
    def withdraw(self, *, by: Any) -> None:
        """The person no longer asks."""
