"""How a programme stands."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.views import generic

from programmes.models import Programme
from reporting import figures, rules
from reporting.overview import late_in, listed, overview_of
from workflows import clock
from workflows.models import Turn
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
            figures=figures.figures_of(programme, None, clock.today(), with_rows=False),
            overview=overview_of(programme),
            runs=rules.runs_programme(self.request.user, programme),
            programme=programme,
            **given,
        )


class LatePage(LoginRequiredMixin, generic.ListView[Turn]):
    """Everything in a programme that should have been done by now, one by one."""

    template_name = "reporting/late.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Turn]:
        """The late moves of the programme of the address, for its team."""
        visible = Programme.objects.visible_to(self.request.user)
        self.programme = get_object_or_404(visible, code=self.kwargs["code"])
        return late_in(self.programme)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add `rows`, what is late with its objects."""
        context = super().get_context_data(programme=self.programme, **given)
        context["rows"] = listed(context["object_list"])
        return context
