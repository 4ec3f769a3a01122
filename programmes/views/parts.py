"""Partners, activities and indicators: each a list, a form, a way to remove."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator

from programmes import rules
from programmes.actions import remove_part
from programmes.forms import ActivityForm, IndicatorForm, PartnerForm
from programmes.kinds import kinds
from programmes.models import Activity
from programmes.registries.columns import table_of
from programmes.registries.counts import counts
from programmes.views.around import OfProgramme
from workflows.errors import MoveRefused


class Parts(OfProgramme):
    """The parts of one sort, in their order."""

    def parts(self) -> QuerySet[Any]:
        """Those of the programme."""
        raise NotImplementedError

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(parts=self.parts())


class Part(Parts):
    """One part, new or to be changed, by those who run the programme."""

    may = rules.runs_programme
    template_name = "programmes/part.html"
    form: ClassVar[type[Any]]

    def part(self) -> Any:
        """The part of the address; None for a new one."""
        pk = self.kwargs.get("pk")
        return get_object_or_404(self.parts(), pk=pk) if pk else None

    def get(self, request: HttpRequest, code: str, pk: int | None = None) -> HttpResponse:
        part = self.part()
        return self.page(form=self.form(instance=part, programme=self.programme), part=part)

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, code: str, pk: int | None = None) -> HttpResponse:
        self.locked()
        part = self.part()
        form = self.form(request.POST, instance=part, programme=self.programme)
        if not form.is_valid():
            return self.refused(form, part=self.part())
        form.save()
        return redirect(f"programmes:{self.place}", code)


class RemovePart(Parts):
    """Take a part away, if nothing hangs on it."""

    may = rules.runs_programme
    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        try:
            remove_part(part=get_object_or_404(self.parts(), pk=pk), by=request.user)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                messages.error(request, sentence)
        return redirect(f"programmes:{self.place}", code)


class Partners(Parts):
    """Who carries the programme out together."""

    place = "partners"
    template_name = "programmes/partners.html"

    def parts(self) -> QuerySet[Any]:
        """Partners, the lead first."""
        return self.programme.partners.select_related("organisation")

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        partners = list(self.parts())
        for partner in partners:
            partner.programme = self.programme
        labels, rows = table_of(self.programme, partners)
        return self.page(labels=labels, rows=rows)


class NewPartner(Part, Partners):
    """A partner, new."""

    template_name = "programmes/part.html"
    form = PartnerForm


class EditPartner(NewPartner):
    """A partner, to be changed."""


class RemovePartner(RemovePart, Partners):
    """A partner, taken away."""


class Activities(Parts):
    """What the programme does with people."""

    place = "activities"
    template_name = "programmes/activities.html"

    def parts(self) -> QuerySet[Any]:
        """Activities in their order."""
        return self.programme.activities.all()

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        rows = [(each, _where(each)) for each in self.parts()]
        return self.page(rows=rows)


def _where(activity: Activity) -> str | None:
    """The page on which an activity is carried out; None while no room serves its kind."""
    kind = kinds.get(activity.kind)
    return kind.url(activity) if kind and kind.url else None


class NewActivity(Part, Activities):
    """An activity, new."""

    template_name = "programmes/part.html"
    form = ActivityForm


class EditActivity(NewActivity):
    """An activity, to be changed."""


class RemoveActivity(RemovePart, Activities):
    """An activity, taken away."""


class Indicators(Parts):
    """What the programme promised to reach, and how each figure is counted."""

    place = "indicators"
    template_name = "programmes/indicators.html"

    def parts(self) -> QuerySet[Any]:
        """Indicators in their order."""
        return self.programme.indicators.prefetch_related("activities")

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        rows = [(each, counts.get(each.counted_as)) for each in self.parts()]
        return self.page(rows=rows)


class NewIndicator(Part, Indicators):
    """An indicator, new."""

    template_name = "programmes/part.html"
    form = IndicatorForm


class EditIndicator(NewIndicator):
    """An indicator, to be changed."""


class RemoveIndicator(RemovePart, Indicators):
    """An indicator, taken away."""
