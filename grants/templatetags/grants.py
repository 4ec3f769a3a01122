"""How points are written in templates."""

from decimal import Decimal

from django import template

from grants.rules.scoring import points_shown

register = template.Library()


@register.filter
def points(value: Decimal | None) -> str:
    """Points without needless zeros, as the reader's language writes them; a dash for none."""
    return points_shown(value)
