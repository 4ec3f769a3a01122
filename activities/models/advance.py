"""Money that somebody gets before the journey, and settles after it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities import guards, notices, rules
from activities.querysets import AdvanceQuerySet
from finance.models import PaymentOrder
from finance.money import AmountField, Money
from people.numbers import validate_account
from workflows.lifecycle import Category, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.workdays import end_of_window

from .of_a_place import OfAPlace
from .registration import Registration, person_behind
from .travel import keepers

DAYS_TO_RETURN = 14  # from the day on which it is known how much is to come back


class Advance(OfAPlace):
    """One for a participant: proposed by one of the team, approved by another, paid, then settled or returned."""

    class States(BaseStates):
        PROPOSED = "proposed", Category.IN_HANDS, pgettext_lazy("advance", "proposed")
        APPROVED = "approved", Category.IN_HANDS, pgettext_lazy("advance", "to be paid")
        PAID = "paid", Category.IN_HANDS, pgettext_lazy("advance", "paid, to be settled")
        TO_RETURN = "to_return", Category.RETURNED, pgettext_lazy("advance", "to be returned")
        SETTLED = "settled", Category.DONE, pgettext_lazy("advance", "settled")
        RETURNED = "returned", Category.DONE, pgettext_lazy("advance", "returned")
        DROPPED = "dropped", Category.REFUSED, pgettext_lazy("advance", "given up")

    state = StateField(States, default=States.PROPOSED)
    registration = models.OneToOneField(
        Registration, models.PROTECT, related_name="advance", verbose_name=_("for whom")
    )
    amount = AmountField(_("advance"))
    account = models.CharField(_("account number"), max_length=26, validators=[validate_account])
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    due_back = AmountField(_("to be returned"), null=True, editable=False)
    asked_back_at = models.DateTimeField(null=True, editable=False)

    payments = GenericRelation(PaymentOrder, "about_id", "about_type", for_concrete_model=False)

    path = [States.PROPOSED, States.APPROVED, States.PAID, States.SETTLED]
    owes = {
        States.PROPOSED: [
            Owes(
                "approve",
                _("Approve the advance as the second person"),
                who=lambda a: keepers(a.programme, but=a.proposed_by),
                due=lambda a: a.visit.starts_at,
            )
        ],
        # whoever pays has the transfer itself among what waits for them
        States.APPROVED: [Owes("pay", _("The transfer follows"), who=lambda a: [])],
        # it is settled by the travel costs; those have a turn of their own
        States.PAID: [
            Owes(
                "settle",
                _("Settle the advance with your travel costs"),
                who=lambda a: person_behind(a.registration),
                due=lambda a: a.visit.claims_until,
            )
        ],
        States.TO_RETURN: [
            Owes(
                "return",
                _("Return what is left of the advance"),
                who=lambda a: person_behind(a.registration),
                due=lambda a: a.return_by,
            ),
            Owes(
                "note_return",
                _("Note that the advance came back"),
                who=lambda a: keepers(a.programme),
                due=lambda a: a.return_by,
            ),
        ],
    }

    note_readers = comment_readers = rules.READ_BY_WHO_PAYS
    objects = AdvanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("advance")
        verbose_name_plural = _("advances")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="an_advance_is_above_zero", condition=models.Q(amount__gt=0)
            )
        ]

    def __str__(self) -> str:
        return str(_("Advance: %(person)s") % {"person": self.registration.person})

    @property
    def money(self) -> Money:
        """What was given."""
        return Money(self.amount, "PLN")

    @property
    def covered(self) -> Decimal:
        """How much of the travel costs it has paid beforehand (PLN)."""
        given = self.state in ("paid", "settled", "to_return", "returned")
        return self.amount - (self.due_back or Decimal(0)) if given else Decimal(0)

    @property
    def return_by(self) -> datetime | None:
        """The end of the day until when the rest comes back; None while nothing has to."""
        since = self.asked_back_at
        return end_of_window(since, days=DAYS_TO_RETURN) if since else None

    def get_absolute_url(self) -> str:
        return reverse("activities:advance", args=[self.pk])

    @transition(
        source=States.PROPOSED,
        target=States.APPROVED,
        label=_("Approve as the second person"),
        primary=True,
        may=rules.may_approve_advance,
        guards=[guards.still_goes, guards.advance_fits],
    )
    def approve(self, *, by: object) -> None:
        """The transfer is planned."""

    @transition(
        source=States.PROPOSED,
        target=States.DROPPED,
        label=_("Give no advance"),
        may=rules.may_decide_advance,
        note="must",
        tells=[notices.advance_refused],
    )
    def refuse(self, *, by: object) -> None:
        """Nothing is paid before the journey; costs are paid back after it as ever."""

    @transition(
        source=[States.PROPOSED, States.APPROVED],
        target=States.DROPPED,
        label=_("Given up"),
        may=nobody,
    )
    def drop(self, *, by: object) -> None:
        """The person does not go, or the transfer was cancelled."""

    @transition(
        source=States.APPROVED,
        target=States.PAID,
        label=_("Paid"),
        may=nobody,
        tells=[notices.advance_paid],
    )
    def note_payment(self, *, by: object) -> None:
        """The transfer went out; the person hears what it is for and until when they settle it."""

    @transition(
        source=States.PAID,
        target=States.SETTLED,
        label=_("Settled by the travel costs"),
        may=nobody,
    )
    def settle(self, *, by: object) -> None:
        """The approved costs come to the advance or to more."""

    @transition(
        # a settled one comes back where the costs it was settled with fell away
        source=[States.PAID, States.SETTLED],
        target=States.TO_RETURN,
        label=_("Ask for the rest"),
        may=nobody,
        tells=[notices.advance_to_return],
    )
    def ask_back(self, *, by: object, at: datetime, rest: Decimal | None = None) -> None:
        """`rest` in PLN comes back; all of it when nothing was spent, or the person was not there."""
        self.due_back = self.amount if rest is None else rest
        self.asked_back_at = at

    @transition(
        source=States.TO_RETURN,
        target=States.RETURNED,
        label=_("The money came back"),
        primary=True,
        may=rules.may_decide_advance,
        note="may",
    )
    def note_return(self, *, by: object) -> None:
        """Seen on the programme's account by whoever keeps its money."""
