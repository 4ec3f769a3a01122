"""More time to submit, for one applicant of a call."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from grants.actions.more_time import give_more_time
from grants.forms.more_time import MoreTimeForOneForm
from grants.models import Application, Call
from workflows import clock
from workflows.errors import MoveRefused
from workflows.views.moves import arrived_at


class MoreTimeView(LoginRequiredMixin, View):
    """Staff give one applicant more time; they see who has it, never what is in the draft."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The form, and who may still submit."""
        return self.page(self.call(code), MoreTimeForOneForm())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Give the time, or say what stands in the way with everything kept."""
        call, form = self.call(code), MoreTimeForOneForm(request.POST)
        if not form.is_valid():
            return self.page(call, form, status=422)
        given = form.cleaned_data
        try:
            give_more_time(
                call=call,
                email=given["email"],
                until=given["until"],
                reason=given["note"],
                by=request.user,
                at=arrived_at(request),
            )
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(call, form, status=refusal.status)
        messages.success(
            request, _("More time is given. The applicant has a letter with your words.")
        )
        return redirect("grants:call-more-time", call.code)

    def call(self, code: str) -> Call:
        """A call that this person runs and that still receives applications."""
        calls = Call.objects.run_by(self.request.user).in_state(*Call.RECEIVING)
        return get_object_or_404(calls, code=code)

    def page(self, call: Call, form: MoreTimeForOneForm, *, status: int = 200) -> HttpResponse:
        waiting = Application.objects.filter(call=call).with_time_left(clock.now())
        context = {"call": call, "form": form, "waiting": waiting.select_related("author")}
        return TemplateResponse(self.request, "grants/more_time.html", context, status=status)
