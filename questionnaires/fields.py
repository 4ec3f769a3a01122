"""The form field of each kind of block, with sentences that say what to do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import singledispatch
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from .blocks import (
    Amount,
    Checkbox,
    Choice,
    Costs,
    Day,
    Lines,
    LongText,
    MultipleChoice,
    Number,
    Question,
    Schedule,
    Text,
    say,
)
from .numbers import UnreadableNumber, read_number, show_amount, show_number
from .widgets import Column, RowsWidget

HIGH = 1000  # characters from which a text area is drawn high
AMOUNT_AT_MOST = Decimal("999999999999.99")


def one_newline(text: str) -> str:
    """The text with one character at each end of a line; browsers send two, and would count differently."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class ProseField(forms.CharField):
    """A text whose length is counted in characters as a person counts them."""

    def to_python(self, value: Any) -> str:
        """The text with uniform line ends."""
        return one_newline(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A limit to count against; `maxlength` would cut what is pasted without a word."""
        return (
            {"data-limit": self.max_length}
            if self.max_length and isinstance(widget, forms.Textarea)
            else {}
        )


class LinesField(ProseField):
    """Short texts, one in each line."""

    widget = forms.Textarea

    def __init__(self, *, block: Lines, **options: Any) -> None:
        super().__init__(**options)
        self.block = block

    def clean(self, value: Any) -> list[str]:
        """The lines that are not empty."""
        lines = [
            " ".join(line.split()) for line in super().clean(value).split("\n") if line.strip()
        ]
        if lines and len(lines) < self.block.minimum:
            raise ValidationError(_lines_are_few(len(lines), self.block.minimum))
        if len(lines) > self.block.maximum:
            raise ValidationError(
                _now("At most %(count)d lines fit here.") % {"count": self.block.maximum}
            )
        if long := [line for line in lines if len(line) > self.block.max_length]:
            raise ValidationError(
                _now("This line is too long: “%(line)s…”") % {"line": long[0][:40]}
            )
        return lines


def _lines_are_few(given: int, needed: int) -> str:
    return ngettext(
        "There is %(given)d, and at least %(needed)d are needed; each in a line of its own.",
        "There are %(given)d, and at least %(needed)d are needed; each in a line of its own.",
        given,
    ) % {"given": given, "needed": needed}


class NumberField(forms.Field):
    """A number or an amount within limits; `currency` is empty for plain numbers."""

    widget = forms.TextInput

    def __init__(
        self,
        *,
        places: int,
        low: Decimal | None,
        high: Decimal | None,
        currency: str,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.places, self.low, self.high, self.currency = places, low, high, currency
        self.widget.attrs |= {
            "inputmode": "decimal" if places else "numeric",
            "autocomplete": "off",
        }

    def to_python(self, value: Any) -> Decimal | None:
        """The number typed, None when nothing was; ValidationError with what to write instead."""
        if value in self.empty_values:
            return None
        try:
            return read_number(str(value), places=self.places)
        except UnreadableNumber as error:
            raise ValidationError(self._example()) from error

    def validate(self, value: Any) -> None:
        """Refuse what is missing or outside the limits."""
        super().validate(value)
        if value is not None and self.low is not None and value < self.low:
            raise ValidationError(
                _now("Write at least %(limit)s.") % {"limit": self._shown(self.low)}
            )
        if value is not None and self.high is not None and value > self.high:
            raise ValidationError(
                _now("Write at most %(limit)s.") % {"limit": self._shown(self.high)}
            )

    def _shown(self, value: Decimal) -> str:
        return (
            show_amount(value, self.currency)
            if self.currency
            else show_number(value, places=self.places)
        )

    def _example(self) -> str:
        if self.currency:
            return _now("Write an amount, for example 1234.56.")
        if self.places:
            return _now("Write a number, for example 12.5.")
        return _now("Write a whole number, for example 30.")


class DayField(forms.DateField):
    """A date within limits."""

    def __init__(self, *, block: Day, **options: Any) -> None:
        super().__init__(
            **options, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        )
        self.block = block
        limits = {"min": block.earliest, "max": block.latest}
        self.widget.attrs |= {name: limit.isoformat() for name, limit in limits.items() if limit}

    def validate(self, value: date | None) -> None:
        """Refuse what is missing or outside the limits."""
        super().validate(value)
        if value and self.block.earliest and value < self.block.earliest:
            raise ValidationError(
                _now("Give a date from %(limit)s on.") % {"limit": date_format(self.block.earliest)}
            )
        if value and self.block.latest and value > self.block.latest:
            raise ValidationError(
                _now("Give a date up to %(limit)s.") % {"limit": date_format(self.block.latest)}
            )


class RowsField(forms.Field):
    """Rows of a table; every mistake is named with its row."""

    def __init__(
        self, *, columns: tuple[Column, ...], max_rows: int, currency: str = "", **options: Any
    ) -> None:
        super().__init__(
            **options, widget=RowsWidget(columns, max_rows=max_rows, currency=currency)
        )
        self.columns, self.max_rows = columns, max_rows

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """The rows with amounts and dates read."""
        rows = value if isinstance(value, list) else []
        self.validate(rows)
        if len(rows) > self.max_rows:
            raise ValidationError(
                _now("At most %(count)d rows fit here.") % {"count": self.max_rows}
            )
        mistakes: list[str] = []
        clean = [self._row(place, row, mistakes) for place, row in enumerate(rows, start=1)]
        if mistakes:
            raise ValidationError(mistakes)
        return clean

    def _row(self, place: int, row: dict[str, str], mistakes: list[str]) -> dict[str, Any]:
        clean: dict[str, Any] = {}
        for column in self.columns:
            try:
                clean[column.key] = _cell(column, str(row.get(column.key, "")))
            except ValidationError as error:
                mistakes.append(
                    _now("Row %(row)d: %(what)s") % {"row": place, "what": error.messages[0]}
                )
        mistakes += [
            _now("Row %(row)d: %(what)s") % {"row": place, "what": what}
            for what in _row_as_a_whole(clean)
        ]
        return clean


def _cell(column: Column, text: str) -> Any:
    if column.kind == "money":
        if not text and column.key == "own":
            return Decimal("0.00")
        return NumberField(
            places=2,
            low=Decimal("0.00"),
            high=AMOUNT_AT_MOST,
            currency="PLN",
            error_messages={"required": _("write the amount.")},
        ).clean(text)
    if column.kind == "date":
        return forms.DateField(
            error_messages={
                "required": _("give both dates."),
                "invalid": _("give dates as year-month-day."),
            }
        ).clean(text)
    return ProseField(max_length=200, error_messages={"required": _("write what it is.")}).clean(
        text
    )


def _row_as_a_whole(clean: dict[str, Any]) -> list[str]:
    if "starts" in clean and "ends" in clean and clean["ends"] < clean["starts"]:
        return [_now("it ends before it starts.")]
    if "amount" in clean and not clean["amount"] and not clean.get("own"):
        return [_now("the amount is zero.")]
    return []


@singledispatch
def field_for(block: Question) -> forms.Field:
    """The form field that asks `block`."""
    raise NotImplementedError(f"No form field for {block.kind}.")


def _common(block: Question, missing: Any) -> dict[str, Any]:
    return {
        "label": block.title,
        "help_text": block.hint,
        "required": block.required,
        "error_messages": {
            "required": say(block.missing) or missing,
            "max_length": _(
                "These are %(show_value)d characters; at most %(limit_value)d fit here."
            ),
            "invalid_choice": _("Choose one of the answers given."),
        },
    }


@field_for.register
def _text(block: Text) -> forms.Field:
    return ProseField(**_common(block, _("Write the answer.")), max_length=block.max_length)


@field_for.register
def _long_text(block: LongText) -> forms.Field:
    common = _common(block, _("Write the answer."))
    field = ProseField(**common, max_length=block.max_length, widget=forms.Textarea)
    field.widget.attrs["rows"] = 5 if block.max_length < HIGH else 9
    return field


@field_for.register
def _lines(block: Lines) -> forms.Field:
    field = LinesField(block=block, **_common(block, _("Write at least one line.")))
    field.widget.attrs["rows"] = max(4, block.minimum + 1)
    return field


@field_for.register
def _number(block: Number) -> forms.Field:
    return NumberField(
        **_common(block, _("Write a number.")),
        places=block.places,
        low=block.minimum,
        high=block.maximum,
        currency="",
    )


@field_for.register
def _amount(block: Amount) -> forms.Field:
    low = block.minimum if block.minimum is not None else Decimal(0)
    high = block.maximum if block.maximum is not None else AMOUNT_AT_MOST
    return NumberField(
        **_common(block, _("Write an amount.")),
        places=2,
        low=low,
        high=high,
        currency=block.currency,
    )


@field_for.register
def _choice(block: Choice) -> forms.Field:
    choices = [(option.key, str(option)) for option in block.options]
    return forms.ChoiceField(
        **_common(block, _("Choose one answer.")), choices=choices, widget=forms.RadioSelect
    )


@field_for.register
def _choices(block: MultipleChoice) -> forms.Field:
    return forms.MultipleChoiceField(
        **_common(block, _("Choose at least one answer.")),
        choices=[(option.key, str(option)) for option in block.options],
        widget=forms.CheckboxSelectMultiple,
    )


@field_for.register
def _day(block: Day) -> forms.Field:
    field = DayField(block=block, **_common(block, _("Give a date.")))
    field.error_messages["invalid"] = _("Give a date as year-month-day, for example 2026-05-31.")
    return field


@field_for.register
def _checkbox(block: Checkbox) -> forms.Field:
    return forms.BooleanField(
        **_common(block, _("Tick this statement if it is true; without it the form cannot go."))
    )


@field_for.register
def _costs(block: Costs) -> forms.Field:
    money = [Column("amount", _("From the grant") if block.own else _("Amount"), "money")]
    own = [Column("own", _("Own contribution"), "money")] if block.own else []
    return RowsField(
        **_common(block, _("Add at least one cost.")),
        columns=(Column("name", _("What for"), "text"), *money, *own),
        max_rows=block.max_rows,
        currency=block.currency,
    )


@field_for.register
def _schedule(block: Schedule) -> forms.Field:
    return RowsField(
        **_common(block, _("Add at least one step.")),
        columns=(
            Column("name", _("What happens"), "text"),
            Column("starts", pgettext_lazy("date", "From"), "date"),
            Column("ends", pgettext_lazy("date", "To"), "date"),
        ),
        max_rows=block.max_rows,
    )
