"""Writing an application: the form that saves itself, the read-through, the submission."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from grants.actions.application import (
    attach_to_answers,
    detach_from_answers,
    save_answers,
    submit_application,
)
from grants.models import Application
from grants.rules import application as rules
from grants.rules.content import ContentForm
from grants.rules.difference import differences
from grants.rules.once import missing_of_once
from grants.rules.patron import missing_of_patron
from questionnaires.forms import AnswersForm, Missing, Page, part_of
from questionnaires.models import Saved
from questionnaires.prefill import records_of
from questionnaires.summary import canonical, summarise
from questionnaires.views.form_pages import FormPages, SavesItself, Uploads
from workflows.errors import MoveRefused
from workflows.models import History
from workflows.moves import Move, move_named
from workflows.views.moves import arrived_at

from .application import note_saved


class OwnApplicationView(LoginRequiredMixin, View):
    """Something that the author and their co-authors do; for everybody else it is not there."""

    def application(self) -> Application:
        """The application of this address, for those who write in it; whoever only reads goes to its page."""
        rows = Application.objects.with_part_of(self.request.user).for_lists()
        return get_object_or_404(
            rows.select_related("call__questionnaire", "answers").prefetch_related(
                "call__tracks", "call__cost_categories"
            ),
            pk=self.kwargs["pk"],
        )

    def others_of(self, application: Application) -> Any:
        """The other applications in which this person writes or wrote, the newest first."""
        mine = Application.objects.written_by(self.request.user).exclude(pk=application.pk)
        return mine.for_lists().order_by("-pk")

    def wrote_before(self, application: Application) -> bool:
        """Whether there are words of this person's own to take over, from here or from another room."""
        known = records_of(self.request.user, written=True)
        return self.others_of(application).exists() or any(True for _one in known)


class WriteView(OwnApplicationView, FormPages):
    """The form, page by page; works with its buttons alone, and saves itself where scripts run."""

    written = OwnApplicationView.application

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A page of the form with what is there; with `?check=1` it also says what is missing."""
        application = self.application()
        if not application.is_written:
            return redirect(application)
        if not rules.may_write(request.user, application):
            return sent_to_read(request, application)
        form = application.form(check="check" in request.GET, part=part_of(request))
        return self.page(application, form)

    def keep(self, about: Application, answers: Mapping[str, Any], page: Page) -> Saved:
        return save_answers(application=about, typed=answers, page=page, by=self.request.user)

    def attach(self, about: Application, came: Uploads) -> list[str]:
        return attach_to_answers(application=about, uploads=came, by=self.request.user)

    def detach(self, about: Application, key: str, file: str) -> None:
        detach_from_answers(application=about, key=key, file=file, by=self.request.user)

    def redrawn(
        self, about: Application, form: AnswersForm, values: Mapping[str, Any]
    ) -> ContentForm:
        """With the call's own rules."""
        return ContentForm(form.blocks, values, call=about.call, part=form.part)

    def pressed(self, about: Application, form: AnswersForm) -> HttpResponse:
        """Stay, go to the next page, or on to the read-through."""
        here = reverse("grants:application-write", args=[about.pk])
        if "on" in self.request.POST:
            return redirect("grants:application-move", about.pk, self.submitting(about))
        if "next" in self.request.POST and not form.is_last:
            return redirect(f"{here}?part={form.part + 1}")
        note_saved(self.request)
        return redirect(f"{here}?part={form.part}" if form.part > 1 else here)

    @staticmethod
    def submitting(application: Application) -> str:
        """The move that hands the application in."""
        return "resubmit" if application.state == Application.States.RETURNED else "submit"

    def page(self, about: Application, form: Any, **given: Any) -> HttpResponse:
        application, status = about, given.pop("status", 200)
        left = (form if form.is_bound else form.judged()).missing()
        left += missing_beside_the_form(application, self.request)
        answers = application.answers
        context = {
            "object": application,
            "call": application.call,
            "form": form,
            "missing": left if form.is_bound else [],
            "left": left,
            "steps": form.steps(
                address=self.request.path, missing=left, seen=answers.saved_at is not None
            ),
            "page": Page.drawn(answers.version),
            "saved_at": answers.saved_at,
            "wrote_before": application.state == Application.States.DRAFT
            and self.wrote_before(application),
            **given,
        }
        return TemplateResponse(
            self.request, "grants/application_form.html", context, status=status
        )


