"""`{% programme_places programme "partners" %}`: the pages of a programme as tabs."""

from __future__ import annotations

from typing import Any

from django import template

from programmes.places import places

register = template.Library()


@register.inclusion_tag("programmes/_places.html", takes_context=True)
def programme_places(context: dict[str, Any], programme: Any, current: str = "") -> dict[str, Any]:
    """Tabs to the pages of `programme` this person may open; `current` is the name of this one."""
    user = context["request"].user
    seen = sorted(
        (places[name].order, name) for name in places.names() if places[name].may(user, programme)
    )
    tabs = [
        {
            "label": places[name].label,
            "url": places[name].url(programme),
            "current": name == current,
        }
        for _order, name in seen
    ]
    return {"tabs": tabs, "programme": programme}
