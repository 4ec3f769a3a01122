"""What the components draw with: icons, initials, bars, and what a field says about itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, Textarea
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from cms.illustration import Picture, picture_of
from workflows import clock

register = template.Library()

SYMBOLS = {"PLN": "zł", "EUR": "€"}
CHART_WIDTH = 560  # leaves room for the figure to the right of the longest bar
CHART_ROW = 54


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw `name` of our sprite `img/icons.svg`; it only decorates, the words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("img/icons.svg"),
        name,
    )


@register.filter
def prefix(value: object, before: str) -> str:
    """Put `before` in front of `value`: the icon of a category is `state-<category>`."""
    return f"{before}{value}"


@register.filter
def initials(person: object) -> str:
    """Give at most two capital letters for a round picture: „Maria Kowalska” → „MK”."""
    words = [word for word in str(person).replace("@", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def language_of(thing: object, field: str) -> str:
    """Say in which language the translated `field` of `thing` is read: another one stands in for words not there yet."""
    now = get_language() or settings.LANGUAGE_CODE
    own = getattr(thing, build_localized_fieldname(field, now))
    return now if own else settings.MODELTRANSLATION_DEFAULT_LANGUAGE


@register.filter
def bar(percent: object) -> str:
    """Turn a percentage into the width of an SVG bar, kept between 0 and 100, with a decimal point."""
    try:
        width = min(max(Decimal(str(percent).replace(",", ".")), Decimal(0)), Decimal(100))
    except ArithmeticError:
        return "0"
    return f"{width:.2f}"


@dataclass(frozen=True)
class Bar:
    label: str
    text: str
    width: int
    y: int
    speaks: bool

    @property
    def y_label(self) -> int:
        return self.y - 7

    @property
    def y_value(self) -> int:
        return self.y + 14

    @property
    def x_value(self) -> int:
        return self.width + 8


@register.simple_tag
def bar_layout(bars: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Lay out bars given as {label, value, text?, speaks?}; the longest takes the whole width."""
    rows = list(bars)
    longest = max((Decimal(row["value"]) for row in rows), default=Decimal(0)) or Decimal(1)
    drawn = [
        Bar(
            label=str(row["label"]),
            text=str(row.get("text", row["value"])),
            width=max(3, int(Decimal(row["value"]) / longest * CHART_WIDTH)),
            y=number * CHART_ROW + 26,
            speaks=bool(row.get("speaks")),
        )
        for number, row in enumerate(rows)
    ]
    return {"bars": drawn, "height": len(rows) * CHART_ROW}


@register.filter
def minute_and_day(instant: datetime) -> str:
    """Write the minute of `instant` in Warsaw, with its day unless that is today."""
    local = timezone.localtime(instant)
    return date_format(local, "H:i" if local.date() == clock.today() else "DATETIME_FORMAT")


@register.filter
def unit_of(field: BoundField) -> str:
    """Name what a field is counted in (its `currency` or the widget's `data-unit`), empty if nothing."""
    currency = getattr(field.field, "currency", "")
    if currency:
        code, polish = str(currency), (get_language() or "pl").startswith("pl")
        return SYMBOLS.get(code, code) if polish else code
    return str(field.field.widget.attrs.get("data-unit", ""))


@register.filter
def limit_of(field: BoundField) -> int | None:
    """Give the number of characters a text takes that is counted as it is typed, or None for another field.

    Text areas are counted; of single lines only those that say `data-limit`.
    """
    attrs = field.field.widget.attrs
    limit = attrs.get("data-limit")
    if isinstance(field.field.widget, Textarea):
        limit = limit or attrs.get("maxlength")
    return int(limit) if limit else None


@register.filter
def length_of(field: BoundField) -> int:
    """Count the characters typed so far as the server does: an end of line is one, so is an emoji."""
    return len(str(field.value() or "").replace("\r\n", "\n"))


@register.inclusion_tag("components/illustration.html")
def illustration(seed: object) -> dict[str, Picture]:
    """Draw the quiet picture that belongs to `seed`."""
    return {"picture": picture_of(str(seed))}
