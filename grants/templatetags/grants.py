"""How points are written in templates."""

from decimal import Decimal

from django import template

from grants.rules.scoring import points_shown
from questionnaires.numbers import show_plain

register = template.Library()


@register.filter
def points(value: Decimal | None) -> str:
    """Points without needless zeros, as the reader's language writes them; a dash for none."""
    return points_shown(value)


@register.filter
def hours(value: Decimal | str) -> str:
    """Hours as the reader's language writes them, with as many places as they need; `value` may be decimal text."""
    return show_plain(Decimal(value))
