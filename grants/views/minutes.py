"""The minutes of a meeting: read, completed in words, sent to be signed, confirmed, taken along as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from grants.actions.minutes import describe_course, record_scan, send_minutes
from grants.documents.minutes import content_of, draft_content, minutes_paper
from grants.forms.minutes import ConfirmForm, CourseForm, ScanForm
from grants.models import Minutes
from grants.rules import minutes as rules
from grants.views.signing import DOCX, add_sentences, as_file
from grants.views.typing import seen_version
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView
from workflows.views.moves import arrived_at

KINDS = {"pdf": "application/pdf", "docx": DOCX}
WRITABLE = ("drafted", "returned")


class MinutesView(ObjectView):
    """The text as everybody signs it, and who has."""

    model = Minutes
    template_name = "grants/minutes.html"

    def get_queryset(self) -> Any:
        """With the meeting and the call."""
        rows: Any = super().get_queryset()
        return rows.for_lists()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the blocks of the document in the language in which it is signed, the signatures and the way back."""
        minutes = self.object
        out = minutes.text if minutes.state not in WRITABLE else None
        return super().get_context_data(
            call=minutes.call,
            blocks=list(shown(content_of(minutes)[1:])),
            language=settings.LANGUAGE_CODE,
            signatures=out.signatures.select_related("person__person") if out else (),
            writes=minutes.state in WRITABLE and rules.keeps(self.request.user, minutes),
            back=minutes.meeting.get_absolute_url(),
            back_label=minutes.meeting.title_line,
            **given,
        )


def shown(blocks: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The blocks for a page: a table has its `head`, and a `body` whose cells know the word above them."""
    for block in blocks:
        if block["kind"] != "table":
            yield block
            continue
        head, *rows = block["rows"]
        yield {
            "kind": "table",
            "head": head,
            "body": [list(zip(head, row, strict=True)) for row in rows],
        }


class OfMinutes(LoginRequiredMixin, View):
    """Base of the pages around one document of minutes."""

    def load(self, pk: int) -> Minutes:
        """The minutes, if this person may see them."""
        found: Minutes = get_object_or_404(
            Minutes.objects.visible_to(self.request.user).for_lists(), pk=pk
        )
        return found


class PaperView(OfMinutes):
    """The minutes as PDF or DOCX."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """The file; 404 for another kind."""
        minutes = self.load(pk)
        if kind not in KINDS:
            raise Http404
        name, content = minutes_paper(minutes, kind)
        return as_file(content, name, KINDS[kind])


class CourseView(OfMinutes):
    """What the keepers add in their own words while the minutes are not out."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form with what stands."""
        minutes = self.load(pk)
        return self.page(minutes, CourseForm(initial={"course": minutes.course}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what was typed."""
        minutes = self.load(pk)
        form = CourseForm(request.POST)
        if not form.is_valid():
            return self.page(minutes, form, status=422)
        try:
            describe_course(
                minutes=minutes,
                course=form.cleaned_data["course"],
                by=request.user,
                seen=seen_version(request),
            )
        except MoveRefused as refusal:
            add_sentences(form, refusal)
            return self.page(self.load(pk), form, status=refusal.status)
        messages.success(request, _("Saved. Everybody reads it in the minutes."))
        return redirect(minutes)

    def page(self, minutes: Minutes, form: CourseForm, *, status: int = 200) -> HttpResponse:
        """The form, or why there is none."""
        reasons = rules.keeps.why_not(self.request.user, minutes)
        context = {
            "object": minutes,
            "form": form,
            "reasons": reasons,
            "version": minutes.version,
            "back": minutes.get_absolute_url(),
            "back_label": minutes.title_line,
        }
        return TemplateResponse(
            self.request,
            "grants/minutes_course.html",
            context,
            status=403 if reasons and status == 200 else status,
        )


class MinutesMoveView(MoveView):
    """A move of minutes. Whoever signs confirms a text, not a version: others may sign at the same time."""

    model = Minutes
    forms: ClassVar[Any] = {"confirm": ConfirmForm, "sign_on_paper": ScanForm}

    def make_move(self, form: Any, **inputs: Any) -> None:
        """Through the action that keeps the text or the scan; a confirmation names the text it is about."""
        minutes: Minutes = self.object
        given: dict[str, Any] = {"by": self.request.user, "at": arrived_at(self.request)}
        if self.move.name == "send_to_sign":
            send_minutes(minutes=minutes, content=draft_content(minutes), seen=self.seen, **given)
        elif self.move.name == "sign_on_paper":
            record_scan(minutes=minutes, seen=self.seen, **given, **inputs)
        elif self.move.name == "confirm":
            minutes.confirm(**given, **inputs)
        else:
            minutes.send_back(**given, **inputs)

    def done_message(self) -> str:
        """A confirmation is thanked for."""
        if self.move.name == "confirm":
            return _("Confirmed. Thank you.")
        return super().done_message()
