"""Questions about calls: everybody asks, staff answer."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from grants.actions.question import ask_question
from grants.forms.question import AnswerAskerForm, AskForm, DeclineForm, PublishForm
from grants.models import Call, CallQuestion
from grants.rules.question import questions_until, takes_questions
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView
from workflows.views.moves import arrived_at


class AskView(View):
    """Anybody asks about a call, with an account or with an e-mail."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The form, or until when one could ask."""
        return self.page(AskForm(user=request.user))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Take the question; what cannot be taken stays in the form with its reason."""
        form = AskForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.page(form, status=422)
        if not ratelimit.consume(request, action="ask_question"):
            form.add_error(
                None, _("Many questions came from here. Wait an hour and send it again.")
            )
            return self.page(form, status=429)
        try:
            self.ask(form)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(form, status=refusal.status)
        messages.success(request, _("Your question is with us. The answer comes by mail."))
        return redirect(self.call().get_public_url())

    def ask(self, form: AskForm) -> CallQuestion:
        user = self.request.user
        return ask_question(
            call=self.call(),
            topic=form.cleaned_data["topic"],
            text=form.cleaned_data["text"],
            email=form.cleaned_data.get("email", ""),
            language="en" if get_language() == "en" else "pl",
            by=user if user.is_authenticated else None,
            at=arrived_at(self.request),
        )

    def call(self) -> Any:
        """The call of the address, unless it is still being prepared."""
        return get_object_or_404(Call.objects.public().with_programme(), code=self.kwargs["code"])

    def page(self, form: AskForm, *, status: int = 200) -> HttpResponse:
        call = self.call()
        context = {
            "call": call,
            "form": form,
            "until": questions_until(call),
            "taken": takes_questions(call, arrived_at(self.request)),
        }
        return TemplateResponse(self.request, "grants/question_ask.html", context, status=status)


class QuestionsView(LoginRequiredMixin, TemplateView):
    """All questions about one call, those that wait first."""

    template_name = "grants/questions.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `call`, and `waiting` and `settled` questions."""
        user = self.request.user
        call = Call.objects.run_by(user).with_programme().filter(code=self.kwargs["code"]).first()
        if call is None:
            raise Http404
        rows = list(CallQuestion.objects.visible_to(user).for_lists().filter(call=call))
        return super().get_context_data(
            call=call,
            waiting=[one for one in rows if one.state == CallQuestion.States.ASKED],
            settled=[one for one in rows if one.state != CallQuestion.States.ASKED],
            **given,
        )


class QuestionView(ObjectView):
    """One question: what was asked and by whom, what was answered, whose move it is."""

    model = CallQuestion
    template_name = "grants/question.html"

    def get_queryset(self) -> Any:
        """With call and asker."""
        rows: Any = super().get_queryset()
        return rows.for_lists()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the way back to the call's questions."""
        back = reverse("grants:call-questions", args=[self.object.call.code])
        return super().get_context_data(back=back, back_label=_("Questions"), **given)


class QuestionMoveView(MoveView):
    """Answer to everybody or to the asker, correct, take down, decline."""

    model = CallQuestion
    forms = {
        "publish": PublishForm,
        "correct": PublishForm,
        "answer_privately": AnswerAskerForm,
        "decline": DeclineForm,
    }

    def get_inputs(self, form: Any) -> dict[str, Any]:
        """For what everybody reads, the topic and the words by column."""
        given = dict(form.cleaned_data)
        if isinstance(form, PublishForm):
            return {"topic": given.pop("topic"), "words": given}
        return given
