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

from mentoring import guards
from mentoring.actions import discard_draft, save_draft, send_application
from mentoring.models import EnrolmentDraft
from questionnaires.forms import AnswersForm, Page, part_of
from questionnaires.models import Saved
from questionnaires.views.form_pages import FormPages, SavesItself, Uploads, Written
from workflows.errors import MoveRefused
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

    def pressed(self, about: EnrolmentDraft, form: AnswersForm) -> HttpResponse:
        """Stay, go on, or send it."""
        if "hand_in" in self.request.POST:
            return self.send(about, form.part)
        part = form.part if form.is_last or "next" not in self.request.POST else form.part + 1
        messages.success(self.request, _("Saved. You can close this page and come back."))
        return redirect(f"{self.request.path}?part={part}")

    def send(self, draft: EnrolmentDraft, part: int) -> HttpResponse:
        """Send, or show every answer and fact that stands in the way."""
        judged = draft.form(check=True, part=part)
        if judged.missing():
            return self.page(draft, judged, status=422)
        try:
            enrolment = send_application(
                draft=draft, by=self.request.user, at=arrived_at(self.request)
            )
        except MoveRefused as refusal:
            return self.page(draft, judged, sentences=refusal.sentences, status=refusal.status)
        messages.success(
            self.request, _("Application sent. Thank you! Below you see what happens next.")
        )
        return redirect(enrolment)

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
