"""How a programme stands."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from programmes.models import Programme
from reporting import figures, rules
from reporting.overview import overview_of
from workflows import clock
from workflows.views import ObjectView


class ProgrammePage(ObjectView):
    """In five seconds: what is late, who waits for whom, how far each target is, what the money does."""

    model = Programme
    slug_field = "code"
    slug_url_kwarg = "code"
    template_name = "reporting/programme.html"

    def get_queryset(self) -> QuerySet[Any]:
        """With its funder, for the currency."""
        return super().get_queryset().select_related("funder")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add the live figures and the open moves."""
        programme = self.object
        return super().get_context_data(
            figures=figures.figures_of(programme, None, clock.today()),
            overview=overview_of(programme),
            runs=rules.runs_programme(self.request.user, programme),
            programme=programme,
            **given,
        )
