"""Facts that writing down the seed of a lot asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Call


@guard(_("Write the seed as it was drawn; an empty one decides nothing."))
def has_seed(call: Call, seed: str) -> bool:
    return bool(seed.strip())
