"""Where a figure leads: `{% figure_url kind key figure opens as url %}`, `{% line_url … %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse

if TYPE_CHECKING:
    from reporting.figures import IndicatorFigure, LineFigure

register = template.Library()


@register.simple_tag
def figure_url(kind: str, key: Any, figure: IndicatorFigure, opens: bool) -> str:
    """The address of the rows behind `figure`; nothing for whoever may not open them."""
    if not opens or not figure.served:
        return ""
    return reverse(f"reporting:{kind}-figure", args=[key, figure.code])


@register.simple_tag
def line_url(kind: str, key: Any, line: LineFigure, opens: bool) -> str:
    """The address of the documents charged to `line`; nothing for whoever may not open them."""
    return reverse(f"reporting:{kind}-line", args=[key, line.key]) if opens else ""
