"""Appeals: the applicant files one, staff or the chair answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from grants.actions.appeal import file_appeal, ranking_on
from grants.forms.appeal import AnswerForm, AppealForm, UpholdForm
from grants.models import Appeal
from grants.rules import appeal as rules
from grants.rules.decision import can_see_ranking
from grants.views.writing import OwnApplicationView
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView
from workflows.views.moves import arrived_at


class FileView(OwnApplicationView):
    """The author writes an appeal, while its window is open."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form, with the day until which it counts."""
        return self.page(AppealForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """File it, or say what stands in the way with every word kept."""
        form = AppealForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            appeal = file_appeal(
                application=self.application(),
                grounds=form.cleaned_data["grounds"],
                by=request.user,
                at=arrived_at(request),
            )
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(form, status=refusal.status)
        messages.success(request, _("Your appeal is filed. You will get the answer by mail."))
        return redirect(appeal)

    def page(self, form: AppealForm, *, status: int = 200) -> HttpResponse:
        application = self.application()
        if not rules.kind_open_to(application) and status == 200:
            raise Http404
        context = {
            "object": application,
            "form": form,
            "until": rules.appeal_until(application),
            "kind": rules.kind_open_to(application),
        }
        return TemplateResponse(self.request, "grants/appeal_form.html", context, status=status)


class AppealView(ObjectView):
    """One appeal: the grounds, the answer, whose move it is."""

    model = Appeal
    template_name = "grants/appeal.html"

    def get_queryset(self) -> Any:
        """With application and call."""
        rows: Any = super().get_queryset()
        return rows.for_lists()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds what is left of the pool, for the chair who answers about points, and what an upheld one changed.

        The ranking is for those who see it; the applicant sees their own line before and after.
        """
        application = self.object.application
        answers = rules.may_answer(self.request.user, self.object)
        shows = answers and not self.object.is_formal and self.object.state == "filed"
        left = application.call.left_of_pool(application.track) if shows else None
        back = application.get_absolute_url()
        lines = ranking_on(self.object) if self.object.state == "upheld" else []
        sees = can_see_ranking(self.request.user, application.call)
        return super().get_context_data(
            left=left,
            back=back,
            back_label=application.number,
            lines=lines if sees else [],
            mine=next((line.shift for line in lines if line.is_concerned), None),
            **given,
        )


class AppealMoveView(MoveView):
    """Uphold or dismiss."""

    model = Appeal
    forms = {"uphold": UpholdForm, "dismiss": AnswerForm}

    def get_inputs(self, form: Any) -> dict[str, Any]:
        """The points by criterion stand in fields of their own."""
        return form.inputs() if isinstance(form, UpholdForm) else super().get_inputs(form)

    def done_message(self) -> str:
        """What happened."""
        return _("Answered. The applicant has a letter with your words.")
