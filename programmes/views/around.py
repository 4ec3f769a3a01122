"""Pages about programmes for those who run them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.generic import View

from programmes import rules
from programmes.models import Programme
from workflows.predicates import Predicate


class OfProgramme(LoginRequiredMixin, View):
    """A page about the programme of the address; `may` says who opens it beside those who see the programme."""

    may: Predicate = rules.can_view
    template_name = ""
    place = ""
    programme: Programme

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for a programme one may not see, 403 with the reason for what one may not do with it."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        visible = Programme.objects.visible_to(request.user).select_related("funder")
        self.programme = get_object_or_404(visible, code=kwargs["code"])
        may = type(self).may
        if not may(request.user, self.programme):
            raise PermissionDenied(" ".join(may.why_not(request.user, self.programme)))
        return super().dispatch(request, *args, **kwargs)

    def locked(self) -> Programme:
        """The programme's row, held until the transaction ends: its parts change one after another."""
        return Programme.objects.select_for_update().get(pk=self.programme.pk)

    def refused(self, form: Any, **given: Any) -> HttpResponse:
        """The page with what was typed and what is wrong with it; 409 where somebody was faster."""
        if form.came_too_late:
            form.see_afresh()
        return self.page(409 if form.came_too_late else 422, form=form, **given)

    def page(self, status: int = 200, **given: Any) -> HttpResponse:
        """The page, with the programme, its place among the tabs, and whether one runs it."""
        runs = rules.runs_programme(self.request.user, self.programme)
        context = {"programme": self.programme, "place": self.place, "runs": runs, **given}
        return TemplateResponse(self.request, self.template_name, context, status=status)
