"""“May we apply?”, answered on the spot from a call's own rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import View

from grants.forms.quiz import QuizForm
from grants.models import Call
from grants.rules.eligibility import Verdict, verdicts
from workflows.views.moves import arrived_at
from workflows.workdays import day_in_warsaw


@dataclass(frozen=True)
class Outcome:
    """Rule by rule what holds; `start_url` leads into an application where nothing stands in the way."""

    verdicts: list[Verdict]
    start_url: str = ""

    @property
    def failed(self) -> list[Verdict]:
        """The rules that are broken."""
        return [one for one in self.verdicts if one.passed is False]

    @property
    def open(self) -> list[Verdict]:
        """The rules about which nothing was said."""
        return [one for one in self.verdicts if one.passed is None]

    @property
    def met(self) -> list[Verdict]:
        """The rules that hold."""
        return [one for one in self.verdicts if one.passed]


class QuizView(View):
    """A page of questions; the answer stands above them, and nothing is stored."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The questions."""
        return self.page(QuizForm(call=self.call()))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """The answer with its reasons, or what cannot be read in the form."""
        call = self.call()
        form = QuizForm(request.POST, call=call)
        if not form.is_valid():
            return self.page(form, status=422)
        facts = form.facts(day_in_warsaw(arrived_at(request)))
        return self.page(form, outcome=self.outcome(call, facts))

    def outcome(self, call: Call, facts: Any) -> Outcome:
        found = verdicts(call, facts)
        start = reverse("grants:application-start", args=[call.code])
        start += f"?{urlencode({'as': facts.kind})}"
        fits = call.may_be_drafted() and all(one.passed is not False for one in found)
        return Outcome(found, start if fits else "")

    def call(self) -> Any:
        """The call of the address, unless it is still being prepared."""
        calls = Call.objects.public().with_programme().prefetch_related("tracks")
        return get_object_or_404(calls, code=self.kwargs["code"])

    def page(
        self, form: QuizForm, *, outcome: Outcome | None = None, status: int = 200
    ) -> HttpResponse:
        context = {"call": form.call, "form": form, "outcome": outcome}
        return TemplateResponse(self.request, "grants/quiz.html", context, status=status)
