"""Travel costs of a study visit, brought to a state by the real moves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from activities.actions import CostLine, write_claim
from activities.models import Registration, TravelClaim, TravelRate
from tests.factories.activities import after, make_registration, make_staff, make_visit, tick
from tests.remembering import remembered
from workflows import clock
from workflows.actions import attach_file

ACCOUNT = "61109010140000071219812874"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@remembered
def make_rate(
    per_km: str = "1.15", *, vehicle: str = "car", since: date = date(2023, 1, 17)
) -> TravelRate:
    """What a kilometre is worth, in PLN."""
    return TravelRate.objects.create(
        vehicle=vehicle, since=since, per_km=Decimal(per_km), source="rozporządzenie"
    )


@remembered
def make_traveller(*, came: bool = True, **rules: Any) -> Registration:
    """Somebody whose place at a visit was confirmed, and who came; `rules` are fields of the visit."""
    return make_travellers(1, came=came, **rules)[0]


def make_travellers(count: int, *, came: bool = True, **rules: Any) -> list[Registration]:
    """So many people on one visit."""
    visit = make_visit(**{"claim_days": 14, "capacity": 5, **rules})
    staff = make_staff(visit.programme)
    travellers = [make_registration(visit, "confirmed") for _ in range(count)]
    visit.refresh_from_db()
    visit.select(by=staff)
    visit.confirm(by=staff)
    with clock.at(after(visit)):
        visit.hold(by=staff)
    for day in visit.days:
        tick(visit, day, *(travellers if came else []), by=staff)
    return list(Registration.objects.filter(visit=visit).order_by("pk"))


def ticket(
    traveller: Registration, amount: str = "120.00", what: str = "Pociąg Rybnik–Płock"
) -> CostLine:
    """A ticket of the first day."""
    return CostLine("ticket", traveller.subject.days[0], what, amount=Decimal(amount), leg="there")


def way(traveller: Registration, km: str = "200", vehicle: str = "car") -> CostLine:
    """A way by car on the first day."""
    day = traveller.subject.days[0]
    return CostLine(
        "vehicle", day, "Rybnik–Płock i z powrotem", vehicle=vehicle, km=Decimal(km), leg="both"
    )


@remembered
def make_claim(
    state: str = "draft", *, traveller: Registration | None = None, costs: Any = None
) -> TravelClaim:
    """The costs of a traveller; checked and approved by two different people of the team."""
    traveller = traveller or make_traveller()
    person = traveller.person.user
    lines = costs if costs is not None else [ticket(traveller)]
    with clock.at(after(traveller.subject)):
        claim = write_claim(registration=traveller, account=ACCOUNT, costs=lines, by=person)
        scan = SimpleUploadedFile("bilet.pdf", PDF, "application/pdf")
        attach_file(obj=claim, upload=scan, by=person)
        _walk(claim, state)
    return TravelClaim.objects.get(pk=claim.pk)


def _walk(claim: TravelClaim, state: str) -> None:
    steps = {"draft": 0, "submitted": 1, "checked": 2, "approved": 3, "paid": 4}[state]
    first, second = (make_staff(claim.programme) for _ in range(2))
    if steps >= 1:
        claim.submit(by=claim.registration.person.user)
    if steps >= 2:
        claim.check_first(by=first)
    if steps >= 3:
        claim.approve(by=second)
    if steps >= 4:
        transfer_of(claim).confirm(by=make_staff(claim.programme, "finance"))


def transfer_of(claim: TravelClaim) -> Any:
    """The transfer that stands."""
    return claim.programme.payments.exclude(state="cancelled").get()
