"""Writing an application for mentoring: a form that saves itself, sent once it is complete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import guards
from mentoring.actions import discard_draft, save_draft, send_application
from mentoring.models import EnrolmentDraft
from questionnaires.forms import AnswersForm, Page, part_of
from questionnaires.models import Saved
from questionnaires.views.form_pages import FormPages, SavesItself, Uploads, Written
from workflows.views.moves import arrived_at


class OwnDraft(Written):
    """Base. The draft of this address, for its author alone."""

    def written(self) -> EnrolmentDraft:
        user: Any = self.request.user
        rows = EnrolmentDraft.objects.filter(person__user=user)
        return get_object_or_404(
            rows.select_related(
                "answers__questions__questionnaire",
                "person",
                "edition__activity__programme__funder",
            ).prefetch_related("edition__topics"),
            pk=self.kwargs["pk"],
        )

    def keep(self, about: EnrolmentDraft, answers: Mapping[str, Any], page: Page) -> Saved:
        return save_draft(draft=about, typed=answers, page=page, by=self.request.user)


class Apply(OwnDraft, FormPages):
    """The form, page by page; works with its buttons alone, and saves itself where scripts run."""

    handed_in = gettext_lazy("Application sent. Thank you! Below you see what happens next.")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        draft = self.written()
        return self.page(draft, draft.form(check="check" in request.GET, part=part_of(request)))

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        """Throw the draft away, whatever else the page would save; else go the way of every form."""
        if "discard" not in request.POST:
            return super().post(request, **address)
        draft = self.written()
        discard_draft(draft=draft, by=request.user)
        messages.success(request, _("The draft is gone. Nothing of it is kept."))
        return redirect(draft.edition.get_public_url())

    def attach(self, about: EnrolmentDraft, came: Uploads) -> list[str]:
        """No form for candidates asks for files: editions refuse such forms."""
        return []

    def hand_over(self, about: EnrolmentDraft) -> Any:
        return send_application(draft=about, by=self.request.user, at=arrived_at(self.request))

    def page(self, about: EnrolmentDraft, form: AnswersForm, **given: Any) -> HttpResponse:
        draft, status = about, given.pop("status", 200)
        given.setdefault(
            "sentences",
            guards.can_be_applied_for.sentences(draft.edition, {"at": arrived_at(self.request)}),
        )
        context = {
            "object": draft,
            "edition": draft.edition,
            "back": f"{draft.edition.get_public_url()}{draft.role}/",
            "back_label": draft.edition.title,
            **self.as_drawn(draft, form),
            "left": draft.missing() if draft.answers.saved_at and not form.is_bound else [],
            "save_address": reverse("mentoring:apply-save", args=[draft.pk]),
            **given,
        }
        return TemplateResponse(self.request, "mentoring/apply.html", context, status=status)


class SaveApplication(OwnDraft, SavesItself):
    """What the page saves by itself."""
