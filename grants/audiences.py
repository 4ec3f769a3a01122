"""To whom the staff of a call write as a group: the authors of applications."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from grants.models import Application
from programmes.registries.audiences import Audience, audiences


def applications_asked(request: Any) -> QuerySet[Application]:
    """Applications as their list shows them."""
    from grants.forms.filters import ApplicationFilter  # noqa: PLC0415 -- forms stand on apps that start later

    rows = Application.objects.received_by(request.user)
    found: Any = ApplicationFilter(request.GET, queryset=rows, request=request).qs
    return found.order_by("pk")


audiences.add(
    "grants.applicants",
    Audience(
        label=_("authors of applications"),
        place="grants:application-list",
        asked=applications_asked,
        rows=lambda keys: (
            Application.objects.filter(pk__in=keys)
            .select_related("author__person", "call__activity__programme")
            .order_by("pk")
        ),
        who=lambda application: [application.author],
        programme=lambda application: application.call.programme,
        title=lambda application: application.title_line,
    ),
)
