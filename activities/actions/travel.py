"""Travel costs of a study visit: written down, reckoned, paid back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities import rules
from activities.models import Registration, TravelClaim, TravelCost, TravelRate
from finance.actions import plan_payment
from finance.actions.interest import may_keep_rates
from finance.models import PaymentOrder
from finance.money import Money
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM
from workflows.turns import refresh_turns

from .advances import refuse_beyond_limits, settle_with_costs

DAYS_TO_PAY = 14  # between the approval and the transfer


@dataclass(frozen=True)
class CostLine:
    """One cost as typed: `amount` in PLN, or for a way by vehicle `km` and whose rate holds."""

    kind: str
    day: date
    what: str
    amount: Decimal | None = None
    vehicle: str = ""
    km: Decimal | None = None
    leg: str = ""


def rate_on(vehicle: str, day: date) -> TravelRate:
    """The rate that holds for `vehicle` on `day`; GuardsFailed when nobody has entered one."""
    rate = TravelRate.objects.filter(vehicle=vehicle, since__lte=day).order_by("-since").first()
    if rate is None:
        label = TravelRate.Vehicle(vehicle).label
        sentence = _("There is no rate for %(vehicle)s on %(day)s; ask the organisers to enter it.")
        raise GuardsFailed([sentence % {"vehicle": label, "day": date_format(day)}])
    return rate


@transaction.atomic
def write_claim(
    *,
    registration: Registration,
    account: str,
    costs: Sequence[CostLine],
    by: Any,
    seen: int | None = None,
) -> TravelClaim:
    """Write down the costs of `registration`, beginning the claim where there is none; return it.

    `seen` is the version that was shown. Raises NotYours; GuardsFailed when the costs are sent
    already or a rate is missing; SomeoneWasFaster when they changed meanwhile.
    """
    locked = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    claim = TravelClaim.objects.filter(registration=locked).first()
    asked = claim or TravelClaim(registration=locked)
    if sentences := rules.may_write_claim.why_not(by, asked):
        raise NotYours(sentences)
    if claim is None:
        claim = TravelClaim.objects.begin(by=by, registration=locked, account=account)
    elif claim.state not in rules.CLAIM_WRITTEN_WHILE:
        raise GuardsFailed([_("The costs are sent: they can no longer be changed.")])
    else:
        claim.account = account
        claim.save_draft(seen=claim.version if seen is None else seen, fields=["account"])
    claim.costs.all().delete()
    TravelCost.objects.bulk_create(_reckoned(claim, costs))
    return claim


def _reckoned(claim: TravelClaim, costs: Sequence[CostLine]) -> list[TravelCost]:
    """The lines as records; a way by vehicle is worth its kilometres at the rate of its day."""
    records = []
    for position, line in enumerate(costs, start=1):
        by_vehicle = line.kind == TravelCost.Kind.VEHICLE
        per_km = rate_on(line.vehicle, line.day).per_km if by_vehicle else None
        worth = (line.km or Decimal(0)) * per_km if per_km is not None else line.amount
        records.append(
            TravelCost(
                claim=claim,
                position=position,
                kind=line.kind,
                day=line.day,
                what=line.what,
                leg="" if line.kind == TravelCost.Kind.CARE else line.leg,
                vehicle=line.vehicle if by_vehicle else "",
                km=line.km if by_vehicle else None,
                per_km=per_km,
                amount=Money(worth or Decimal(0), "PLN").amount,
            )
        )
    return records


def _plan_transfer(claim: TravelClaim, entry: Any, amount: Decimal) -> None:
    person = claim.registration.person
    plan_payment(
        about=claim,
        programme=claim.programme,
        payee=person.full_name,
        account=claim.account,
        title=(_("Travel costs: %(visit)s") % {"visit": claim.visit})[:140],
        amount=Money(amount, "PLN"),
        due_on=timezone.localdate(entry.at) + timedelta(days=DAYS_TO_PAY),
        by=entry.by,
    )


@follows(TravelClaim.approve)
def plan_what_was_approved(claim: TravelClaim, entry: Any) -> None:
    """What the advance does not cover is transferred; where it covers all, nothing is left to pay."""
    refuse_beyond_limits(claim)
    left = settle_with_costs(claim)
    if left > 0:
        _plan_transfer(claim, entry, left)
    else:
        claim.note_payment(by=SYSTEM)


@follows(PaymentOrder.confirm)
def note_claim_as_paid(payment: PaymentOrder, entry: Any) -> None:
    """The person hears that the money went out, whoever confirmed it and on whichever page."""
    if isinstance(payment.about, TravelClaim):
        payment.about.note_payment(by=SYSTEM)


@follows(PaymentOrder.cancel)
def plan_claim_again(payment: PaymentOrder, entry: Any) -> None:
    """A cancelled transfer is planned anew, so that nobody waits in vain."""
    claim = payment.about
    if not isinstance(claim, TravelClaim) or claim.state != TravelClaim.States.APPROVED:
        return
    if claim.is_of_absent:
        claim.take_back(by=SYSTEM, note=not_there())
    else:
        _plan_transfer(claim, entry, payment.amount)


def not_there() -> str:
    """Why costs are not paid back."""
    return _(
        "The attendance list does not have you, and costs are paid back to those who were there."
    )


@follows(Registration.miss)
def stop_the_costs_of_the_absent(registration: Registration, entry: Any) -> None:
    """What is not paid goes back with the reason; of what is paid, or on its way at the bank, staff hear by letter."""
    claim = TravelClaim.objects.filter(registration=registration).first()
    if claim is None:
        return
    states = TravelClaim.States
    if claim.state in (states.SUBMITTED, states.CHECKED):
        claim.send_back(by=SYSTEM, note=not_there())
    elif claim.state == states.APPROVED and not claim.payments.in_state("ordered").exists():
        claim.take_back(by=SYSTEM, note=not_there())
        for order in claim.payments.in_state("planned", "held"):
            order.cancel(by=SYSTEM, note=_("The person was not there."))
    else:
        refresh_turns([claim])


@follows(Registration.attend)
def costs_may_be_sent_again(registration: Registration, entry: Any) -> None:
    """A presence that is put right gives the person their turn back; what was paid meanwhile stands."""
    claim = TravelClaim.objects.filter(registration=registration).first()
    if claim is None:
        return
    if claim.state == TravelClaim.States.PAID:
        registration.note_reimbursed(by=SYSTEM)
    else:
        refresh_turns([claim])


@follows(TravelClaim.note_payment)
def note_as_reimbursed(claim: TravelClaim, entry: Any) -> None:
    """The list of the visit shows who has their money back."""
    if claim.registration.state == Registration.States.ATTENDED:
        claim.registration.note_reimbursed(by=SYSTEM)


@transaction.atomic
def keep_travel_rate(
    *, vehicle: str, since: date, per_km: Decimal, source: str, by: Any
) -> TravelRate:
    """Say that a kilometre is worth `per_km` PLN from `since` on; a rate of that day is corrected. Raises NotYours."""
    if not may_keep_rates(by):
        raise NotYours([_("The finance staff of this programme do this.")])
    rate, _made = TravelRate.objects.update_or_create(
        vehicle=vehicle, since=since, defaults={"per_km": per_km, "source": source}
    )
    return rate
