"""One move on many applications: what staff do to a whole list at once."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.forms.filters import ApplicationFilter
from grants.models import Application
from grants.views.application import FOR_MANY, ApplicationMoveView
from programmes.views.many import ManyView as OnMany


class ManyView(OnMany):
    """The applications of calls that this person runs."""

    model = Application
    for_many = FOR_MANY
    move_forms = ApplicationMoveView.forms
    rows_template = "grants/application_many_rows.html"
    title = _("Act on many applications")

    def rows(self) -> Any:
        received = Application.objects.received_by(self.request.user)
        rows: Any = received.for_lists().order_by("-submitted_at", "-pk")
        return rows.select_related("track")

    def filtered(self, rows: Any) -> Any:
        return ApplicationFilter(self.asked, queryset=rows, request=self.request).qs

    def list_address(self) -> tuple[str, Any]:
        return reverse("grants:application-list"), _("Applications")
