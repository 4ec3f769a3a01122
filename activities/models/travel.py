"""What somebody spent to get to a study visit, and what of it they get back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities import guards, notices, rules
from activities.querysets import TravelClaimQuerySet
from finance.models import PaymentOrder
from finance.money import AmountField, Money
from people.numbers import validate_account
from programmes import roles
from workflows.lifecycle import Category, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.roles import RoleOn
from workflows.workdays import end_of_window

from .limits import Limit
from .of_a_place import OfAPlace
from .registration import Registration, person_behind
from .ticket import Leg

if TYPE_CHECKING:
    from programmes.models import Programme

DAYS_TO_CHECK = 14  # staff answer a claim within so many days


def keepers(programme: Programme, *, but: Any = None) -> list[RoleOn]:
    """Whoever keeps the programme's money, `but` not this account, where another has to be the second."""
    return [
        replace(one, but=but) for one in (RoleOn(roles.FINANCE, programme), *programme.run_by())
    ]


def _whoever_came(claim: TravelClaim) -> Sequence[object]:
    return [] if claim.is_of_absent else person_behind(claim.registration)


class TravelRate(models.Model):
    """What a kilometre in one's own vehicle is worth from a day on, in PLN.

    The law caps it: regulation of the Minister of Infrastructure of 25 March 2002 on the use of
    private vehicles for official purposes, § 2.
    """

    class Vehicle(models.TextChoices):
        CAR = "car", _("a car over 900 cm³")
        SMALL_CAR = "small_car", _("a car up to 900 cm³")

    vehicle = models.CharField(_("vehicle"), max_length=10, choices=Vehicle.choices)
    since = models.DateField(_("holds from"))
    per_km = models.DecimalField(_("for a kilometre"), max_digits=6, decimal_places=4)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("rate for a kilometre")
        verbose_name_plural = _("rates for a kilometre")
        ordering = ["-since", "vehicle"]
        constraints = [
            models.UniqueConstraint(fields=["vehicle", "since"], name="one_rate_a_vehicle_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.get_vehicle_display()}: {self.per_km}"


class TravelClaim(OfAPlace):
    """The costs of one participant, checked by one person and approved by another."""

    class States(BaseStates):
        DRAFT = "draft", Category.DRAFT, pgettext_lazy("travel claim", "being written")
        SUBMITTED = "submitted", Category.IN_HANDS, pgettext_lazy("travel claim", "submitted")
        RETURNED = "returned", Category.RETURNED, pgettext_lazy("travel claim", "to be corrected")
        CHECKED = "checked", Category.IN_HANDS, pgettext_lazy("travel claim", "checked")
        APPROVED = "approved", Category.IN_HANDS, pgettext_lazy("travel claim", "to be paid")
        PAID = "paid", Category.DONE, pgettext_lazy("travel claim", "paid back")
        REFUSED = "refused", Category.REFUSED, pgettext_lazy("travel claim", "refused")
        WITHDRAWN = "withdrawn", Category.REFUSED, pgettext_lazy("travel claim", "withdrawn")

    state = StateField(States, default=States.DRAFT)
    registration = models.OneToOneField(
        Registration, models.PROTECT, related_name="travel_claim", verbose_name=_("registration")
    )
    account = models.CharField(_("account number"), max_length=26, validators=[validate_account])
    submitted_at = models.DateTimeField(null=True, editable=False)
    accepted_amount = AmountField(_("to be paid back"), null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    payments = GenericRelation(PaymentOrder, "about_id", "about_type", for_concrete_model=False)

    path = [States.DRAFT, States.SUBMITTED, States.CHECKED, States.APPROVED, States.PAID]
    owes = {
        States.DRAFT: [
            Owes(
                "submit",
                _("Finish and send your travel costs"),
                who=_whoever_came,
                due=lambda c: c.visit.claims_until,
            )
        ],
        States.RETURNED: [
            Owes(
                "submit",
                _("Correct your travel costs"),
                who=_whoever_came,
            ),
            # nobody can send costs of a journey they did not make: only a refusal ends them
            Owes(
                "refuse",
                _("Refuse the travel costs: the person was not there"),
                who=lambda c: keepers(c.programme) if c.is_of_absent else [],
            ),
        ],
        States.SUBMITTED: [
            Owes(
                "check",
                _("Check the travel costs"),
                who=lambda c: c.programme.run_by(),
                due=lambda c: c.answer_by,
            )
        ],
        States.CHECKED: [
            Owes(
                "approve",
                _("Approve the travel costs as the second person"),
                who=lambda c: keepers(c.programme, but=c.checked_by),
                due=lambda c: c.answer_by,
            )
        ],
        # whoever pays has the transfer itself among what waits for them
        States.APPROVED: [Owes("pay", _("The transfer follows"), who=lambda c: [])],
    }

    note_readers = comment_readers = rules.READ_BY_WHO_PAYS
    objects = TravelClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("travel costs")
        verbose_name_plural = _("travel costs")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(_("Travel costs: %(person)s") % {"person": self.registration.person})

    @property
    def answer_by(self) -> datetime | None:
        """The end of the day until when the team checks and approves; None before it was sent."""
        return end_of_window(self.submitted_at, days=DAYS_TO_CHECK) if self.submitted_at else None

    @property
    def total(self) -> Money:
        """Everything that was spent."""
        amounts = [cost.amount for cost in self.costs.all()]
        return Money(sum(amounts, Decimal(0)), "PLN")

    @property
    def payable(self) -> Money:
        """What is paid back: what was approved; before, everything up to the most that may be spent on one person."""
        if self.accepted_amount is not None:
            return Money(self.accepted_amount, "PLN")
        left = (each.left for each in self.registration.travel_limits())
        return Money(min((self.total.amount, *left)), "PLN")

    @property
    def is_undecided(self) -> bool:
        """Whether it is still open what is paid back."""
        states = self.States
        return self.state in (states.DRAFT, states.SUBMITTED, states.RETURNED, states.CHECKED)

    def limits_that_cut(self) -> list[Limit]:
        """The limits for one person that these costs exceed, the narrowest first."""
        limits = self.registration.travel_limits()
        over = [each for each in limits if self.total.amount > each.left]
        return sorted(over, key=lambda each: each.left)

    def limits_that_cut_what_was_approved(self) -> list[Limit]:
        """The limits for one person that no longer hold what was approved of these costs."""
        given = self.payable.amount
        return [each for each in self.registration.travel_limits() if given > each.left]

    def limits_exceeded(self) -> list[Limit]:
        """The limits over everybody together within which these costs have no room any more."""
        asked = self.payable.amount
        return [each for each in self.visit.travel_limits() if asked > each.left]

    @property
    def to_transfer(self) -> Money:
        """What still goes out: what is paid back less the advance, never below zero."""
        given = self.payable.amount
        advance = getattr(self.registration, "advance", None)
        covered = advance.covered if advance else Decimal(0)
        return Money(max(given - covered, Decimal(0)), "PLN")

    @property
    def is_of_absent(self) -> bool:
        """Whether the attendance lists say that the person was not there."""
        return self.registration.state == Registration.States.ABSENT

    @property
    def is_beyond_recall(self) -> bool:
        """Whether the money went out, or its transfer was given to the bank."""
        if self.state == self.States.APPROVED:
            return self.payments.in_state("ordered").exists()
        return self.state == self.States.PAID

    def get_absolute_url(self) -> str:
        return reverse("activities:claim", args=[self.pk])

    def may_add_file(self, user: Any) -> bool:
        """Tickets and bills are attached as long as the costs are written."""
        return rules.may_write_claim(user, self) and self.state in rules.CLAIM_WRITTEN_WHILE

    @transition(
        source=[States.DRAFT, States.RETURNED],
        target=States.SUBMITTED,
        label=_("Send the travel costs"),
        primary=True,
        may=rules.may_write_claim,
        guards=[
            guards.was_there,
            guards.is_claimed_in_time,
            guards.has_costs,
            guards.has_evidence,
            guards.claims_no_bought_way,
        ],
        tells=[notices.claim_received],
    )
    def submit(self, *, by: object, at: datetime) -> None:
        """The team checks them."""
        self.submitted_at = at

    @transition(
        source=States.SUBMITTED,
        target=States.CHECKED,
        label=_("I compared them with the tickets"),
        primary=True,
        may=rules.may_check_claim,
        guards=[guards.was_there, guards.fits_the_travel_pool],
        undo=[],
    )
    def check_first(self, *, by: object) -> None:
        """Somebody else approves them."""
        self.checked_by = by  # type: ignore[assignment]  # moves hand over accounts

    @transition(
        source=States.CHECKED,
        target=States.APPROVED,
        label=_("Approve as the second person"),
        primary=True,
        may=rules.may_approve_claim,
        guards=[
            guards.was_there,
            guards.fits_the_travel_pool,
            guards.advance_is_paid_or_none,
        ],
        tells=[notices.claim_approved, notices.claim_covered],
    )
    def approve(self, *, by: object) -> None:
        """The transfer is planned."""
        self.accepted_amount = self.payable.amount

    @transition(
        source=[States.SUBMITTED, States.CHECKED],
        target=States.RETURNED,
        label=_("Send back to be corrected"),
        may=rules.may_decide_claim,
        note="must",
        tells=[notices.claim_returned],
    )
    def send_back(self, *, by: object) -> None:
        """The person corrects them; the days for sending them no longer count."""
        self.checked_by = None

    @transition(
        source=States.APPROVED,
        target=States.RETURNED,
        label=_("Approval taken back"),
        may=nobody,
        note="must",
        tells=[notices.claim_returned],
    )
    def take_back(self, *, by: object) -> None:
        """What it was approved on no longer holds and nothing has been paid."""
        self.checked_by, self.accepted_amount = None, None

    @transition(
        source=[States.SUBMITTED, States.CHECKED, States.RETURNED],
        target=States.REFUSED,
        label=_("Refuse"),
        may=rules.may_decide_claim,
        note="must",
        tells=[notices.claim_refused],
    )
    def refuse(self, *, by: object) -> None:
        """Nothing is paid back; the person learns why."""

    @transition(
        source=[States.DRAFT, States.SUBMITTED, States.RETURNED],
        target=States.WITHDRAWN,
        label=_("Give the costs up"),
        may=rules.may_write_claim,
    )
    def withdraw(self, *, by: object) -> None:
        """The person wants nothing back."""

    @transition(
        source=States.APPROVED,
        target=States.PAID,
        label=_("Paid back"),
        may=nobody,
        tells=[notices.claim_paid],
    )
    def note_payment(self, *, by: object) -> None:
        """The transfer went out."""


class TravelCost(models.Model):
    """One ticket, one way by car, or the care of somebody at home meanwhile."""

    class Kind(models.TextChoices):
        TICKET = "ticket", _("ticket")
        VEHICLE = "vehicle", _("own vehicle")
        CARE = "care", _("care of a child or a dependant")

    claim = models.ForeignKey(TravelClaim, models.CASCADE, related_name="costs")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("what for"), max_length=10, choices=Kind.choices)
    day = models.DateField(_("day"))
    what = models.CharField(_("from where to where, or what"), max_length=200)
    leg = models.CharField(_("which way"), max_length=5, choices=Leg.choices, blank=True)
    vehicle = models.CharField(
        _("vehicle"), max_length=10, choices=TravelRate.Vehicle.choices, blank=True
    )
    km = models.DecimalField(_("kilometres"), max_digits=6, decimal_places=1, null=True, blank=True)
    per_km = models.DecimalField(max_digits=6, decimal_places=4, null=True, editable=False)
    amount = AmountField(_("amount"))

    class Meta:
        verbose_name = _("cost of the journey")
        verbose_name_plural = _("costs of the journey")
        ordering = ["claim", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_way_by_vehicle_has_kilometres_and_a_rate",
                condition=~models.Q(kind="vehicle")
                | models.Q(km__isnull=False, per_km__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.what
