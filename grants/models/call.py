"""A call for applications: what is offered, to whom, until when, and how it is judged."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.guards import call as guards
from grants.guards import decision as decision_guards
from grants.guards import reserve as reserve_guards
from grants.notices import call as notices
from grants.querysets.call import CallQuerySet
from grants.rules import call as rules
from grants.rules import decision as decision_rules
from grants.rules.declaring import yet_to_tick
from grants.rules.expertise import topics_due_at, yet_to_say
from grants.rules.lot import lacks_seed
from programmes.models import Activity
from questionnaires.models import Version
from workflows import clock
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import Move, transition
from workflows.predicates import nobody
from workflows.roles import RoleOn

from .terms import Appeals, Award, Contribution, Duties, Eligibility, Inspections, Judging, Lot

if TYPE_CHECKING:
    from grants.querysets.application import ApplicationQuerySet
    from people.models import User
    from programmes.models import Programme


def _staff(call: Call) -> list[RoleOn]:
    return [RoleOn("staff", call.programme)]


def _staff_if_assessors_lack(call: Call) -> list[RoleOn]:
    return _staff(call) if decision_rules.lacks_assessors(call) else []


def _staff_if_seed_lacks(call: Call) -> list[RoleOn]:
    return _staff(call) if lacks_seed(call) else []


def _chair_if_all_assessed(call: Call) -> list[RoleOn]:
    return [] if decision_rules.not_fully_assessed(call).exists() else [RoleOn("chair", call)]


def _staff_while_letters_wait(call: Call) -> list[RoleOn]:
    return _staff(call) if call.letters_left().exists() else []


def _staff_once_letters_went(call: Call) -> list[RoleOn]:
    return [] if call.letters_left().exists() else _staff(call)


TICK = Owes("tick", _("Tick whom you are tied to"), who=yet_to_tick)
TOPICS = Owes("topics", _("Say which topics you know"), who=yet_to_say, due=topics_due_at)


class Call(Eligibility, Contribution, Judging, Lot, Award, Appeals, Duties, Inspections, Lifecycle):
    """One call of a grant activity. Amounts are in `currency`; instants are aware, shown in Europe/Warsaw.

    Its rules stand in `grants.models.terms` by what they are about, and in rows of their own: tracks,
    categories of costs, rates of work, tranches, checklist, groups of criteria, criteria, items of checks.
    """

    class States(BaseStates):
        DRAFT = "draft", Category.DRAFT, pgettext_lazy("call", "being prepared")
        OPEN = "open", Category.IN_HANDS, pgettext_lazy("call", "open")
        CLOSED = "closed", Category.IN_HANDS, pgettext_lazy("call", "formal check")
        ASSESSMENT = "assessment", Category.IN_HANDS, pgettext_lazy("call", "assessment")
        DECIDED = "decided", Category.IN_HANDS, pgettext_lazy("call", "decided")
        FINISHED = "finished", Category.DONE, pgettext_lazy("call", "finished")
        CANCELLED = "cancelled", Category.REFUSED, pgettext_lazy("call", "cancelled")

    # A request that arrived in time counts although the call has closed by the time it is served.
    RECEIVING = frozenset({States.OPEN, States.CLOSED})
    JUDGED = frozenset({States.DECIDED, States.FINISHED})

    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        related_name="calls",
        limit_choices_to={"kind": "grant_call"},
        verbose_name=_("activity"),
    )
    code = models.SlugField(_("code in addresses"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("in two sentences"), max_length=600, blank=True)
    further_rules = models.TextField(_("further rules"), max_length=20_000, blank=True)

    budget_line = models.ForeignKey(
        "finance.BudgetLine",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("paid from"),
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    questionnaire = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("form"),
    )
    results_published_at = models.DateTimeField(_("results published"), null=True, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    state = StateField(States, default=States.DRAFT)
    by_roles_alone = True
    path = [
        States.DRAFT,
        States.OPEN,
        States.CLOSED,
        States.ASSESSMENT,
        States.DECIDED,
        States.FINISHED,
    ]
    owes = {
        States.DRAFT: [
            Owes(
                "open", _("Finish the call and open it"), who=_staff, due=lambda call: call.opens_at
            )
        ],
        States.OPEN: [
            Owes(
                "receive",
                _("Applicants write and submit"),
                who=lambda call: [],
                due=lambda call: call.closes_at,
            ),
            TOPICS,
        ],
        States.CLOSED: [
            Owes(
                "check",
                _("Settle every formal check and start the assessment"),
                who=_staff,
                due=lambda c: c.check_due_at,
            ),
            TICK,
            TOPICS,
        ],
        States.ASSESSMENT: [
            TICK,
            TOPICS,
            Owes("assign", _("Ask assessors"), who=_staff_if_assessors_lack),
            Owes("seed", _("Write down the seed of the lot"), who=_staff_if_seed_lacks),
            Owes("decide", _("Decide who gets a grant"), who=_chair_if_all_assessed),
        ],
        States.DECIDED: [
            Owes("letters", _("Send the letters of this call"), who=_staff_while_letters_wait),
            Owes(
                "finish",
                _("Settle every grant and finish the call"),
                who=_staff_once_letters_went,
            ),
        ],
    }

    inbox_related = ["activity__programme"]
    acts = {"amend": _("Rules changed"), "move_up": _("The reserve list moved up")}

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(min_grant__lte=F("max_grant")),
                name="call_smallest_grant_within_largest",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")), name="call_opens_before_it_closes"
            ),
            models.CheckConstraint(
                condition=Q(eligible_from__lte=F("eligible_to")),
                name="call_projects_start_before_they_end",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title_line(self) -> str:
        """The call as people call it."""
        return self.title

    @property
    def programme(self) -> Programme:
        """The programme that pays."""
        return self.activity.programme

    @property
    def form(self) -> Version:
        """What applicants fill in; LookupError for a call in preparation that has none yet."""
        if self.questionnaire is None:
            raise LookupError("This call has no form yet.")
        return self.questionnaire

    @property
    def currency(self) -> str:
        """ISO code of the money that the call gives."""
        funder = self.programme.funder
        return (funder.local_currency or funder.currency) if funder else "PLN"

    def may_be_drafted(self) -> bool:
        """Whether one may begin to write now: from the announcement to the closing instant."""
        return self.state == self.States.OPEN and clock.now() < self.closes_at

    @property
    def is_taking(self) -> bool:
        """Whether one may submit now."""
        return self.may_be_drafted() and self.opens_at <= clock.now()

    def letters_left(self) -> ApplicationQuerySet:
        """Of a decided call: those who have no letter yet, and so no outcome, since the letter brings it.

        Whoever was let in by an appeal about the form after an early decision has no line in it, and no letter to wait for.
        """
        return self.applications.in_state("admitted").filter(decision_rows__isnull=False).distinct()

    def latest_changes_in_words(self) -> list[str]:
        """What the last amendment changed, a sentence each; empty when there was none."""
        amendment = self.amendments.first()
        return [str(one) for one in amendment.in_words()] if amendment else []

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this call are looked up."""
        return [self, self.programme]

    def get_absolute_url(self) -> str:
        return reverse("grants:call", args=[self.code])

    def move_url(self, move: Move) -> str:
        """Where the move is made; a call's addresses carry its code."""
        return reverse("grants:call-move", args=[self.code, move.name])

    def get_public_url(self) -> str:
        """Address of the page for everybody."""
        return reverse("grants_public:call", args=[self.code])

    @transition(
        source=States.DRAFT,
        target=States.OPEN,
        label=_("Open the call"),
        primary=True,
        may=rules.is_staff,
        guards=[guards.is_sound],
        tells=[notices.assessors_topics],
    )
    def open_call(self, *, by: User) -> None:
        """From `opens_at` on, applications may be submitted."""

    @transition(
        source=States.OPEN,
        target=States.CLOSED,
        label=_("Close the call"),
        may=nobody,
        tells=[notices.assessors_list_ready],
    )
    def close(self, *, by: User) -> None:
        """The instant has passed: the formal check begins."""

    @transition(
        source=States.CLOSED,
        target=States.ASSESSMENT,
        label=_("Start the assessment"),
        primary=True,
        may=rules.is_staff,
        guards=[
            guards.nobody_has_time_left,
            guards.all_formally_settled,
            guards.somebody_was_admitted,
        ],
    )
    def start_assessment(self, *, by: User) -> None:
        """Assessors may open what they were given."""

    @transition(
        source=States.ASSESSMENT,
        target=States.DECIDED,
        label=_("Decide the call"),
        primary=True,
        may=decision_rules.may_decide,
        guards=[
            decision_guards.has_something_to_decide,
            decision_guards.all_assessed,
            decision_guards.formal_check_is_over,
            decision_guards.committee_is_large_enough,
            decision_guards.nobody_may_appeal_the_form,
        ],
        note="may",
        instead="none",
    )
    def decide(self, *, by: User) -> None:
        """The ranking becomes a decision; applicants learn of it by their letters."""

    @transition(
        source=States.DECIDED,
        target=States.DECIDED,
        label=_("Send the letters about the result"),
        primary=True,
        may=rules.is_staff,
        guards=[decision_guards.letters_are_left, decision_guards.minutes_are_signed],
    )
    def send_letters(self, *, by: User) -> None:
        """Every applicant who has no letter yet learns the outcome; until then no page tells it."""

    @transition(
        source=States.DECIDED,
        target=States.DECIDED,
        label=_("Publish the results"),
        primary=True,
        may=rules.is_staff,
        guards=[
            decision_guards.letters_went,
            decision_guards.results_are_not_public_yet,
            decision_guards.minutes_are_signed,
        ],
    )
    def publish_results(self, *, by: User, at: datetime) -> None:
        """The lists that the call names are open to everybody; the time to appeal begins."""
        self.results_published_at = at

    @transition(
        source=States.DECIDED,
        target=States.FINISHED,
        label=_("Finish the call"),
        may=rules.is_staff,
        guards=[
            decision_guards.letters_went,
            decision_guards.agreements_are_closed,
            decision_guards.appeals_are_answered,
            reserve_guards.offers_are_answered,
        ],
    )
    def finish(self, *, by: User) -> None:
        """Every grant is settled; nothing more happens here."""

    @transition(
        source=[States.DRAFT, States.OPEN, States.CLOSED, States.ASSESSMENT],
        target=States.CANCELLED,
        label=_("Cancel the call"),
        may=rules.is_staff,
        note="must",
        tells=[notices.authors_cancelled],
    )
    def cancel(self, *, by: User) -> None:
        """Nobody gets a grant; the reason stands in the history and in the letters."""
