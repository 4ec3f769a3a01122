"""The study visits of an edition: staff choose which."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring.actions import choose_visits
from mentoring.forms import VisitsForm
from mentoring.models import Edition
from workflows.errors import MoveRefused
from workflows.forms import say_refusal

from .staff import ForStaff


class ChooseVisits(ForStaff):
    """Tick the visits that belong to the edition; a finished one stays as it was."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(VisitsForm(instance=self.object))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Keep them; a refusal keeps what was ticked and says why at the form."""
        form = VisitsForm(request.POST, instance=self.object)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            choose_visits(
                edition=form.instance,
                visits=list(form.cleaned_data["visits"]),
                due=form.cleaned_data["visits_due"],
                seen=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except MoveRefused as refusal:
            say_refusal(form, refusal)
            return self.page(form, status=refusal.status)
        messages.success(request, gettext("Saved."))
        return redirect(f"{self.object.get_absolute_url()}#visits")

    def page(self, form: VisitsForm, status: int = 200) -> HttpResponse:
        if self.object.state == Edition.States.FINISHED:
            raise Http404
        context = {
            "form": form,
            "title": _("Study visits of the edition"),
            "lead": _("Mentors and mentees see them at their pair, with the way to sign up."),
            "submit_label": _("Save the choice"),
            "back": self.object.get_absolute_url(),
            "back_label": str(self.object),
        }
        return TemplateResponse(self.request, "mentoring/form.html", context, status=status)
