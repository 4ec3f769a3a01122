"""The demo's five programmes, from their files, with their teams, and money where the files name some."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from cms.demo.cast import Cast
from cms.demo.numbers import invented_nip
from finance.actions.budgets import add_budget_line, set_budget
from finance.actions.expenses import ShareWanted, record_expense
from finance.models import Budget, BudgetLine
from programmes.actions import give_programme_role
from programmes.importing import programme_files, read_programme
from programmes.models import Programme
from workflows import clock

FILES = Path(settings.BASE_DIR) / "programmes" / "data"
SINCE = timedelta(days=300)  # programmes whose period nobody told run since then
SET_UP = timedelta(days=40)
EURO = Decimal("4.35")  # zlotys, an invented rate
MONTH = timedelta(days=31)


@dataclass(frozen=True)
class Line:
    """An invented line of a budget: its share of the whole, in percent, and what is bought for it."""

    name: str
    english: str
    source: str
    percent: int
    seller: str
    bought: str


LINES = (
    Line(
        "Praca zespołu",
        "The team's work",
        "grant",
        46,
        "Biuro Rachunkowe Liczydło",
        "wynagrodzenia",
    ),
    Line(
        "Spotkania i szkolenia",
        "Meetings and training",
        "grant",
        24,
        "Dom Kultury Zacisze",
        "sala i poczęstunek",
    ),
    Line("Ekspertki i eksperci", "Experts", "grant", 10, "Pracownia Dialogu", "moderacja spotkań"),
    Line(
        "Wkład własny: sale",
        "Own contribution: rooms",
        "in_kind",
        20,
        "Urząd Miasta",
        "udostępnienie sali",
    ),
)
#: The one running programme with grants: three of about 10,000 PLN, as its file says; nothing else is known.
GRANTS = ("miedzysektorowa-wspolpraca", Decimal("30000.00"))


def play(cast: Cast) -> dict[str, Programme]:
    """Bring the files in, give the roles, start what has begun, complete what is over; by code."""
    found = [_bring_in(cast, path) for path in sorted(FILES.glob("*.yaml"))]
    return {programme.code: programme for programme in found}


def noon(day: date) -> datetime:
    """Noon of a day in Warsaw."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def _bring_in(cast: Cast, path: Path) -> Programme:
    first, last = _period(path)
    with clock.at(noon(first - SET_UP)):
        result = programme_files.apply_text(path.read_text(encoding="utf-8"), by=cast.coordinator)
    programme = result.subject
    with clock.at(noon(first - timedelta(days=30))):
        _give_roles(cast, programme)
        _enter_money(cast, programme)
    with clock.at(noon(first)):
        programme.refresh_from_db()
        programme.start_running(by=cast.coordinator)
    _spend(cast, programme, first, last or clock.today())
    if last and last < clock.today():
        with clock.at(noon(last)):
            programme.complete(by=cast.coordinator)
    return programme


def _period(path: Path) -> tuple[date, date | None]:
    """When the programme of a file runs; one whose period nobody told runs now."""
    period = read_programme(path.read_text(encoding="utf-8")).get("period", {})
    told = Programme(start=str(period.get("start", "")), end=str(period.get("end", "")))
    return told.first_day or timezone.localdate() - SINCE, told.last_day


def _give_roles(cast: Cast, programme: Programme) -> None:
    """The same small office runs all five; one funder's reader and one editor read and write."""
    team = [(user, "staff") for user in cast.staff]
    team += [(cast.finance, "finance"), (cast.funder, "funder"), (cast.editor, "editor")]
    for user, role in team:
        give_programme_role(programme=programme, user=user, role=role, by=cast.coordinator)


def _enter_money(cast: Cast, programme: Programme) -> None:
    """Lines where the file names a sum; where it does not, nobody makes one up."""
    for budget in Budget.objects.filter(programme=programme):
        whole = budget.total or budget.grant
        if whole is None or (budget.about == programme and programme.partners.exists()):
            continue
        for number, (line, amount) in enumerate(
            _split(whole.amount, with_own=bool(budget.own_contribution)), 1
        ):
            names = {"pl": line.name, "en": line.english}
            add_budget_line(
                budget=budget,
                code=f"{number}",
                name=names,
                amount=amount,
                source=line.source,
                by=cast.finance,
            )
    if programme.code == GRANTS[0]:
        budget = set_budget(about=programme, programme=programme, currency="PLN", by=cast.finance)
        names = {
            "pl": "Mikrogranty na inicjatywy lokalne",
            "en": "Small grants for local initiatives",
        }
        add_budget_line(budget=budget, code="1", name=names, amount=GRANTS[1], by=cast.finance)


def _split(whole: Decimal, *, with_own: bool) -> Iterator[tuple[Line, Decimal]]:
    """`whole` over the lines, to the grosz: the first takes what rounding leaves."""
    lines = [line for line in LINES if with_own or line.source == "grant"]
    hundred = sum(line.percent for line in lines)
    amounts = [
        (whole * line.percent / hundred).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        for line in lines
    ]
    amounts[0] += whole - sum(amounts)
    yield from zip(lines, amounts, strict=True)


def _spend(cast: Cast, programme: Programme, first: date, last: date) -> None:
    """A document a quarter for each invented line; nine tenths are spent when all is over."""
    for line in BudgetLine.objects.filter(budget__programme=programme).select_related("budget"):
        story = next((each for each in LINES if line.name in (each.name, each.english)), None)
        if story is None:
            continue
        days = [first + MONTH * each for each in range(1, 40, 3) if first + MONTH * each <= last]
        nip = invented_nip(line.pk)
        for day in days:
            part = (line.amount * 9 / 10 / len(days)).quantize(Decimal("0.01"))
            _document(cast, line, story, day, part, nip)


def _document(
    cast: Cast, line: BudgetLine, story: Line, day: date, part: Decimal, nip: str
) -> None:
    rate = EURO if line.budget.currency == "EUR" else Decimal(1)
    gross = (part * rate).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    with clock.at(noon(min(day + timedelta(days=3), clock.today()))):
        record_expense(
            shares=[ShareWanted(line, gross, rate)],
            by=cast.finance,
            number=f"{day:%m/%Y}/{line.pk}",
            issued_on=day - timedelta(days=5),
            paid_on=day,
            seller_name=story.seller,
            seller_nip=nip,
            gross=gross,
            currency="PLN",
            purpose=f"{story.bought}, {day:%m.%Y}",
        )
