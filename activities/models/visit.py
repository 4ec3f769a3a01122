"""A study visit: a group travels to see how others do it, and reports what it will apply."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities import guards, notices, rules
from activities.querysets import StudyVisitQuerySet
from activities.rules import WAS_THERE
from finance.money import AmountField
from workflows.lifecycle import Category, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.workdays import end_of_window

from .gathering import Gathering
from .limits import Limit, limits_over, spent_on

#: Unless the team says more: among fewer people everybody knows who wrote what.
FEWEST_ANSWERS = 5
DAYS_TO_ANSWER = 10  # after the last day: for what each will apply, and for the evaluation


class StudyVisit(Gathering):
    """People apply until a deadline, staff choose the group, the visit is held, reported and settled."""

    class States(BaseStates):
        DRAFT = "draft", Category.DRAFT, pgettext_lazy("study visit", "draft")
        RECRUITING = "recruiting", Category.IN_HANDS, pgettext_lazy("study visit", "recruiting")
        SELECTED = "selected", Category.IN_HANDS, pgettext_lazy("study visit", "group selected")
        CONFIRMED = "confirmed", Category.IN_HANDS, pgettext_lazy("study visit", "confirmed")
        HELD = "held", Category.IN_HANDS, pgettext_lazy("study visit", "held")
        REPORTED = "reported", Category.IN_HANDS, pgettext_lazy("study visit", "reported")
        SETTLED = "settled", Category.DONE, pgettext_lazy("study visit", "settled")
        CANCELLED = "cancelled", Category.REFUSED, pgettext_lazy("study visit", "cancelled")

    state = StateField(States, default=States.DRAFT)
    claim_days = models.PositiveSmallIntegerField(
        _("days to send travel costs"), null=True, blank=True
    )
    travel_cap = AmountField(_("travel costs of one person, at most"), null=True, blank=True)
    travel_pool = AmountField(_("travel costs of all, at most"), null=True, blank=True)
    meets_at = models.DateTimeField(_("the group meets at"), null=True, blank=True)
    meeting_place = models.CharField(_("where the group meets"), max_length=200, blank=True)
    take_along = models.TextField(_("what to take along"), max_length=1500, blank=True)
    contact = models.CharField(_("whom to call on the way"), max_length=200, blank=True)
    asks_birth_date = models.BooleanField(
        _("the insurer asks for the date of birth"), default=False
    )
    evaluation = models.ForeignKey(
        "questionnaires.Version",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("form of the evaluation"),
    )
    evaluation_floor = models.PositiveSmallIntegerField(
        _("fewest answers to be shown"), default=FEWEST_ANSWERS
    )
    report = models.TextField(_("What we saw and what we will apply"), max_length=6000, blank=True)

    path = [
        States.DRAFT,
        States.RECRUITING,
        States.SELECTED,
        States.CONFIRMED,
        States.HELD,
        States.REPORTED,
        States.SETTLED,
    ]
    owes = {
        States.DRAFT: [
            Owes("announce", _("Open the recruitment"), who=lambda v: v.programme.run_by())
        ],
        States.RECRUITING: [
            Owes(
                "select",
                _("Choose who goes"),
                who=lambda v: v.programme.run_by(),
                due=lambda v: end_of_window(v.closes_at, days=7),
            )
        ],
        States.SELECTED: [
            Owes(
                "confirm",
                _("Confirm the visit"),
                who=lambda v: v.programme.run_by(),
                due=lambda v: v.starts_at,
            )
        ],
        States.CONFIRMED: [
            Owes(
                "hold",
                _("Hold the visit"),
                who=lambda v: v.programme.run_by(),
                due=lambda v: v.ends_at,
            )
        ],
        States.HELD: [
            Owes(
                "report",
                _("Report on the visit"),
                who=lambda v: v.programme.run_by(),
                due=lambda v: end_of_window(v.ends_at, days=30),
            )
        ],
        States.REPORTED: [
            Owes(
                "settle",
                _("Settle the visit"),
                who=lambda v: v.programme.run_by(),
                due=lambda v: end_of_window(v.ends_at, days=60),
            )
        ],
    }
    #: Staff choose from the applicants; the order of arrival decides nothing.
    admits_at_once = False

    note_readers = _("Everybody who signed up reads this in a letter, and the organisers.")
    inbox_related = ["activity__programme"]

    objects = StudyVisitQuerySet.as_manager()

    class Meta(Gathering.Meta):
        verbose_name = _("study visit")
        verbose_name_plural = _("study visits")
        ordering = ("starts_at", "pk")

    def get_absolute_url(self) -> str:
        return reverse("activities:visit", args=[self.code])

    def get_public_url(self) -> str:
        return reverse("activities_public:visit", args=[self.code])

    @property
    def takes_applications(self) -> bool:
        return self.state == self.States.RECRUITING

    @property
    def takes_attendance(self) -> bool:
        return self.state in (self.States.CONFIRMED, self.States.HELD)

    @property
    def is_prepared(self) -> bool:
        """Whether there is a group that sets out, or did."""
        return self.state not in ("draft", "recruiting", "cancelled")

    def going(self) -> models.QuerySet[Any]:
        """The places of those who go, or went, by name; whoever stayed away is left out."""
        there = self.registrations.in_state("accepted", "confirmed", *WAS_THERE)
        return there.select_related("person__user").order_by("person__sort_key", "pk")

    @property
    def claims_until(self) -> datetime | None:
        """Until when travel costs can be sent; None when this visit pays none back."""
        if self.claim_days is None:
            return None
        return end_of_window(self.ends_at, days=self.claim_days)

    @property
    def evaluation_until(self) -> datetime:
        """Until when those who were there write what they will apply and what they thought of it."""
        return end_of_window(self.ends_at, days=DAYS_TO_ANSWER)

    def get_money_url(self) -> str:
        """Where its tickets and advances stand."""
        return reverse("activities:visit-money", args=[self.code])

    def spent_on_travel(self) -> Decimal:
        """What this visit spent on travel so far, PLN: approved costs and bought tickets (two queries)."""
        return spent_on(self.registrations.all())

    def travel_limits(self) -> list[Limit]:
        """The limits over the travel of everybody together that hold for this visit."""
        return limits_over(self)

    def travel_pool_left(self) -> Decimal | None:
        """What is left for travel (PLN) within the narrowest of them; None without limits."""
        return min((each.left for each in self.travel_limits()), default=None)

    @transition(
        source=States.DRAFT,
        target=States.RECRUITING,
        label=_("Open the recruitment"),
        primary=True,
        may=rules.is_staff,
        guards=[guards.is_yet_to_come, guards.has_deadline_ahead, guards.has_stops],
    )
    def announce(self, *, by: object) -> None:
        """From now on the visit has its public page and takes applications."""

    @transition(
        source=States.RECRUITING,
        target=States.SELECTED,
        label=_("Close the recruitment"),
        primary=True,
        may=rules.is_staff,
        guards=[guards.all_applications_decided, guards.has_accepted],
    )
    def select(self, *, by: object) -> None:
        """The group is chosen; nobody else may apply."""

    @transition(
        source=States.SELECTED,
        target=States.CONFIRMED,
        label=_("Confirm the visit"),
        primary=True,
        may=rules.is_staff,
        guards=[guards.has_stops_each_day],
        tells=[notices.visit_confirmed],
    )
    def confirm(self, *, by: object) -> None:
        """Everyone who goes gets the final programme."""

    @transition(
        source=States.CONFIRMED,
        target=States.HELD,
        label=_("The visit took place"),
        primary=True,
        may=rules.is_staff,
        guards=[guards.has_begun],
    )
    def hold(self, *, by: object) -> None:
        """It counts as held; attendance and report follow."""

    @transition(
        source=States.HELD,
        target=States.REPORTED,
        label=_("Submit the report of the visit"),
        primary=True,
        may=rules.is_staff,
        guards=[
            guards.has_ended,
            guards.has_attendance,
            guards.has_report,
            guards.all_have_answered,
        ],
    )
    def submit_report(self, *, by: object) -> None:
        """Attendance and report are final."""

    @transition(
        source=States.REPORTED,
        target=States.SETTLED,
        label=_("Settle the visit"),
        primary=True,
        may=rules.is_staff,
        guards=[
            guards.all_claims_answered,
            guards.costs_can_no_longer_be_sent,
            guards.all_advances_accounted_for,
        ],
    )
    def settle(self, *, by: object) -> None:
        """Nothing about this visit is left to do."""

    @transition(
        source=[States.DRAFT, States.RECRUITING, States.SELECTED, States.CONFIRMED],
        target=States.CANCELLED,
        label=_("Cancel the visit"),
        may=rules.is_staff,
        guards=[guards.nobody_was_there],
        note="must",
    )
    def cancel(self, *, by: object) -> None:
        """Everyone who applied hears of it."""
