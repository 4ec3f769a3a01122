"""The forms somebody keeps: the list, a new one, one form with its versions, one version."""

from __future__ import annotations

from typing import Any

import yaml
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from questionnaires import rules
from questionnaires.actions.editing import begin_questionnaire
from questionnaires.blocks import pages_of
from questionnaires.forms.begin import BeginForm
from questionnaires.models import Questionnaire, Version
from workflows.errors import MoveRefused
from workflows.views import ListView

USES_SHOWN = 20


class FormList(ListView):
    """The forms of whatever this person runs, and the shared ones."""

    model = Questionnaire
    template_name = "questionnaires/forms.html"
    title = gettext_lazy("Forms")

    def get_queryset(self) -> Any:
        """With owner and versions."""
        rows: Any = super().get_queryset()
        return rows.for_lists()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the way to a new form, for those who may make one."""
        context = super().get_context_data(**given)
        if rules.may_begin(self.request.user, None):
            context |= {
                "action_url": reverse("questionnaires:new"),
                "action_label": _("New form"),
                "action_icon": "plus",
            }
        return context


class NewForm(LoginRequiredMixin, View):
    """A new form: empty, a copy of another, or from a file."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for whoever runs nothing."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not rules.may_begin(request.user, None):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The questions about it."""
        return self.page(BeginForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make it and go to its draft."""
        form = BeginForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            draft = begin_questionnaire(**form.given(), by=request.user)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(form, status=refusal.status)
        return redirect("questionnaires:draft", draft.questionnaire.code)

    def page(self, form: BeginForm, *, status: int = 200) -> HttpResponse:
        return TemplateResponse(
            self.request, "questionnaires/new.html", {"form": form}, status=status
        )


class OfForm(LoginRequiredMixin, View):
    """A page about the form of the address; 404 for whoever does not see it."""

    def questionnaire(self) -> Questionnaire:
        """The form of the address."""
        rows = Questionnaire.objects.visible_to(self.request.user).for_lists()
        form: Questionnaire = get_object_or_404(rows, code=self.kwargs["code"])
        return form

    def version(self) -> Version:
        """The version of the address; a draft only for those who may change the form."""
        form = self.questionnaire()
        version: Version = get_object_or_404(form.versions, number=self.kwargs["number"])
        if version.published_at is None and not rules.may_edit(self.request.user, form):
            raise Http404
        version.questionnaire = form
        return version


class FormPage(OfForm):
    """One form: its versions, where they are used, its draft."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        form = self.questionnaire()
        versions = [
            (version, uses_of(version, request.user))
            for version in form.versions.all()
            if version.published_at
        ]
        may_edit = rules.may_edit(request.user, form)
        context = {
            "object": form,
            "versions": versions,
            "draft": form.draft if may_edit else None,
            "may_edit": may_edit,
            "reasons": rules.may_edit.why_not(request.user, form),
        }
        return TemplateResponse(request, "questionnaires/form.html", context)


class VersionPage(OfForm):
    """The questions of one version, to be read."""

    def get(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        version = self.version()
        blocks = version.draft_blocks()
        context = {
            "version": version,
            "questionnaire": version.questionnaire,
            "pages": pages_of(blocks),
            "by_key": {block.key: block for block in blocks},
            "uses": uses_of(version, request.user),
        }
        return TemplateResponse(request, "questionnaires/version.html", context)


class VersionFile(OfForm):
    """One version as a YAML file, in the format that is read back."""

    def get(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        version = self.version()
        data = {"code": code, "name": version.questionnaire.name, "blocks": version.blocks}
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
        response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{code}-{number}.yaml"'
        return response


def uses_of(version: Version, user: Any) -> list[Any]:
    """The objects of any room that ask this version, as far as `user` sees them; answers are no use."""
    found: list[Any] = []
    for relation in Version._meta.related_objects:
        manager: Any = relation.related_model._default_manager
        if hasattr(manager, "visible_to"):
            rows = manager.visible_to(user).filter(**{relation.field.name: version})
            found += rows[:USES_SHOWN]
    return found