def missing_beside_the_form(application: Application, request: HttpRequest) -> list[Missing]:
    """What no single answer can show: an earlier application where one is allowed, a patron that has to confirm."""
    earlier = missing_of_once(application, by=request.user, at=arrived_at(request))
    return [*earlier, *missing_of_patron(application)]


def sent_to_read(request: HttpRequest, application: Application) -> HttpResponse:
    """Back to the application's page with the reason: one was invited to read it."""
    for sentence in rules.may_write.why_not(request.user, application):
        messages.error(request, sentence)
    return redirect(application)


class SaveView(OwnApplicationView, SavesItself):
    """What the page saves by itself."""

    written = OwnApplicationView.application

    def keep(self, about: Application, answers: Mapping[str, Any], page: Page) -> Saved:
        return save_answers(application=about, typed=answers, page=page, by=self.request.user)


class SubmitView(OwnApplicationView):
    """The read-through with what is missing; POST hands the application in."""

    move_name = "submit"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The whole application as it would be frozen."""
        application = self.application()
        if not application.is_written:
            return redirect(application)
        if not rules.may_write(request.user, application):
            return sent_to_read(request, application)
        return self.page(application)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Submit; a second click leads to the same receipt."""
        application = self.application()
        try:
            submit_application(
                application=application,
                by=request.user,
                at=arrived_at(request),
                seen=self.number("version"),
                answers_seen=self.number("answers_version"),
            )
        except MoveRefused as refusal:
            return self.refused(refusal)
        return redirect("grants:application-receipt", application.pk)

    def number(self, name: str) -> int:
        """A version from the posted page; one that cannot be read counts as outdated."""
        text = self.request.POST.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1

    def refused(self, refusal: MoveRefused) -> HttpResponse:
        """The page with the sentences, or the receipt when it was this person's first click that did it."""
        application = self.application()
        if not application.is_written:
            last = History.objects.of(application).order_by("-seq").first()
            if (
                last is not None
                and last.move in {"submit", "resubmit"}
                and last.by_id == self.request.user.pk
            ):
                return redirect("grants:application-receipt", application.pk)
            return redirect(application)
        return self.page(application, sentences=refusal.sentences, status=refusal.status)

    def reasons(
        self, application: Application, move: Move, given: dict[str, Any], missing: Any
    ) -> list[str]:
        """Why there is no button: it is the author who submits; else what stands in the way beside gaps."""
        if not move.may(self.request.user, application):
            return [
                _("%(author)s submits the application. You write in it and save.")
                % {"author": application.author}
            ]
        return [] if missing else move.why_not_yet(application, given)

    def page(
        self, application: Application, *, sentences: Any = (), status: int = 200
    ) -> HttpResponse:
        form = application.form(check=True)
        missing = [*form.missing(), *missing_beside_the_form(application, self.request)]
        move = move_named(Application, "resubmit" if application.state == "returned" else "submit")
        given = {"by": self.request.user, "at": arrived_at(self.request)}
        parts = summarise(form.blocks, canonical(form.cleaned_data))
        former = application.latest_submission
        context = {
            "object": application,
            "call": application.call,
            "parts": parts,
            "changes": differences(former.read(), parts) if former else None,
            "against": former.submitted_at if former else None,
            "missing": missing,
            "move": move,
            "reasons": self.reasons(application, move, given, missing),
            "sentences": sentences,
            "version": application.version,
            "answers_version": application.answers.version,
        }
        return TemplateResponse(
            self.request, "grants/application_submit.html", context, status=status
        )
