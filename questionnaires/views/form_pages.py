"""Writing in a questionnaire page by page, in the one way there is: by its buttons, by itself, by two at once.

An application, the reports of a grant and an application for mentoring are written alike. What they are, who may
write and where the buttons lead is said by the views that build on these two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from questionnaires.blocks import Question
from questionnaires.forms import AnswersForm, Page, buttons_of, part_of, touched, typed, uploads
from questionnaires.models import Conflict, Saved
from questionnaires.summary import typed_text
from workflows.errors import MoveRefused
from workflows.views.moves import arrived_at

CONFLICT, GONE = 409, 410  # the script reads 409 as two texts for one answer
Uploads = Mapping[str, Iterable[UploadedFile[bytes]]]


class Written(LoginRequiredMixin, View):
    """Base. Something with answers: how it is found and how typed answers are kept; each raises MoveRefused."""

    def written(self) -> Any:
        """What the address is about, as it is now, if this person may see it; 404 otherwise."""
        raise NotImplementedError

    def keep(self, about: Any, answers: Mapping[str, Any], page: Page) -> Saved:
        """Keep `answers` typed into an open `page`."""
        raise NotImplementedError


class FormPages(Written):
    """Base. A page of the form; POST saves it, then goes where the button leads."""

    def attach(self, about: Any, came: Uploads) -> list[str]:
        """Keep files by key of their question; a sentence for each that was not taken."""
        raise NotImplementedError

    def detach(self, about: Any, key: str, file: str) -> None:
        """Take the file with the key `file` from the answer to `key`."""
        raise NotImplementedError

    def redrawn(self, about: Any, form: AnswersForm, values: Mapping[str, Any]) -> AnswersForm:
        """The page of `form` with `values` in its fields."""
        return AnswersForm(form.blocks, values, part=form.part, readers=form.readers)

    def page(self, about: Any, form: AnswersForm, **given: Any) -> HttpResponse:
        """The page as it is drawn; `status` is its status."""
        raise NotImplementedError

    #: What is said once it is handed in.
    handed_in: Any = ""

    def hand_over(self, about: Any) -> Any:
        """Hand it in and return what to show then; raises MoveRefused."""
        raise NotImplementedError

    def pressed(self, about: Any, form: AnswersForm) -> HttpResponse:
        """Where the button leads that is none inside the form, everything being saved: stay, go on, or hand in."""
        if "hand_in" in self.request.POST:
            return self._hand_in(about, form.part)
        part = form.part if form.is_last or "next" not in self.request.POST else form.part + 1
        messages.success(self.request, _("Saved. You can close this page and come back."))
        return redirect(f"{self.request.path}?part={part}")

    def _hand_in(self, about: Any, part: int) -> HttpResponse:
        """Hand in, or show every answer and fact that stands in the way."""
        judged = about.form(check=True, part=part)
        if judged.missing():
            return self.page(about, judged, status=422)
        try:
            then = self.hand_over(about)
        except MoveRefused as refusal:
            return self.page(about, judged, sentences=refusal.sentences, status=refusal.status)
        messages.success(self.request, self.handed_in)
        return redirect(then)

    def as_drawn(self, about: Any, form: AnswersForm) -> dict[str, Any]:
        """What `questionnaires/written_form.html` needs of `form`, but for where the page saves itself."""
        missing = form.missing() if form.is_bound else []
        return {
            "form": form,
            "missing": missing,
            "steps": form.steps(
                address=self.request.path,
                missing=missing or about.missing(),
                seen=about.answers.saved_at is not None,
            ),
            "page": Page.drawn(about.answers.version),
            "saved_at": about.answers.saved_at,
        }

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        """Save the page, then show what was not taken or what somebody else wrote, else go on."""
        about = self.written()
        form = about.form(check=False, part=part_of(request))
        answers, page = typed(form.page.blocks, request.POST), Page.posted(request.POST)
        try:
            saved = self.keep(about, answers, page)
            refused = self._files(about, form)
        except MoveRefused as refusal:
            again, said = self.redrawn(about, form, answers), refusal.sentences
            return self.page(about, again, sentences=said, frozen=True, status=refusal.status)
        about = self.written()
        if saved.conflicts:
            return self._conflict(about, form, saved.conflicts)
        if refused:
            form = about.form(check=False, part=form.part)
            return self.page(about, form, sentences=refused, status=422)
        if inside := buttons_of(form.page.blocks, request.POST):
            return redirect(f"{request.path}?part={form.part}#{inside.anchor}")
        return self.pressed(about, form)

    def _files(self, about: Any, form: AnswersForm) -> list[str]:
        """Attach what came and take away what was asked to go; sentences for what was not taken."""
        question, file = buttons_of(form.page.blocks, self.request.POST).detached
        if file:
            self.detach(about, question, file)
        return self.attach(about, uploads(form.page.blocks, self.request.FILES))

    def _conflict(
        self, about: Any, form: AnswersForm, conflicts: Mapping[str, Conflict]
    ) -> HttpResponse:
        """The page with both texts of each field that somebody changed meanwhile."""
        mine = {key: conflict.mine for key, conflict in conflicts.items()}
        both = self.redrawn(about, form, about.answers.values | mine)
        return self.page(about, both, conflicts=both_texts(both, conflicts), status=CONFLICT)


class SavesItself(Written):
    """Base. What the page saves by itself: only the fields touched since the last answer."""

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        """Answer with what the page needs next; 409 with both texts when somebody was faster."""
        about = self.written()
        form = about.form(check=False, part=part_of(request))
        answers, page = typed(form.page.blocks, request.POST), Page.posted(request.POST)
        if "_changed" in request.POST:
            keys = touched(form.page.blocks, request.POST.getlist("_changed"))
            answers = {key: value for key, value in answers.items() if key in keys}
        try:
            saved = self.keep(about, answers, page)
        except MoveRefused as refusal:
            status = GONE if refusal.status == CONFLICT else refusal.status
            return JsonResponse({"sentences": refusal.sentences}, status=status)
        answer = {
            "version": page.seen,
            "saved_at": timezone.localtime(arrived_at(request)).strftime("%H:%M"),
            "conflicts": both_texts(form, saved.conflicts),
        }
        return JsonResponse(answer, status=CONFLICT if saved.conflicts else 200)


def both_texts(form: AnswersForm, conflicts: Mapping[str, Conflict]) -> dict[str, dict[str, str]]:
    """For each key in conflict its label and what was saved meanwhile, as text."""
    return {
        key: {
            "label": form.by_key[key].title,
            "theirs": typed_text(cast("Question", form.by_key[key]), conflict.theirs),
        }
        for key, conflict in conflicts.items()
    }
