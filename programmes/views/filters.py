"""A filter of a list under a name: saved, renamed, shared, deleted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext as _
from django.views.generic import View

from programmes import rules
from programmes.forms import SavedFilterForm
from programmes.models import SavedFilter, query_of


class OfFilter(LoginRequiredMixin, View):
    """What the pages of a filter share: the list they came from, to go back to."""

    request: Any

    @property
    def path(self) -> str:
        """The path of the list one came from, the inbox when the address names none; 404 when it is no page of ours."""
        return self.found()[0]

    def found(self) -> tuple[str, str]:
        """The path of the list one came from, in whichever language, and the name of its address."""
        path, _mark, _query = self._back().partition("?")
        try:
            with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
                return path, resolve(path).view_name
        except Resolver404 as reason:
            raise Http404 from reason

    def _back(self) -> str:
        return str(self.request.GET.get("back") or reverse("workflows:inbox"))

    def asked(self) -> str:
        """What the list one came from was asked."""
        return query_of(QueryDict(self._back().partition("?")[2]))

    def page(self, form: SavedFilterForm, status: int = 200) -> HttpResponse:
        """The form; with the way back to the list."""
        back = f"{self.path}?{self.asked()}"
        context = {"form": form, "saved": form.instance, "back": back}
        return TemplateResponse(self.request, "programmes/filter.html", context, status=status)

    def keep(self, form: SavedFilterForm) -> HttpResponse:
        """Save a valid form and show the list through the filter."""
        if not form.is_valid():
            return self.page(form, 422)
        saved = form.save()
        messages.success(self.request, _("The filter “%(name)s” is saved.") % {"name": saved.name})
        return redirect(f"{self.path}?{saved.query}")


class SaveFilter(OfFilter):
    """Keep what a list is asked now under a name."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.keep(self.form(request.POST))

    def form(self, data: Any = None) -> SavedFilterForm:
        new = SavedFilter(owner=self.request.user, place=self.found()[1], query=self.asked())
        return SavedFilterForm(data, instance=new, user=self.request.user)


class ChangeFilter(OfFilter):
    """Rename a filter of one's own, share it or stop."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(SavedFilterForm(instance=self.saved(), user=request.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.keep(SavedFilterForm(request.POST, instance=self.saved(), user=request.user))

    def saved(self) -> SavedFilter:
        """The filter, if one may see it; a refusal when it is somebody else's."""
        user = self.request.user
        found = get_object_or_404(SavedFilter.objects.visible_to(user), pk=self.kwargs["pk"])
        if not rules.owns_filter(user, found):
            raise PermissionDenied(" ".join(rules.owns_filter.why_not(user, found)))
        return found


class DeleteFilter(ChangeFilter):
    """Forget a filter of one's own; the list stays as it is."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        saved = self.saved()
        saved.delete()
        messages.success(request, _("The filter “%(name)s” is deleted.") % {"name": saved.name})
        return redirect(self.path)
