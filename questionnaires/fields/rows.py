"""Rows of a table: each cell read by its column's kind, every mistake named with its row and column."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from questionnaires.blocks import Column, Costs, People, Rows, Schedule, Table
from questionnaires.blocks.estimate import worth
from questionnaires.blocks.tables import GRANT, HOURS, PRICE, QUANTITY, WORK, WORK_KIND
from questionnaires.numbers import show_amount
from questionnaires.widgets import CostsWidget, RowsWidget
from workflows import clock

from .figures import AMOUNT_AT_MOST, NumberField
from .prose import ProseField

OF_AGE = 18
OLDEST = 120
NUMBER_AT_MOST = Decimal(10) ** 12


class RowsField(forms.Field):
    """Rows of a table; `block` says what each holds."""

    def __init__(self, *, block: Rows, **options: Any) -> None:
        options.setdefault(
            "widget",
            RowsWidget(block.columns(), max_rows=block.max_rows, currency=block.currency),
        )
        super().__init__(**options)
        self.block, self.columns = block, block.columns()

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """The rows with numbers, amounts and dates read."""
        rows = value if isinstance(value, list) else []
        self.validate(rows)
        if len(rows) > self.block.max_rows:
            raise ValidationError(
                ngettext(
                    "At most %(count)d row fits here.",
                    "At most %(count)d rows fit here.",
                    self.block.max_rows,
                )
                % {"count": self.block.max_rows}
            )
        mistakes: list[str] = []
        clean = [self._row(place, row, mistakes) for place, row in enumerate(rows)]
        if mistakes := mistakes or list(self.about_all(clean)):
            raise ValidationError(mistakes)
        return clean

    def about_row(self, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Column and sentence for what is wrong with a whole row whose cells are right."""
        yield from ()

    def about_all(self, rows: list[dict[str, Any]]) -> Iterator[str]:
        """What is wrong with all rows together; asked when each is right."""
        yield from ()

    def _row(self, place: int, row: dict[str, str], mistakes: list[str]) -> dict[str, Any]:
        clean: dict[str, Any] = {}
        for column in self.columns:
            try:
                clean[column.key] = self.cell(column, str(row.get(column.key, "") or ""))
            except ValidationError as error:
                mistakes.append(self._named(place, column, error.messages[0]))
        if len(clean) == len(self.columns):
            by_key = {column.key: column for column in self.columns}
            mistakes += [
                self._named(place, by_key[key], what) for key, what in self.about_row(clean)
            ]
        return clean

    def _named(self, place: int, column: Column, what: str) -> str:
        self.widget.wrong.add((place, column.key))
        return gettext("Row %(row)d, “%(column)s”: %(what)s") % {
            "row": place + 1,
            "column": column,
            "what": what,
        }

    def cell(self, column: Column, text: str) -> Any:
        """The value of one cell; ValidationError with what to write instead."""
        return cell_field(column, self.block.currency).clean(text)


