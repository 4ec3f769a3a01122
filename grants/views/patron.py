"""The patron of a group: the applicant's page that asks it, and the patron's own page that answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from grants.actions.patron import ask_patron
from grants.forms.patron import AskPatronForm, ConfirmForm
from grants.models import Application, Patronage
from grants.rules import application as application_rules
from grants.rules import patron as rules
from questionnaires.summary import Part
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView
from workflows.views.moves import arrived_at


class AskView(LoginRequiredMixin, View):
    """Whom the application names as patron, what it answered; its author asks here."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What stands; for the author with the form."""
        return self.page(self.application(), AskPatronForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask; a refusal keeps what was typed."""
        application, form = self.application(), AskPatronForm(request.POST)
        if not form.is_valid():
            return self.page(application, form, status=422)
        try:
            ask_patron(
                application=application,
                by=request.user,
                at=arrived_at(request),
                **form.cleaned_data,
            )
        except MoveRefused as refusal:
            return self.page(application, form, refusal.sentences, status=refusal.status)
        except ValidationError as error:
            return self.page(application, form, error.messages, status=422)
        said = _("Asked. The letter goes to %(email)s.")
        messages.success(request, said % {"email": form.cleaned_data["email"]})
        return redirect("grants:application-patron", application.pk)

    def application(self) -> Application:
        """The application of this address, for those who are in it."""
        rows = Application.objects.with_part_of(self.request.user).for_lists()
        return get_object_or_404(rows.select_related("answers"), pk=self.kwargs["pk"])

    def page(
        self,
        application: Application,
        form: AskPatronForm,
        sentences: Any = (),
        *,
        status: int = 200,
    ) -> HttpResponse:
        for sentence in sentences:
            form.add_error(None, sentence)
        name, nip = rules.patron_named(application)
        mine = application_rules.is_author(self.request.user, application)
        needed, standing = rules.needs_patron(application), rules.standing_with(application)
        context = {
            "object": application,
            "form": form,
            "name": name,
            "nip": nip,
            "needed": needed,
            "lacks": rules.why_no_patron(application),
            "asks": mine and application.is_written and needed and name and nip and not standing,
            "patronages": application.patronages.for_lists().order_by("-pk"),
        }
        return TemplateResponse(
            self.request, "grants/application_patron.html", context, status=status
        )


def without_files(parts: list[Part]) -> list[Part]:
    """The answers with the names of attached files only: the files open once the patron has confirmed."""
    return [
        replace(
            part,
            lines=[
                replace(line, files=(), items=tuple(file.name for file in line.files))
                if line.files
                else line
                for line in part.lines
            ],
        )
        for part in parts
    ]


class PatronageView(ObjectView):
    """The patron's own page: who asks, for what, what it takes on, and the draft to read."""

    model = Patronage
    template_name = "grants/patronage.html"

    def get_queryset(self) -> Any:
        """With the application, its call and its form."""
        rows: Any = super().get_queryset()
        return rows.for_lists().select_related("application__answers")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the draft while an answer is awaited, and the ways to the application where it is open."""
        patronage, user = self.object, self.request.user
        application = patronage.application
        within = application_rules.takes_part(user, application)
        reads = patronage.state == "asked" and not within
        back = reverse("workflows:inbox")
        if application_rules.can_view(user, application):
            back = application.get_absolute_url()
        return super().get_context_data(
            application=application,
            asked=patronage.user_id == user.pk,
            opens=application_rules.can_view(user, application),
            parts=without_files(application.as_written()) if reads else [],
            back=back,
            back_label=_("What waits for me")
            if back == reverse("workflows:inbox")
            else application.title_line,
            **given,
        )


class PatronageMoveView(MoveView):
    """Confirming, declining; the author calls the question off."""

    model = Patronage
    forms = {"confirm": ConfirmForm}

    def get_success_url(self) -> str:
        """Back to the author's page after calling off."""
        if self.move.name == "call_off":
            return reverse("grants:application-patron", args=[self.object.application_id])
        return super().get_success_url()

    def done_message(self) -> str:
        """What happened, in words that fit the move."""
        said = {
            "confirm": _("Confirmed. The group has a letter about it and can submit."),
            "decline": _("Declined. The group has a letter with your reason."),
            "call_off": _("Called off. They have a letter about it."),
        }
        return said[self.move.name]
