"""Which kind of activity this room carries out."""

from __future__ import annotations

from django.urls import reverse

from programmes.kinds import attach
from programmes.models import Activity

from .models import Edition


def editions_of(activity: Activity) -> str:
    """Where the editions of one activity are listed."""
    return f"{reverse('mentoring:editions')}?activity={activity.pk}"


attach("mentoring", Edition, editions_of)
