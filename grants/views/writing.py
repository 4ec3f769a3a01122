"""Writing an application: the form that saves itself, the read-through, the submission."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
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
from questionnaires.blocks import Question
from questionnaires.forms import Missing, Page, buttons_of, part_of, touched, typed, uploads
from questionnaires.models import Conflict
from questionnaires.summary import canonical, summarise, typed_text
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


class WriteView(OwnApplicationView):
    """The form, page by page; works with its buttons alone, and saves itself where scripts run."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A page of the form with what is there; with `?check=1` it also says what is missing."""
        application = self.application()
        if not application.is_written:
            return redirect(application)
        if not rules.may_write(request.user, application):
            return sent_to_read(request, application)
        form = application.form(check="check" in request.GET, part=part_of(request))
        return self.page(application, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the page, then stay, go to the next one, or go on to the read-through."""
        application = self.application()
        form = application.form(check=False, part=part_of(request))
        answers, page = typed(form.page.blocks, request.POST), Page.posted(request.POST)
        try:
            saved = save_answers(application=application, typed=answers, page=page, by=request.user)
            refused = self.files(application, form)
        except MoveRefused as refusal:
            return self.refused(application, form, answers, refusal)
        application.answers.refresh_from_db()
        if saved.conflicts:
            return self.conflict(application, form, saved.conflicts)
        if refused:
            form = application.form(check=False, part=form.part)
            return self.page(application, form, sentences=refused, status=422)
        return self.onward(application, form)

    def files(self, application: Application, form: ContentForm) -> list[str]:
        """Attach what came and take away what was asked to go; sentences for what was not taken."""
        question, file = buttons_of(form.page.blocks, self.request.POST).detached
        if file:
            detach_from_answers(
                application=application, key=question, file=file, by=self.request.user
            )
        came = uploads(form.page.blocks, self.request.FILES)
        return attach_to_answers(application=application, uploads=came, by=self.request.user)

    def onward(self, application: Application, form: ContentForm) -> HttpResponse:
        """Where the button leads, everything being saved."""
        here = reverse("grants:application-write", args=[application.pk])
        inside = buttons_of(form.page.blocks, self.request.POST)
        if inside:
            return redirect(f"{here}?part={form.part}#{inside.anchor}")
        if "on" in self.request.POST:
            return redirect("grants:application-move", application.pk, self.submitting(application))
        if "next" in self.request.POST and not form.is_last:
            return redirect(f"{here}?part={form.part + 1}")
        note_saved(self.request)
        return redirect(f"{here}?part={form.part}" if form.part > 1 else here)

    @staticmethod
    def submitting(application: Application) -> str:
        """The move that hands the application in."""
        return "resubmit" if application.state == Application.States.RETURNED else "submit"

    def refused(
        self,
        application: Application,
        form: ContentForm,
        answers: Mapping[str, Any],
        refusal: MoveRefused,
    ) -> HttpResponse:
        """The page with the sentence and with everything that was typed."""
        typed_now = ContentForm(form.blocks, answers, call=application.call, part=form.part)
        return self.page(
            application,
            typed_now,
            sentences=refusal.sentences,
            frozen=True,
            status=refusal.status,
        )

    def conflict(
        self, application: Application, form: ContentForm, conflicts: Mapping[str, Conflict]
    ) -> HttpResponse:
        """The page with both texts of each field that somebody changed meanwhile."""
        mine = {key: conflict.mine for key, conflict in conflicts.items()}
        both = ContentForm(
            form.blocks, application.answers.values | mine, call=application.call, part=form.part
        )
        return self.page(application, both, conflicts=both_texts(both, conflicts), status=409)

    def page(self, application: Application, form: ContentForm, **given: Any) -> HttpResponse:
        status = given.pop("status", 200)
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
            and self.others_of(application).exists(),
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


def both_texts(form: ContentForm, conflicts: Mapping[str, Conflict]) -> dict[str, dict[str, str]]:
    """For each key in conflict its label and what was saved meanwhile, as text."""
    return {
        key: {
            "label": form.by_key[key].title,
            "theirs": typed_text(cast("Question", form.by_key[key]), conflict.theirs),
        }
        for key, conflict in conflicts.items()
    }


class SaveView(OwnApplicationView):
    """What the page saves by itself: only the fields touched since the last answer."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer with what the page needs next; 409 with both texts when somebody was faster."""
        application = self.application()
        blocks = application.form(check=False, part=part_of(request)).page.blocks
        answers, page = typed(blocks, request.POST), Page.posted(request.POST)
        if "_changed" in request.POST:
            keys = touched(blocks, request.POST.getlist("_changed"))
            answers = {key: value for key, value in answers.items() if key in keys}
        try:
            saved = save_answers(application=application, typed=answers, page=page, by=request.user)
        except MoveRefused as refusal:
            return JsonResponse({"sentences": refusal.sentences}, status=410)
        form = ContentForm(blocks, call=application.call)
        answer = {
            "version": page.seen,
            "saved_at": timezone.localtime(arrived_at(request)).strftime("%H:%M"),
            "conflicts": both_texts(form, saved.conflicts),
        }
        return JsonResponse(answer, status=409 if saved.conflicts else 200)


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
