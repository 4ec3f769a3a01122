"""The kind of activity that this room carries out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from grants.models import Call
from programmes.kinds import attach


def calls_of(activity: Any) -> str:
    """Address of the calls of one activity."""
    return f"{reverse('grants:call-list')}?{urlencode({'activity': activity.pk})}"


attach("grant_call", Call, url=calls_of)
