"""A milestone of a pair's plan: what shall be reached until when, and what shows that it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring import guards, notices, rules
from mentoring.querysets import OfPairingQuerySet
from mentoring.signals import Kind, Signal
from workflows import clock
from workflows.lifecycle import Category, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.workdays import day_in_warsaw, end_of_day, end_of_window

from .of_a_pair import OfAPair
from .pairing import Pairing, Step
from .plan_template import MilestoneTemplate

READ_WITHIN = 7  # days


class Milestone(OfAPair):
    """The mentee works on it and submits it; only the pair's mentor approves it."""

    class States(BaseStates):
        PLANNED = "planned", Category.DRAFT, pgettext_lazy("milestone", "planned")
        IN_PROGRESS = "in_progress", Category.IN_HANDS, pgettext_lazy("milestone", "in progress")
        SUBMITTED = "submitted", Category.IN_HANDS, pgettext_lazy("milestone", "submitted")
        RETURNED = "returned", Category.RETURNED, pgettext_lazy("milestone", "returned")
        APPROVED = "approved", Category.DONE, pgettext_lazy("milestone", "approved")
        DROPPED = "dropped", Category.REFUSED, pgettext_lazy("milestone", "dropped")

    state = StateField(States, default=States.PLANNED)
    pairing = models.ForeignKey(
        Pairing, on_delete=models.PROTECT, related_name="milestones", verbose_name=_("pair")
    )
    position = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(_("what shall be reached"), max_length=160)
    shown_by = models.CharField(_("what shows that it is done"), max_length=400)
    due_on = models.DateField(_("until"))
    required = models.BooleanField(_("needed to complete the pair"), default=True)
    template = models.ForeignKey(
        MilestoneTemplate,
        models.SET_NULL,
        null=True,
        related_name="milestones",
        editable=False,
    )
    evidence = models.TextField(_("what was done"), max_length=4000, blank=True)
    links = models.TextField(_("links"), max_length=4000, blank=True)
    submitted_at = models.DateTimeField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    returned_count = models.PositiveSmallIntegerField(default=0, editable=False)
    returned_reason = models.TextField(blank=True, editable=False)

    path = [States.PLANNED, States.IN_PROGRESS, States.SUBMITTED, States.APPROVED]
    owes = {
        States.PLANNED: [
            Owes(
                "start",
                _("Start this milestone"),
                who=lambda m: m.mentee_if_next(),
                due=lambda m: m.due_at,
            )
        ],
        States.IN_PROGRESS: [
            Owes(
                "submit",
                _("Finish and submit this milestone"),
                who=lambda m: m.mentee_if_active(),
                due=lambda m: m.due_at,
            )
        ],
        States.SUBMITTED: [
            Owes(
                "approve",
                _("Approve this milestone, or return it with a reason"),
                who=lambda m: m.pairing.whoever_answers_as_mentor() if m.pairing.works else [],
                due=lambda m: end_of_window(m.submitted_at, days=READ_WITHIN),
            )
        ],
        States.RETURNED: [
            Owes(
                "submit",
                _("Correct this milestone and submit it again"),
                who=lambda m: m.mentee_if_active(),
                due=lambda m: m.due_at,
            )
        ],
    }

    MOST_LINKS = 12

    note_readers = comment_readers = rules.READ_IN_PAIR
    objects = OfPairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def title_line(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("mentoring:milestone", args=[self.pk])

    @property
    def due_at(self) -> datetime:
        """The last minute of its last day."""
        return end_of_day(self.due_on)

    @property
    def is_open(self) -> bool:
        return self.state not in (self.States.APPROVED, self.States.DROPPED)

    @property
    def can_be_worked_on(self) -> bool:
        """Whether plan and evidence may still change: not while the mentor reads, not after approval."""
        return self.is_open and self.state != self.States.SUBMITTED

    @property
    def is_asked_of_all(self) -> bool:
        """Whether the edition asks it of every pair: then the pair neither drops it nor does without."""
        return self.template is not None and self.template.required

    @property
    def is_late(self) -> bool:
        """Whether its day is over and somebody could still do it: in a pause and after the end no day runs."""
        late = self.can_be_worked_on and self.due_on < clock.today()
        return late and self.pairing.works

    def mentee_if_active(self) -> list[Any]:
        """Whose move it is while the pair works."""
        return self.pairing.mentee.answering() if self.pairing.works else []

    def mentee_if_next(self) -> list[Any]:
        """A planned milestone is somebody's move only once all before it are behind."""
        earlier = self.pairing.milestones.filter(position__lt=self.position)
        blocked = earlier.exclude(state__in=(self.States.APPROVED, self.States.DROPPED)).exists()
        return [] if blocked else self.mentee_if_active()

    def may_add_file(self, user: Any) -> bool:
        """Evidence is the mentee's, while the milestone is being worked on."""
        return self.can_be_worked_on and rules.is_on_mentees_side(user, self)

    def as_step(self, pairing: Pairing) -> Step:
        """This milestone as the next step of its pair."""
        if self.state == self.States.SUBMITTED and self.submitted_at:
            due_on = day_in_warsaw(end_of_window(self.submitted_at, days=READ_WITHIN))
            says = gettext("Read and approve: %(title)s") % {"title": self.title}
            return Step(says, pairing.mentor, due_on, self.get_absolute_url())
        if self.state == self.States.RETURNED:
            says = gettext("Correct and submit again: %(title)s")
        elif self.state == self.States.PLANNED:
            says = gettext("Start: %(title)s")
        else:
            says = gettext("Finish and submit: %(title)s")
        says = says % {"title": self.title}
        return Step(says, pairing.mentee, self.due_on, self.get_absolute_url())

    def signals(self) -> list[Signal]:
        """Why staff should look at it."""
        found = []
        if self.is_late:
            says = gettext("Late milestone: %(title)s.") % {"title": self.title}
            found.append(Signal(Kind.LATE, says))
        if self.returned_count > 1 and self.is_open:
            says = gettext("Returned %(count)d times: %(title)s.") % {
                "count": self.returned_count,
                "title": self.title,
            }
            found.append(Signal(Kind.RETURNED, says))
        return found

    @transition(
        source=States.PLANNED,
        target=States.IN_PROGRESS,
        label=_("Start work"),
        primary=True,
        may=rules.is_on_mentees_side,
        guards=[guards.pair_is_active],
        undo=[guards.pair_is_active],
    )
    def start(self, *, by: object) -> None:
        """The mentee takes it up."""

    @transition(
        source=[States.IN_PROGRESS, States.RETURNED],
        target=States.SUBMITTED,
        label=_("Submit to the mentor"),
        primary=True,
        may=rules.is_on_mentees_side,
        guards=[guards.pair_is_active, guards.has_evidence],
        tells=[notices.milestone_submitted],
    )
    def submit(self, *, by: object, at: datetime) -> None:
        """What shows that it is done is frozen until the mentor answers."""
        self.submitted_at = at

    @transition(
        source=States.SUBMITTED,
        target=States.APPROVED,
        label=_("Approve the milestone"),
        primary=True,
        note="may",
        may=rules.approves_milestones,
        guards=[guards.pair_is_active],
        tells=[notices.milestone_approved],
        undo=[guards.pair_is_active, guards.nothing_is_begun_after],
    )
    def approve(self, *, by: object, at: datetime) -> None:
        """It is reached."""
        self.approved_at, self.returned_reason = at, ""

    @transition(
        source=States.SUBMITTED,
        target=States.RETURNED,
        label=_("Return with a reason"),
        note="must",
        may=rules.approves_milestones,
        guards=[guards.pair_is_active],
        tells=[notices.milestone_returned],
        undo=[guards.pair_is_active],
    )
    def send_back(self, *, by: object, note: str) -> None:
        """The mentee learns what is missing."""
        self.returned_count += 1
        self.returned_reason = note

    @transition(
        source=[States.PLANNED, States.IN_PROGRESS, States.RETURNED],
        target=States.DROPPED,
        label=_("Drop from the plan"),
        note="must",
        may=rules.is_on_mentors_side | rules.excuses_from_milestone,
        guards=[guards.pair_goes_on, guards.may_be_dropped],
        tells=[notices.milestone_dropped],
    )
    def drop(self, *, by: object) -> None:
        """The plan goes another way."""
