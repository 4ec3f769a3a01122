"""Questions answered in rows: free tables, cost estimates, schedules, people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .block import Option, Question
from .texts import Texts, say

ROWS_AT_MOST = 50
COLUMN_KINDS = ("text", "number", "money", "date", "tick")

GRANT = "amount"
QUANTITY, UNIT, PRICE = "quantity", "unit", "price"
OWN = "own"
WORK, WORK_KIND, HOURS = "own_work", "own_work_kind", "own_work_hours"
SOURCES: dict[str, str | Promise] = {
    "own_cash": pgettext_lazy("source of money", "own cash"),
    "own_in_kind": pgettext_lazy("source of money", "own in kind"),
    WORK: pgettext_lazy("source of money", "own work"),
}
"""Where own contribution may come from; the grant itself is the column `amount`."""


@dataclass(frozen=True)
class Rate(Option):
    """A kind of work; `worth` is what one hour of it counts, in the currency of its block."""

    worth: Decimal


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table: text, number, money, date, tick, year, or choice among `options`."""

    key: str
    label: Texts
    kind: str = "text"
    required: bool = True
    options: tuple[Option, ...] = ()
    max_length: int = 200
    adds_up: bool = False
    factors: tuple[str, ...] = ()  # the cells of its row whose product it is

    @property
    def counted(self) -> bool:
        """Whether it comes from other cells, so that nobody types it."""
        return bool(self.factors)

    def __str__(self) -> str:
        return say(self.label)

    @property
    def is_numeric(self) -> bool:
        """Whether its cells stand to the right."""
        return self.kind in {"number", "money"}


@dataclass(frozen=True, kw_only=True)
class Rows(Question):
    """Any question that is answered in rows; its `columns()` say what each row holds."""

    max_rows: int = 30
    currency: str = ""

    def columns(self) -> tuple[Column, ...]:
        """What each row holds, in order."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Table(Rows):
    """A table with columns of the form's own."""

    kind = "table"
    table: tuple[Column, ...]
    currency: str = "PLN"
    min_rows: int = 1

    def columns(self) -> tuple[Column, ...]:
        """Those of the form."""
        return self.table


@dataclass(frozen=True, kw_only=True)
class Costs(Rows):
    """A cost estimate with totals.

    `categories` group the costs; `sources` (keys of SOURCES) are columns beside what the grant pays; `own` is the
    one undivided column of forms that do not ask where own contribution comes from. `in_kind` is the estimate of
    things and services that are given instead of money: how much of each, and what it is worth. Where it is `priced`
    too, the worth is counted from the quantity and the price of one; forms published before that keep their own way.
    In an `hourly` one own work is written in hours of a kind: the call brings its `rates`, and what the work counts
    is hours times the rate. Without rates, as in forms published before, the amount is typed.
    """

    kind = "costs"
    currency: str = "PLN"
    own: bool = False
    in_kind: bool = False
    priced: bool = False
    hourly: bool = False
    categories: tuple[Option, ...] = ()
    sources: tuple[str, ...] = ()
    rates: tuple[Rate, ...] = ()

    @property
    def by_hours(self) -> bool:
        """Whether own work is counted from hours."""
        return bool(self.rates) and WORK in self.sources

    def columns(self) -> tuple[Column, ...]:
        """What for, in which category, then an amount from each source."""
        category = Column(
            key="category", label=_("Category"), kind="choice", options=self.categories
        )
        return (
            *([category] if self.categories else []),
            *self.what(),
            *(column for key, label in self.money().items() for column in self._paid(key, label)),
        )

    def _paid(self, key: str, label: str | Promise) -> Iterator[Column]:
        """The column of one source of money; before own work in hours, what that is counted from."""
        factors: tuple[str, ...] = ()
        if key == GRANT and self.priced:
            factors = (QUANTITY, PRICE)
        if key == WORK and self.by_hours:
            factors = (HOURS, WORK_KIND)
            kind, hours = (
                pgettext_lazy("own work", "Kind of work"),
                pgettext_lazy("own work", "Hours"),
            )
            yield Column(
                key=WORK_KIND, label=kind, kind="choice", required=False, options=self.rates
            )
            yield Column(key=HOURS, label=hours, kind="number", required=False)
        yield Column(
            key=key,
            label=label,
            kind="money",
            required=key == GRANT,
            adds_up=True,
            factors=factors,
        )

    def what(self) -> tuple[Column, ...]:
        """What a row is about; of a thing or a service also how much, and what one of it costs."""
        if not self.in_kind:
            return (Column(key="name", label=_("What for")),)
        name = Column(key="name", label=pgettext_lazy("in kind", "Thing or service"))
        much = pgettext_lazy("in kind", "How much")
        if not self.priced:
            return name, Column(key=QUANTITY, label=much, max_length=60)
        return (
            name,
            Column(key=QUANTITY, label=much, kind="number"),
            Column(key=UNIT, label=pgettext_lazy("in kind", "Unit"), max_length=20),
            Column(
                key=PRICE,
                label=pgettext_lazy("in kind", "Price of one"),
                kind="money",
                required=False,
            ),
        )

    def money(self) -> dict[str, str | Promise]:
        """The columns of money: key and label."""
        if self.in_kind:
            own = {key: SOURCES[key] for key in SOURCES if key in self.sources}
            return {GRANT: pgettext_lazy("in kind", "worth, from the city"), **own}
        if self.sources:
            own = {key: SOURCES[key] for key in SOURCES if key in self.sources}
            return {GRANT: pgettext_lazy("source of money", "from the grant"), **own}
        if self.own:
            return {GRANT: _("From the grant"), OWN: _("Own contribution")}
        return {GRANT: _("Amount")}


@dataclass(frozen=True, kw_only=True)
class Schedule(Rows):
    """What happens from when to when and, where `who` is asked, by whom."""

    kind = "schedule"
    who: bool = False

    def columns(self) -> tuple[Column, ...]:
        """What, from, to, who."""
        who = Column(key="who", label=_("Who does it"), max_length=120)
        return (
            Column(key="name", label=_("What happens")),
            Column(key="starts", label=pgettext_lazy("date", "From"), kind="date"),
            Column(key="ends", label=pgettext_lazy("date", "To"), kind="date"),
            *([who] if self.who else []),
        )


@dataclass(frozen=True, kw_only=True)
class People(Rows):
    """A list of persons: name, and where asked year of birth or a tick “adult”, role, contact.

    At least `min_rows` persons, of whom `adults` are of age.
    """

    kind = "people"
    min_rows: int = 1
    adults: int = 0
    age: bool = False
    role: bool = False
    contact: bool = False

    def columns(self) -> tuple[Column, ...]:
        """Those of the parts that are asked."""
        age = [
            Column(key="born", label=_("Year of birth"), kind="year", required=False),
            Column(key="adult", label=_("Adult"), kind="tick", required=False),
        ]
        role = Column(key="role", label=_("Role"), max_length=120)
        contact = Column(key="contact", label=_("E-mail or telephone"), max_length=120)
        return (
            Column(key="name", label=_("Given name and family name"), max_length=120),
            *(age if self.age else []),
            *([role] if self.role else []),
            *([contact] if self.contact else []),
        )
