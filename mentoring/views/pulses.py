"""How a meeting was: one tap on its page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mentoring import rules
from mentoring.actions import say_pulse
from mentoring.forms import PulseForm
from workflows.errors import MoveRefused

from .sessions import SessionPage


class PulsePage(SessionPage):
    """Say how a meeting was; a refusal keeps what was typed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        log = self.object = self.get_object()
        if not rules.is_in_pair(request.user, log):
            raise Http404
        form = PulseForm(request.POST)
        if not form.is_valid():
            return self.again(form, 422)
        try:
            say_pulse(log=log, by=request.user, **form.cleaned_data)
        except MoveRefused as refusal:
            form.add_error(None, refusal.sentences)
            return self.again(form, refusal.status)
        messages.success(request, _("Kept. Only the programme's coordinators read it."))
        return redirect(log)

    def again(self, form: PulseForm, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(pulse_form=form), status=status)
