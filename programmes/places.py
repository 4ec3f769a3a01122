"""The pages of a programme's workspace that this room keeps; other rooms register theirs here."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes import rules
from programmes.registries.places import Place, places

__all__ = ["Place", "page_of", "places"]


def page_of(name: str) -> Any:
    """The address of the page `name` for a programme."""
    return lambda programme: reverse(name, args=[programme.code])


def add(name: str, label: Any, order: int, may: Any = rules.can_view) -> None:
    """Register a page of this room."""
    places.add(name, Place(label, page_of(f"programmes:{name}"), may, order))


add("description", _("Description"), 20)
add("partners", _("Partners"), 30)
add("activities", _("Activities"), 40)
add("indicators", _("Indicators"), 50)
add("roles", pgettext_lazy("programme", "Team"), 90)