class CostsField(RowsField):
    """A cost estimate."""

    block: Costs

    def __init__(self, *, block: Costs, **options: Any) -> None:
        super().__init__(block=block, widget=CostsWidget(block), **options)
        self.money = list(block.money())
        self.rates = {rate.key: rate.worth for rate in block.rates}

    def cell(self, column: Column, text: str) -> Any:
        """An amount that is not given is nothing, where another source may pay; one that is counted is nothing yet."""
        if column.counted or (column.kind == "money" and not text and len(self.money) > 1):
            return Decimal("0.00")
        if column.key == WORK_KIND and text and text not in self.rates:
            raise ValidationError(
                gettext("this call counts no such work: choose a kind from the list.")
            )
        return super().cell(column, text)

    def about_row(self, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """A cost costs something."""
        wrong = list(self.about_worth(row)) if self.block.priced else []
        wrong += self.about_work(row) if self.block.by_hours else []
        yield from wrong
        if not wrong and not any(row[key] for key in self.money):
            yield (PRICE if self.block.priced else self.money[0]), gettext("the amount is zero.")

    def about_worth(self, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Count what the thing of a row is worth; of a thing there is some, and it has a price one can write."""
        if row[QUANTITY] <= 0:
            yield QUANTITY, gettext("write how much, more than zero.")
            return
        row[GRANT] = worth(row[QUANTITY], row[PRICE])
        if row[PRICE] and not row[GRANT]:
            yield PRICE, gettext("it comes to less than one hundredth: write a higher price.")
        elif row[GRANT] > AMOUNT_AT_MOST:
            yield PRICE, self.too_much()

    def about_work(self, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Count what the work of a row is worth; work is of a kind, and takes time."""
        kind, hours = row[WORK_KIND], row[HOURS]
        if not kind and hours is None:
            return
        if not kind:
            yield WORK_KIND, gettext("choose the kind of work: it says what an hour counts.")
        elif hours is None or hours <= 0:
            yield HOURS, gettext("write how many hours, more than zero.")
        else:
            row[WORK] = worth(hours, self.rates[kind])
            if not row[WORK]:
                yield HOURS, gettext("it comes to less than one hundredth: write more hours.")
            elif row[WORK] > AMOUNT_AT_MOST:
                yield HOURS, self.too_much()

    def too_much(self) -> str:
        """What is said of an amount that no estimate holds."""
        limit = show_amount(AMOUNT_AT_MOST, self.block.currency)
        return gettext("it comes to more than %(limit)s.") % {"limit": limit}


class ScheduleField(RowsField):
    """A schedule."""

    def about_row(self, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """A step ends after it starts."""
        if row["ends"] < row["starts"]:
            yield "ends", gettext("it ends before it starts.")


class TableField(RowsField):
    """A free table."""

    block: Table

    def about_all(self, rows: list[dict[str, Any]]) -> Iterator[str]:
        """As many rows as the form asks for."""
        if self.required or rows:
            yield from too_few(len(rows), self.block.min_rows)


class PeopleField(RowsField):
    """A list of persons."""

    block: People

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """The rows; whoever is of age by the year of birth is an adult without the tick."""
        rows = super().clean(value)
        for row in rows if self.block.age else []:
            row["adult"] = row["adult"] or is_adult(row["born"])
        return rows

    def about_row(self, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Age in one of two ways, and the same in both."""
        if not self.block.age:
            return
        if row["born"] is None and not row["adult"]:
            yield "born", gettext("give the year of birth, or tick “adult”.")
        elif row["adult"] and row["born"] is not None and not may_be_adult(row["born"]):
            yield "adult", gettext("by the year of birth this person is not an adult.")

    def about_all(self, rows: list[dict[str, Any]]) -> Iterator[str]:
        """Enough persons, and enough adults among them."""
        if not (self.required or rows):
            return
        yield from too_few(len(rows), self.block.min_rows)
        adults = sum(1 for row in rows if row.get("adult") or is_adult(row.get("born")))
        if adults < self.block.adults:
            yield ngettext(
                "At least %(count)d adult is needed. Whoever turns 18 this year is one only with the tick.",
                "At least %(count)d adults are needed. Whoever turns 18 this year is one only with the tick.",
                self.block.adults,
            ) % {"count": self.block.adults}


def too_few(given: int, needed: int) -> Iterator[str]:
    """A sentence when fewer rows are given than needed."""
    if given < needed:
        yield ngettext(
            "At least %(count)d row is needed.", "At least %(count)d rows are needed.", needed
        ) % {"count": needed}


def may_be_adult(born: int) -> bool:
    """Whether somebody born in the year `born` may be of age today."""
    return clock.today().year - born >= OF_AGE


def is_adult(born: int | None) -> bool:
    """Whether somebody born in the year `born` is of age on any day of this year."""
    return born is not None and clock.today().year - born > OF_AGE


class TickField(forms.Field):
    """A tick in a cell: anything typed is yes."""

    def to_python(self, value: Any) -> bool:
        return bool(value)

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")


class YearField(NumberField):
    """A year as a whole number."""

    def clean(self, value: Any) -> int | None:
        """The year; None when it was not given."""
        try:
            year = super().clean(value)
        except ValidationError as error:
            raise ValidationError(
                gettext("give a year with four digits, for example 1987.")
            ) from error
        return None if year is None else int(year)


def cell_field(column: Column, currency: str) -> forms.Field:
    """The form field of one cell."""
    return CELLS[column.kind](column, currency)


def _text(column: Column, currency: str) -> forms.Field:
    said = {
        "required": _("write what it is."),
        "max_length": _("these are %(show_value)d characters; at most %(limit_value)d fit."),
    }
    return ProseField(max_length=column.max_length, required=column.required, error_messages=said)


def _money(column: Column, currency: str) -> forms.Field:
    return NumberField(
        places=2,
        low=Decimal("0.00"),
        high=AMOUNT_AT_MOST,
        currency=currency,
        required=column.required,
        error_messages={"required": _("write the amount.")},
    )


def _number(column: Column, currency: str) -> forms.Field:
    return NumberField(
        places=2,
        low=-NUMBER_AT_MOST,
        high=NUMBER_AT_MOST,
        currency="",
        required=column.required,
        error_messages={"required": _("write the number.")},
    )


def _year(column: Column, currency: str) -> forms.Field:
    this = Decimal(clock.today().year)
    return YearField(places=0, low=this - OLDEST, high=this, currency="", required=column.required)


def _date(column: Column, currency: str) -> forms.Field:
    said = {"required": _("give a date."), "invalid": _("give the date as year-month-day.")}
    return forms.DateField(required=column.required, error_messages=said)


def _choice(column: Column, currency: str) -> forms.Field:
    said = {"required": _("choose one."), "invalid_choice": _("choose one of those given.")}
    choices = [(one.key, str(one)) for one in column.options]
    return forms.ChoiceField(choices=choices, required=column.required, error_messages=said)


def _tick(column: Column, currency: str) -> forms.Field:
    return TickField(required=column.required, error_messages={"required": _("tick it.")})


CELLS = {
    "text": _text,
    "money": _money,
    "number": _number,
    "year": _year,
    "date": _date,
    "choice": _choice,
    "tick": _tick,
}


def rows_field(block: Rows, **options: Any) -> RowsField:
    """The field that fits `block`."""
    match block:
        case Costs():
            return CostsField(block=block, **options)
        case Schedule():
            return ScheduleField(block=block, **options)
        case People():
            return PeopleField(block=block, **options)
        case Table():
            return TableField(block=block, **options)
    raise NotImplementedError(f"No rows for {block.kind}.")
