"""Money before the journey: advances, tickets that the organiser buys, limits over all visits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from activities import guards, rules
from activities.models import (
    Advance,
    BoughtTicket,
    Registration,
    StudyVisit,
    TravelClaim,
    TravelLimit,
)
from finance.actions import plan_payment
from finance.models import PaymentOrder
from finance.money import Money
from programmes import rules as programme_rules
from programmes.models import Activity, Programme
from workflows import clock
from workflows.consequences import follows, timed
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM

from .places import locked_subject

DAYS_TO_PAY = 7  # an advance is of use before the journey only
GOES_NOT = ("cancelled", "declined", "absent")


@transaction.atomic
def propose_advance(
    *, registration: Registration, amount: Decimal, account: str, by: Any
) -> Advance:
    """Propose to pay `amount` PLN before the journey; somebody else approves it. Raises NotYours, GuardsFailed."""
    asked = Advance(registration=registration, amount=amount, account=account, proposed_by=by)
    if sentences := rules.may_propose_advance.why_not(by, asked):
        raise NotYours(sentences)
    locked_subject(asked.visit)
    sentences = [
        *guards.still_goes.sentences(asked, {}),
        *guards.advance_fits.sentences(asked, {}),
    ]
    if Advance.objects.filter(registration=registration).exists():
        sentences.append(_("%(person)s has an advance already.") % {"person": registration.person})
    if sentences:
        raise GuardsFailed(sentences)
    return Advance.objects.begin(
        by=by, registration=registration, amount=amount, account=account, proposed_by=by
    )


@follows(Advance.approve)
def plan_advance(advance: Advance, entry: Any) -> None:
    """The transfer stands among the payments of the programme."""
    person = advance.registration.person
    plan_payment(
        about=advance,
        programme=advance.programme,
        payee=person.full_name,
        account=advance.account,
        title=(_("Advance for travel: %(visit)s") % {"visit": advance.visit})[:140],
        amount=advance.money,
        due_on=timezone.localdate(entry.at) + timedelta(days=DAYS_TO_PAY),
        by=entry.by,
    )


@follows(PaymentOrder.confirm)
def note_advance_as_paid(payment: PaymentOrder, entry: Any) -> None:
    """The person hears of it; money that went to somebody who does not go is asked for at once."""
    advance = payment.about
    if isinstance(advance, Advance):
        advance.note_payment(by=SYSTEM)
        if advance.registration.state in GOES_NOT:
            advance.ask_back(by=SYSTEM)


@follows(PaymentOrder.cancel)
def drop_what_is_not_paid(payment: PaymentOrder, entry: Any) -> None:
    """No transfer, no advance: the costs are paid back after the journey as ever."""
    if isinstance(payment.about, Advance):
        payment.about.drop(by=SYSTEM)


@follows(Registration.cancel, Registration.call_off, Registration.miss)
def take_the_advance_back(registration: Registration, entry: Any) -> None:
    """Whoever does not go, or was not there, gets no advance and returns the one they have."""
    advance = Advance.objects.filter(registration=registration).first()
    if advance is None:
        return
    if advance.state == Advance.States.PAID:
        advance.ask_back(by=SYSTEM)
    elif advance.state == Advance.States.PROPOSED:
        advance.drop(by=SYSTEM)
    elif advance.state == Advance.States.APPROVED:
        for order in advance.payments.in_state("planned"):
            order.cancel(by=SYSTEM, note=_("The person does not go."))


def settle_with_costs(claim: TravelClaim) -> Decimal:
    """Settle the advance behind an approved claim; return what is left to be paid to the person (PLN).

    More costs than the advance: the difference is paid. Fewer: the rest of the advance comes back.
    """
    left = claim.to_transfer.amount
    advance = Advance.objects.filter(registration=claim.registration, state="paid").first()
    if advance is not None:
        rest = advance.amount - (claim.accepted_amount or Decimal(0))
        if rest > 0:
            advance.ask_back(by=SYSTEM, rest=rest)
        else:
            advance.settle(by=SYSTEM)
    return left


@follows(TravelClaim.refuse, TravelClaim.withdraw, TravelClaim.take_back)
def ask_for_an_advance_without_costs(claim: TravelClaim, entry: Any) -> None:
    """No costs stand against it: all of it comes back."""
    rows = Advance.objects.filter(registration=claim.registration)
    for advance in rows.in_state("paid", "settled"):
        advance.ask_back(by=SYSTEM)


@timed(Advance.ask_back)
def advances_that_nobody_settled(now: datetime) -> Iterable[Advance]:
    """Those without sent costs when the days for sending them are over."""
    paid = Advance.objects.filter(state="paid").exclude(
        registration__travel_claim__state__in=("submitted", "returned", "checked")
    )
    joined = paid.select_related("registration__visit")
    return [
        each
        for each in joined
        if (until := each.visit.claims_until or each.visit.ends_at) and until < now
    ]


@transaction.atomic
def buy_ticket(
    *, registration: Registration, leg: str, what: str, amount: Decimal, by: Any
) -> BoughtTicket:
    """Note a ticket that the organiser paid: `amount` PLN for `leg` of somebody's way. Raises NotYours, GuardsFailed."""
    subject = registration.subject
    if sentences := rules.is_staff.why_not(by, subject):
        raise NotYours(sentences)
    if not isinstance(subject, StudyVisit) or subject.state not in rules.TICKETS_BOUGHT_WHILE:
        raise GuardsFailed([_("Tickets are noted from the choice of the group until the report.")])
    locked_subject(subject)
    return BoughtTicket.objects.create(
        registration=registration,
        leg=leg,
        what=what,
        amount=Money(amount, "PLN").amount,
        bought_at=clock.now(),
        bought_by=by,
    )


@transaction.atomic
def give_ticket_back(*, ticket: BoughtTicket, by: Any) -> None:
    """Take away a ticket that was noted by mistake or returned. Raises NotYours, GuardsFailed."""
    subject: Any = ticket.registration.subject
    if sentences := rules.is_staff.why_not(by, subject):
        raise NotYours(sentences)
    if subject.state not in rules.TICKETS_BOUGHT_WHILE:
        raise GuardsFailed([_("The visit is reported: its tickets stay as they are.")])
    ticket.delete()


@transaction.atomic
def limit_travel(
    *, of: Activity | Programme, amount: Decimal | None, per_person: Decimal | None = None, by: Any
) -> None:
    """Set the most that all visits of an activity or a programme spend on travel: together, and on one person (PLN).

    None is no limit. What was approved already stays. Raises NotYours.
    """
    if sentences := programme_rules.keeps_money.why_not(by, of):
        raise NotYours(sentences)
    whose: dict[str, Any] = {"programme" if isinstance(of, Programme) else "activity": of}
    if amount is None and per_person is None:
        TravelLimit.objects.filter(**whose).delete()
    else:
        most = {"amount": amount, "per_person": per_person}
        TravelLimit.objects.update_or_create(**whose, defaults=most)


def refuse_beyond_limits(claim: TravelClaim) -> None:
    """Count once more under a lock, after `claim` is approved: two approvals at once may not both take what is left.

    Raises GuardsFailed.
    """
    visit = claim.visit
    StudyVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    own = Q(activity=visit.activity_id) | Q(programme=visit.programme.pk)
    list(TravelLimit.objects.select_for_update().filter(own).order_by("pk"))
    over = [each for each in visit.travel_limits() if each.spent > each.most]
    if over or claim.limits_that_cut_what_was_approved():
        raise GuardsFailed([_("Somebody approved other costs just now, and too little is left.")])
