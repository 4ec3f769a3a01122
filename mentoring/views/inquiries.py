"""What a pair is asked, and how the mentee's skills changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from mentoring import rules
from mentoring.actions import answer_inquiry
from mentoring.models import Inquiry, Pairing
from mentoring.models.inquiry import bars, changes
from questionnaires.forms import AnswersForm, typed
from questionnaires.summary import summarise
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView


class InquiryPage(ObjectView):
    """One set of questions: the form for whoever is asked, the answers for those who read them."""

    model = Inquiry
    template_name = "mentoring/inquiry.html"

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        return rows.with_pair().select_related("form__questionnaire", "answers")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        inquiry = self.object
        blocks = inquiry.form.read()
        values = inquiry.answers.values if inquiry.answers else {}
        may_answer = inquiry.state == "asked" and rules.is_asked(self.request.user, inquiry)
        return super().get_context_data(
            pair=inquiry.pairing,
            form=given.pop("form", None)
            or AnswersForm(blocks, values, readers=inquiry.readers_of(blocks)),
            may_answer=may_answer,
            parts=summarise(blocks, values) if inquiry.answers else [],
            readers=inquiry.readers(),
            back=inquiry.pairing.get_absolute_url(),
            back_label=str(inquiry.pairing),
            **given,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the answers; what is missing is said, and everything chosen stays."""
        inquiry = self.object = self.get_object()
        if not rules.is_asked(request.user, inquiry):
            raise Http404
        blocks = inquiry.form.read()
        form = AnswersForm(
            blocks, typed(blocks, request.POST), check=True, readers=inquiry.readers_of(blocks)
        )
        if not form.is_valid():
            return self.again(form, 422)
        try:
            answer_inquiry(inquiry=inquiry, by=request.user, values=form.typed)
        except MoveRefused as refusal:
            form.add_error(None, refusal.sentences)
            return self.again(form, refusal.status)
        messages.success(request, _("Thank you. Your answers are kept."))
        return redirect(inquiry)

    def again(self, form: AnswersForm, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)


class InquiryMove(MoveView):
    """Answers are given on the page of the questions."""

    model = Inquiry

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.object)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.object)


class ChangePage(LoginRequiredMixin, View):
    """How the mentee's skills changed between the two self-assessments."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        pair = get_object_or_404(Pairing.objects.visible_to(request.user).with_people(), pk=pk)
        rows = Inquiry.objects.visible_to(request.user).filter(pairing=pair, state="given")
        by_kind = {each.kind: each for each in rows.select_related("form", "answers")}
        if "before" not in by_kind:
            raise Http404
        skills = changes(by_kind["before"], by_kind.get("after"))
        context = {
            "title": _("How skills changed"),
            "pair": pair,
            "skills": skills,
            "bars": bars(skills),
            "is_whole": "after" in by_kind,
            "readers": by_kind["before"].readers(),
            "back": pair.get_absolute_url(),
            "back_label": str(pair),
        }
        return TemplateResponse(request, "mentoring/change.html", context)
