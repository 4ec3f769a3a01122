"""The pages of a programme that this room keeps."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes import rules
from programmes.registries.places import Place, places


def _overview(programme: object) -> str:
    return reverse("reporting:programme", args=[programme.code])  # type: ignore[attr-defined]


def _reports(programme: object) -> str:
    return reverse("reporting:programme-reports", args=[programme.code])  # type: ignore[attr-defined]


places.add("overview", Place(_("How it stands"), _overview, rules.can_view, 10))
places.add("reports", Place(_("Reports"), _reports, rules.can_view, 80))
