"""The name of a rule and its value, in the reader's language, from the plain values of a snapshot."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from finance.money import AmountField, format_money
from grants.rules.parties import ApplicantKind
from workflows.deadlines import in_words

from .award import PublicList
from .judging import TieBreak
from .snapshot import ORDER

if TYPE_CHECKING:
    from grants.models import Call

CHOICES = {
    "who_may_apply": ApplicantKind,
    "tie_breaks": TieBreak,
    "public_lists": PublicList,
}
NONE = "–"


def name_of(what: str, call: Call) -> str:
    """What a `Difference` is about: “Closes”, or “Criterion “Idea”: most points”."""
    table, _dot, rest = what.partition(".")
    if not rest:
        return capfirst(_label(type(call), what))
    key, _dot, column = rest.partition(".")
    model = getattr(call, table).model
    if key == ORDER:
        return _("%(rows)s: order") % {"rows": capfirst(str(model._meta.verbose_name_plural))}
    named = f"{capfirst(str(model._meta.verbose_name))} “{_title_of(call, table, key)}”"
    return f"{named}: {_label(model, column)}" if column else named


def value_in_words(what: str, value: Any, call: Call) -> str:
    """A plain value as people read it."""
    table, _dot, rest = what.partition(".")
    if isinstance(value, dict):
        return _row_in_words(value)
    if rest == ORDER:
        return "; ".join(_title_of(call, table, key) for key in value)
    model, column = type(call), what
    if rest:
        model, column = getattr(call, table).model, rest.partition(".")[2]
    if column in CHOICES:
        return _choices(column, value)
    if not column or value in (None, "", []):
        return NONE
    return _field_in_words(model._meta.get_field(column), value, call)


def _label(model: type[models.Model], column: str) -> str:
    field = model._meta.get_field(column)
    base = getattr(field, "translated_field", None)
    if base is None:
        return str(field.verbose_name)  # type: ignore[union-attr]
    language = {"pl": _("in Polish"), "en": _("in English")}[column[-2:]]
    return f"{base.verbose_name} ({language})"


def _title_of(call: Call, table: str, key: str) -> str:
    for row in getattr(call, table).all():
        if str(getattr(row, "key", row.position)) == key:
            return str(row)
    return key


def _row_in_words(row: dict[str, Any]) -> str:
    language = get_language() or "pl"
    for column in (
        f"title_{language[:2]}",
        "title_pl",
        f"text_{language[:2]}",
        "text_pl",
        "percent",
    ):
        if row.get(column):
            return str(row[column])
    return NONE


def _choices(column: str, value: Any) -> str:
    kinds = CHOICES[column]
    return "; ".join(str(kinds(one).label) for one in value or []) or NONE


def _field_in_words(field: Any, value: Any, call: Call) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(value)
    for kind, reader in READERS:
        if isinstance(field, kind):
            return reader(str(value), call)
    return str(value)


def _amount(value: str, call: Call) -> str:
    return format_money(Decimal(value), call.currency)


def _instant(value: str, call: Call) -> str:
    instant = parse_datetime(value)
    return in_words(instant) if instant else value


def _day(value: str, call: Call) -> str:
    day = parse_date(value)
    return date_format(day) if day else value


def _number(value: str, call: Call) -> str:
    exact = Decimal(value).normalize()
    whole = exact == exact.to_integral_value()
    return number_format(exact.quantize(Decimal(1)) if whole else exact)


READERS = (
    (AmountField, _amount),
    (models.DateTimeField, _instant),
    (models.DateField, _day),
    (models.DecimalField, _number),
)
"""How a value is read by the kind of its column, the narrower kind first."""
