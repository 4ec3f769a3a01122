"""Setting a call up: the page that begins it, the list of chapters, a page for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from grants.forms.call import ChapterSheet, NewCallForm, activities_of
from grants.models import Call
from grants.models.terms.outline import CHAPTERS, Chapter, chapter_named
from grants.rules.soundness import findings_of
from workflows.errors import MoveRefused


def call_run_by(user: Any, code: str) -> Call:
    """The call that `user` runs; Http404 for everybody else."""
    return get_object_or_404(Call.objects.run_by(user).with_rules(), code=code)


@dataclass(frozen=True)
class Station:
    """One chapter on the list: where it is changed, whether it can be, and what is wrong in it."""

    title: str
    url: str
    changeable: bool
    sentences: list[str]


def stations_of(call: Call) -> list[Station]:
    """The chapters of `call` with what is to be mended in each."""
    findings = findings_of(call)
    return [
        Station(
            str(chapter.title),
            reverse("grants:call-chapter", args=[call.code, chapter.key]),
            chapter.may_change_in(call.state),
            [one.sentence for one in findings if one.chapter == chapter.key],
        )
        for chapter in CHAPTERS
    ]


class CallCreateView(LoginRequiredMixin, View):
    """A new call: only what it cannot be without."""

    template_name = "grants/call_new.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty page."""
        self._refuse_strangers()
        return self._page(NewCallForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the call and go on to its chapters."""
        self._refuse_strangers()
        sheet = NewCallForm(user=request.user, data=request.POST)
        if not sheet.is_valid():
            return self._page(sheet, status=422)
        call = sheet.save()
        messages.success(request, _("The call is begun. Now go through its rules."))
        return redirect("grants:call-edit", call.code)

    def _page(self, sheet: NewCallForm, status: int = 200) -> HttpResponse:
        context = {"form": sheet.form}
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def _refuse_strangers(self) -> None:
        get_object_or_404(activities_of(self.request.user)[:1])


class CallSetupView(LoginRequiredMixin, View):
    """The chapters of a call's rules, each with what is still wrong in it."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The list."""
        call = call_run_by(request.user, code)
        context = {"call": call, "stations": stations_of(call)}
        return TemplateResponse(request, "grants/call_setup.html", context)


class CallChapterView(LoginRequiredMixin, View):
    """One chapter: changed freely while the call is prepared, by an amendment once it is open."""

    def get(self, request: HttpRequest, code: str, chapter: str) -> HttpResponse:
        """The chapter as it is."""
        call, found = self._find(code, chapter)
        return self._page(ChapterSheet(user=request.user, call=call, chapter=found))

    def post(self, request: HttpRequest, code: str, chapter: str) -> HttpResponse:
        """Save it, or show every mistake with everything typed kept."""
        call, found = self._find(code, chapter)
        sheet = ChapterSheet(user=request.user, call=call, chapter=found, data=request.POST)
        if not found.may_change_in(call.state):
            sentence = _("This part of the rules stands fast now.")
            return self._page(sheet, status=409, sentences=[sentence])
        if not sheet.is_valid():
            return self._page(sheet, status=422)
        try:
            sheet.save(seen=self._seen())
        except MoveRefused as refusal:
            return self._page(sheet, status=refusal.status, sentences=refusal.sentences)
        messages.success(request, _("Saved: %(chapter)s.") % {"chapter": found.title})
        return redirect("grants:call-edit", code)

    def _find(self, code: str, key: str) -> tuple[Call, Chapter]:
        found = chapter_named(key)
        if found is None:
            raise Http404
        return call_run_by(self.request.user, code), found

    def _seen(self) -> int:
        version = self.request.POST.get("version", "")
        return int(version) if version.isdecimal() and len(version) < 10 else -1

    def _page(
        self, sheet: ChapterSheet, *, status: int = 200, sentences: Iterable[str] = ()
    ) -> HttpResponse:
        call = sheet.call
        context = {
            "sheet": sheet,
            "call": call,
            "chapter": sheet.chapter,
            "version": self.request.POST.get("version", call.version),
            "changeable": sheet.chapter.may_change_in(call.state),
            "sentences": list(sentences),
            "findings": [
                one.sentence
                for one in findings_of(Call.objects.with_rules().get(pk=call.pk))
                if one.chapter == sheet.chapter.key
            ],
        }
        return TemplateResponse(self.request, "grants/call_chapter.html", context, status=status)
