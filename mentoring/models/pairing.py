"""A pair: a mentor and a mentee who agreed to work together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring import guards, notices, rules
from mentoring.querysets import PairingQuerySet
from workflows import clock
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import Move, transition
from workflows.workdays import day_in_warsaw, end_of_window

from .cared import Cared
from .certificate import Certificate
from .edition import Edition, Topic
from .enrolment import Enrolment
from .plan import Plan
from .sided import Sided

if TYPE_CHECKING:
    from mentoring.querysets import (
        FollowupQuerySet,
        InquiryQuerySet,
        MentorRequestQuerySet,
        OfPairingQuerySet,
        PairAgreementQuerySet,
        PlannedMeetingQuerySet,
        SessionLogQuerySet,
    )
    from programmes.models import Programme

ANSWER_WITHIN = 14  # days


@dataclass(frozen=True)
class Step:
    """The next step of a pair: what, whose, until when, where."""

    says: str
    whose: Enrolment | None
    due_on: date | None
    url: str

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()


class Pairing(Sided, Cared, Plan, Lifecycle):
    """Staff propose, the mentor answers, then the mentee; from then on the pair works along its plan."""

    class States(BaseStates):
        PROPOSED = "proposed", Category.IN_HANDS, pgettext_lazy("pairing", "proposed")
        ACCEPTED_BY_MENTOR = (
            "accepted_by_mentor",
            Category.IN_HANDS,
            pgettext_lazy("pairing", "mentor agreed"),
        )
        ACTIVE = "active", Category.IN_HANDS, pgettext_lazy("pairing", "working together")
        PAUSED = "paused", Category.PAUSED, pgettext_lazy("pairing", "paused")
        COMPLETED = "completed", Category.DONE, pgettext_lazy("pairing", "completed")
        TERMINATED = "terminated", Category.REFUSED, pgettext_lazy("pairing", "ended early")
        # one word for all who go on with somebody else: it must not tell which of the two asked for it
        REMATCHED = "rematched", Category.PAUSED, pgettext_lazy("pairing", "matched anew")
        DECLINED = "declined", Category.REFUSED, pgettext_lazy("pairing", "declined")

    state = StateField(States, default=States.PROPOSED)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="pairings", verbose_name=_("edition")
    )
    mentor = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        related_name="pairings_as_mentor",
        verbose_name=_("mentor"),
    )
    mentee = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        related_name="pairings_as_mentee",
        verbose_name=_("mentee"),
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    proposed_at = models.DateTimeField(editable=False)
    mentor_accepted_at = models.DateTimeField(null=True, editable=False)
    started_on = models.DateField(_("working together since"), null=True, editable=False)
    paused_on = models.DateField(_("paused since"), null=True, editable=False)
    resumed_on = models.DateField(_("taken up again on"), null=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, editable=False)

    path = [States.PROPOSED, States.ACCEPTED_BY_MENTOR, States.ACTIVE, States.COMPLETED]
    owes = {
        States.PROPOSED: [
            Owes(
                "accept_as_mentor",
                _("Say whether you take this mentee"),
                who=lambda p: p.mentor.answering(),
                due=lambda p: end_of_window(p.proposed_at, days=ANSWER_WITHIN),
            )
        ],
        States.ACCEPTED_BY_MENTOR: [
            Owes(
                "accept_as_mentee",
                _("Say whether you want to work with this mentor"),
                who=lambda p: p.mentee.answering(),
                due=lambda p: end_of_window(p.mentor_accepted_at, days=ANSWER_WITHIN),
            )
        ],
        States.ACTIVE: [
            Owes(
                "complete",
                _("Lead the pair to its goal"),
                who=lambda p: p.mentor.answering(),
                due=lambda p: p.edition.last_instant,
            )
        ],
        States.PAUSED: [
            Owes(
                "resume",
                _("Take up the work again, or end the pair"),
                who=lambda p: p.mentor.answering(),
            )
        ],
    }
    begun_tells = [notices.pairing_proposed]
    locks_first = ["mentor", "mentee"]
    note_readers = comment_readers = rules.READ_IN_PAIR
    inbox_related = ["mentor__person", "mentee__person", "edition__activity__programme"]

    objects = PairingQuerySet.as_manager()
    milestones: OfPairingQuerySet
    meetings: PlannedMeetingQuerySet
    session_logs: SessionLogQuerySet
    agreements: PairAgreementQuerySet
    followups: FollowupQuerySet
    inquiries: InquiryQuerySet
    requests: MentorRequestQuerySet

    class Meta:
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["mentee"],
                name="one_open_pair_per_mentee",
                condition=Q(state__in=["proposed", "accepted_by_mentor", "active", "paused"]),
            ),
            models.CheckConstraint(
                name="nobody_mentors_themselves", condition=~Q(mentor=models.F("mentee"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor.person} · {self.mentee.person}"

    @property
    def title_line(self) -> str:
        return str(self)

    @property
    def programme(self) -> Programme:
        return self.edition.programme

    def role_scopes(self) -> list[models.Model]:
        return [self, *self.edition.role_scopes()]

    def parties(self) -> list[models.Model]:
        """The two persons, for the conflict gate."""
        return [self.mentor.person, self.mentee.person]

    def get_absolute_url(self) -> str:
        return reverse("mentoring:pairing", args=[self.pk])

    @property
    def works(self) -> bool:
        return self.state == self.States.ACTIVE

    @property
    def is_proposed(self) -> bool:
        """Whether one of the two has still to answer."""
        return self.state in (self.States.PROPOSED, self.States.ACCEPTED_BY_MENTOR)

    def topics_in_common(self) -> models.QuerySet[Topic]:
        """What the mentee wants to learn and the mentor can help with."""
        named_by_mentee = self.edition.topics.filter(enrolments=self.mentee)
        return named_by_mentee.filter(enrolments=self.mentor)

    @property
    def goes_on(self) -> bool:
        """Whether it works or rests; neither before it began nor after it ended."""
        return self.state in (self.States.ACTIVE, self.States.PAUSED)

    def may_comment(self, user: Any) -> bool:
        """Both sides and whoever runs the programme, whether or not they made a move yet."""
        return rules.writes_to_pair(user, self)

    def may_add_file(self, user: Any) -> bool:
        """Files come with messages, from whoever writes to the pair."""
        return self.goes_on and rules.writes_to_pair(user, self)

    def missing(self) -> list[str]:
        """What the rules of completion still ask for."""
        return guards.has_nothing_missing.sentences(self, {})

    def who_reads_note(self, move: Move) -> Any:
        """Before the mentor agreed, the mentee knows of nothing; before anything was answered, nobody but the mentor."""
        if self.state != self.States.PROPOSED:
            return self.note_readers
        if move.name == "decline":
            return gettext("Only you and the programme's coordinators read this.")
        return gettext("The mentor and the programme's coordinators read this.")

    def certificates(self) -> list[Certificate]:
        """Both sides' certificates once the pair is completed."""
        if self.state != self.States.COMPLETED:
            return []
        return [Certificate(self, role) for role in Enrolment.Role.values]

    @cached_property
    def visits_attended(self) -> int:
        """At how many study visits of its edition the mentee was; the pair's own page fetches it along."""
        return self.edition.visits_attended_by(self.mentee.person_id)

    def confirmed_minutes(self) -> int:
        """Minutes of the meetings both sides stand by; reads prefetched meetings."""
        return sum(log.minutes for log in self.session_logs.all() if log.state == "confirmed")

    def last_session_on(self) -> date | None:
        """The day of the latest written meeting; reads prefetched meetings."""
        return max((log.held_on for log in self.session_logs.all()), default=None)

    @property
    def days_paused(self) -> int:
        """How long the last pause has lasted, or did."""
        if self.paused_on is None:
            return 0
        return ((self.resumed_on or clock.today()) - self.paused_on).days

    def next_step(self) -> Step | None:
        """The next step on the way to the goal; reads prefetched milestones."""
        if self.state == self.States.PROPOSED:
            return self._answer(self.mentor, self.proposed_at)
        if self.state == self.States.ACCEPTED_BY_MENTOR and self.mentor_accepted_at:
            return self._answer(self.mentee, self.mentor_accepted_at)
        if not self.works:
            return None
        ahead = [each for each in self.milestones.all() if each.is_open]
        if ahead:
            return ahead[0].as_step(self)
        if not any(each.state == "approved" for each in self.milestones.all()):
            plan = f"{self.get_absolute_url()}#plan"
            return Step(gettext("Plan the first milestones"), self.mentee, None, plan)
        complete = reverse("mentoring:pairing-move", args=[self.pk, "complete"])
        return Step(gettext("Complete the pair"), self.mentor, self.edition.ends_on, complete)

    def _answer(self, whose: Enrolment, asked_at: datetime) -> Step:
        due_on = day_in_warsaw(end_of_window(asked_at, days=ANSWER_WITHIN))
        return Step(gettext("Answer the proposal"), whose, due_on, self.get_absolute_url())

    @transition(
        source=States.PROPOSED,
        target=States.ACCEPTED_BY_MENTOR,
        label=_("I take this mentee"),
        primary=True,
        may=rules.is_on_mentors_side,
        tells=[notices.pairing_for_mentee],
    )
    def accept_as_mentor(self, *, by: object, at: datetime) -> None:
        """Now the mentee is asked."""
        self.mentor_accepted_at = at

    @transition(
        source=States.ACCEPTED_BY_MENTOR,
        target=States.ACTIVE,
        label=_("I want to work with this mentor"),
        primary=True,
        may=rules.is_on_mentees_side,
        tells=[notices.pairing_begins],
    )
    def accept_as_mentee(self, *, by: object, at: datetime) -> None:
        """The pair starts working."""
        self.started_on = day_in_warsaw(at)

    @transition(
        source=[States.PROPOSED, States.ACCEPTED_BY_MENTOR],
        target=States.DECLINED,
        label=_("Decline the pair"),
        note="must",
        may=rules.has_the_word,
        tells=[notices.pairing_declined],
    )
    def decline(self, *, by: object) -> None:
        """Staff look for somebody else."""

    @transition(
        source=[States.PROPOSED, States.ACCEPTED_BY_MENTOR],
        target=States.DECLINED,
        label=_("Take the proposal back"),
        note="must",
        may=rules.is_staff,
        tells=[notices.pairing_taken_back],
    )
    def take_back(self, *, by: object) -> None:
        """Staff found a better pair."""

    @transition(
        source=States.ACTIVE,
        target=States.ACTIVE,
        label=_("Approve the plan"),
        note="may",
        may=rules.approves_milestones,
        guards=[guards.plan_is_whole],
        tells=[notices.plan_approved],
    )
    def approve_plan(self, *, by: object, at: datetime) -> None:
        """As it stands: the mentee may take it into an application for a grant."""
        self.keep_approval(at)

    @transition(
        source=States.ACTIVE,
        target=States.PAUSED,
        label=_("Pause"),
        note="must",
        may=rules.is_in_pair | rules.is_staff,
        tells=[notices.pairing_paused],
    )
    def pause(self, *, by: object, at: datetime) -> None:
        """No deadline runs until the pair takes up the work again."""
        self.paused_on, self.resumed_on = day_in_warsaw(at), None

    @transition(
        source=States.PAUSED,
        target=States.ACTIVE,
        label=_("Take up the work again"),
        primary=True,
        note="may",
        may=rules.is_in_pair | rules.is_staff,
        tells=[notices.pairing_resumed],
    )
    def resume(self, *, by: object, at: datetime) -> None:
        """The plan goes on where it stopped: its open days move by the days of the pause."""
        self.resumed_on = day_in_warsaw(at)

    @transition(
        source=States.ACTIVE,
        target=States.COMPLETED,
        label=_("Complete the pair"),
        may=(rules.is_mentor & ~rules.is_mentee) | rules.is_staff,
        guards=[guards.has_nothing_missing],
        tells=[notices.pairing_completed],
    )
    def complete(self, *, by: object, at: datetime) -> None:
        """The pair did what it set out to do."""
        self.ended_on = day_in_warsaw(at)

    @transition(
        source=[States.ACTIVE, States.PAUSED],
        target=States.TERMINATED,
        label=_("End the pair early"),
        note="must",
        may=rules.is_staff,
        tells=[notices.pairing_ended],
    )
    def terminate(self, *, by: object, at: datetime) -> None:
        """The pair stops; what was done stays on record."""
        self.ended_on = day_in_warsaw(at)

    @transition(
        source=[States.ACTIVE, States.PAUSED],
        target=States.REMATCHED,
        label=_("End the pair and match anew"),
        note="must",
        may=rules.is_staff,
        tells=[notices.pairing_rematched],
    )
    def rematch(self, *, by: object, at: datetime) -> None:
        """The mentee stands among those who wait for a mentor; what was done stays on record."""
        self.ended_on = day_in_warsaw(at)
