"""What this room counts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from grants.models import Agreement
from programmes.counts import Scope, attach


def grants_settled(scope: Scope) -> QuerySet[Any]:
    """Agreements whose final settlement was accepted within the scope, by the day it was accepted."""
    return scope.within(Agreement.objects.in_state("settled"), "settled_on", "call__activity")


attach("grants_settled", rows=grants_settled)
