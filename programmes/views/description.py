"""What a programme is: its description, goals, policy areas, topics, audience."""

from __future__ import annotations

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from programmes import rules
from programmes.actions import describe_programme, set_points
from programmes.forms import PointsForm, ProgrammeForm
from programmes.models import Point, Programme
from programmes.views.around import OfProgramme
from workflows.errors import MoveRefused


class Description(OfProgramme):
    """The description, to be read."""

    template_name = "programmes/description.html"
    place = "description"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        prefetch_related_objects([self.programme], "points")
        sections = [(label, self.programme.texts(value)) for value, label in Point.Section.choices]
        return self.page(
            sections=sections, local_governments=self.programme.local_governments.all()
        )


class Edit(OfProgramme):
    """The description, to be changed."""

    may = rules.runs_programme
    template_name = "programmes/edit.html"
    place = "description"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(form=ProgrammeForm(instance=self.programme))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        kept = Programme.objects.select_related("funder").get(pk=self.programme.pk)
        form = ProgrammeForm(request.POST, instance=self.programme)
        if not form.is_valid():
            self.programme = kept
            return self.page(422, form=form)
        try:
            describe_programme(
                programme=form.instance,
                funder=form.funder(),
                fields=form.Meta.fields,
                seen=form.cleaned_data["version"],
                by=request.user,
            )
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            self.programme = kept
            return self.page(refusal.status, form=form)
        return redirect("programmes:description", code)


class EditPoints(OfProgramme):
    """Goals, policy areas, topics, audience: one a line."""

    may = rules.runs_programme
    template_name = "programmes/edit.html"
    place = "description"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(form=PointsForm(programme=self.programme))

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = PointsForm(request.POST, programme=self.locked())
        if not form.is_valid():
            return self.refused(form)
        set_points(programme=self.programme, texts=form.texts(), by=request.user)
        return redirect("programmes:description", code)
