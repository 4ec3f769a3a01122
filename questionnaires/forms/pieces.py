"""The parts of a block as staff fill them in: one form field for each, and its way from and to the block's JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questionnaires.blocks import SOURCES, Column, Table
from questionnaires.blocks.block import Option
from questionnaires.blocks.simple import FILES_AT_MOST, MEGABYTES_AT_MOST
from questionnaires.blocks.tables import ROWS_AT_MOST
from questionnaires.fields.figures import NumberField
from questionnaires.fields.rows import TableField
from workflows.filetypes import TYPES

Make = Callable[[], forms.Field]


def words(label: Any, *, help_text: Any = "", long: int = 0, required: bool = False) -> Make:
    """A text; `long` is the number of rows, 0 for one line."""
    widget: Any = forms.Textarea(attrs={"rows": long}) if long else forms.TextInput
    most = 2000 if long else 300
    return lambda: forms.CharField(
        label=label, help_text=help_text, required=required, widget=widget, max_length=most
    )


def whole(label: Any, *, low: int = 0, high: int = 100_000, help_text: Any = "") -> Make:
    """A whole number."""
    return lambda: forms.IntegerField(
        label=label, min_value=low, max_value=high, help_text=help_text, widget=_short()
    )


def figure(label: Any, *, places: int = 6) -> Make:
    """A number that may be left out."""
    return lambda: NumberField(
        label=label, places=places, low=None, high=None, currency="", required=False
    )


def _short() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "short", "inputmode": "numeric"})


def tick(label: Any, help_text: Any = "") -> Make:
    """Yes or no."""
    return lambda: forms.BooleanField(label=label, required=False, help_text=help_text)


def day(label: Any) -> Make:
    """A day that may be left out."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return lambda: forms.DateField(label=label, required=False, widget=widget)


def several(label: Any, choices: Sequence[tuple[str, Any]], help_text: Any = "") -> Make:
    """Any of `choices`."""
    return lambda: forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


def rows(label: Any, *columns: Column, required: bool, most: int, help_text: Any = "") -> Make:
    """Rows of a table of our own."""
    block = Table(key="rows", label="", table=columns, max_rows=most, min_rows=0, required=required)
    said = {"required": _("Fill in at least one row.")}
    return lambda: TableField(
        block=block, label=label, required=required, help_text=help_text, error_messages=said
    )


IN_POLISH = Column(key="pl", label=_("In Polish"))
IN_ENGLISH = Column(key="en", label=_("In English"), required=False)
KEY = Column(key="key", label=_("Key"), required=False, max_length=50)
COLUMN_TYPES = (
    Option("text", _("text")),
    Option("number", _("number")),
    Option("money", _("money")),
    Option("date", _("date")),
    Option("tick", _("yes or no")),
)
KEYS_STAY = _("Leave the keys empty: Tandem makes them. A key stays when the words change.")
OPTIONS = {"required": True, "most": ROWS_AT_MOST, "help_text": KEYS_STAY}

PIECES: dict[str, Make] = {
    "max_length": whole(_("How many characters fit"), low=1),
    "minimum_lines": whole(_("At least so many lines"), high=50),
    "maximum_lines": whole(_("At most so many lines"), low=1, high=200),
    "places": whole(_("Decimal places"), high=6),
    "minimum": figure(_("Smallest value")),
    "maximum": figure(_("Largest value")),
    "currency": lambda: forms.RegexField(
        r"^[A-Z]{3}$",
        label=_("Currency"),
        help_text=_("In a call the money of the call comes instead."),
        error_messages={"invalid": _("Three capital letters, for example PLN.")},
        widget=_short(),
    ),
    "options": rows(_("Answers to choose from"), IN_POLISH, IN_ENGLISH, KEY, **OPTIONS),  # type: ignore[arg-type]
    "categories": rows(
        _("Categories of costs"),
        IN_POLISH,
        IN_ENGLISH,
        KEY,
        required=False,
        most=30,
        help_text=_("None: costs are not grouped."),
    ),
    "sources": several(
        _("Beside the grant, who pays"),
        list(SOURCES.items()),
        _("None: the call decides whether there is a column for own contribution."),
    ),
    "hourly": tick(
        _("Own work is written in hours"),
        _(
            "Each kind counts at its rate in the call. Where a call has no rates, an amount is typed."
        ),
    ),
    "earliest": day(_("Not before")),
    "latest": day(_("Not after")),
    "text_pl": words(_("Words of the consent in Polish"), long=6, required=True),
    "text_en": words(_("Words of the consent in English"), long=6),
    "maximum_files": whole(_("At most so many files"), low=1, high=FILES_AT_MOST),
    "megabytes": whole(_("Megabytes a file may have"), low=1, high=MEGABYTES_AT_MOST),
    "endings": several(
        _("Only these kinds of files"),
        [(ending, ending) for ending in TYPES],
        _("None: all of them."),
    ),
    "table": rows(
        _("Columns"),
        IN_POLISH,
        IN_ENGLISH,
        Column(key="kind", label=_("Holds"), kind="choice", options=COLUMN_TYPES),
        Column(key="required", label=_("Must be filled in"), kind="tick", required=False),
        Column(key="adds_up", label=_("Adds up"), kind="tick", required=False),
        KEY,
        required=True,
        most=8,
        help_text=KEYS_STAY,
    ),
    "min_rows": whole(_("At least so many rows"), high=ROWS_AT_MOST),
    "max_rows": whole(_("At most so many rows"), low=1, high=ROWS_AT_MOST),
    "who": tick(_("Ask who does each step")),
    "age": tick(_("Ask for the year of birth, or a tick that the person is an adult")),
    "adults": whole(_("At least so many adults"), high=ROWS_AT_MOST),
    "role": tick(_("Ask for the role of each person")),
    "contact": tick(_("Ask for an e-mail or telephone of each person")),
}
"""The parts of blocks that kinds choose from; a name may differ from the block's where two kinds mean different things."""
