"""`{% saved_filters form %}`: the filters of this list that somebody kept under a name, above its table."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm

from programmes.models import SavedFilter, query_of

register = template.Library()


@register.inclusion_tag("programmes/saved_filters.html", takes_context=True)
def saved_filters(context: dict[str, Any], form: BaseForm) -> dict[str, Any]:
    """Chips of one's own filters and of those shared with one's team; what the present one names in vain."""
    request = context["request"]
    if request.resolver_match is None:
        return {}
    asked = query_of(request.GET)
    rows = SavedFilter.objects.visible_to(request.user).of_list(request.resolver_match.view_name)
    chips = [_chip(saved, form, asked, request.user) for saved in rows]
    present = [chip for chip in chips if chip["current"]]
    return {
        "chips": chips,
        "mine": next((chip["saved"] for chip in present if chip["mine"]), None),
        "gone": list(dict.fromkeys(name for chip in present for name in chip["gone"]))
        + ([str(form.fields[name].label) for name in form.errors if name in form.fields] if present else []),
        "may_save": bool(asked) and not any(chip["mine"] for chip in present) and form.is_valid(),
        "back": request.get_full_path(),
    }  # fmt: skip


def _chip(saved: SavedFilter, form: BaseForm, asked: str, user: Any) -> dict[str, Any]:
    return {
        "saved": saved,
        "current": saved.query == asked,
        "mine": saved.owner_id == user.pk,
        "gone": [name for name in saved.names if name not in form.fields],
    }
