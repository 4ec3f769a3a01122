"""What an assessor does: see what is due, declare, score, hand in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from grants.actions.assessment import save_sheet
from grants.forms.assessment import DeclareForm, RecuseForm, SheetForm, flat, nested
from grants.models import Assessment
from grants.rules import assessment as rules
from grants.views.typing import gone, merge, saved, seen_version
from workflows.errors import MoveRefused
from workflows.views import ListView, MoveView
from workflows.views.moves import arrived_at


class AssessmentListView(ListView):
    """What I was asked to assess: what waits for me first."""

    model = Assessment
    template_name = "grants/assessment_list.html"
    title = gettext_lazy("My assessments")

    def get_queryset(self) -> Any:
        """One's own, what is due first, what is over last."""
        return Assessment.objects.of_assessor(self.request.user).for_lists().waiting_first()


class AssessmentPage(LoginRequiredMixin, View):
    """Base of the pages of one assessment."""

    object: Assessment

    def load(self, pk: int) -> Assessment:
        """The assessment, if this person may see it; 404 otherwise."""
        rows = Assessment.objects.visible_to(self.request.user).for_lists()
        self.object = get_object_or_404(rows, pk=pk)
        return self.object

    @property
    def is_mine(self) -> bool:
        """Whether this person is its assessor."""
        return rules.is_assessor(self.request.user, self.object)

    def context(self, **given: Any) -> dict[str, Any]:
        """`object`, whether it is mine, and the way back."""
        call = self.object.application.call
        back = (
            reverse("grants:assessment-list")
            if self.is_mine
            else reverse("grants:call-assessors", args=[call.code])
        )
        label = _("My assessments") if self.is_mine else call.title
        return {
            "object": self.object,
            "mine": self.is_mine,
            "back": back,
            "back_label": label,
            **given,
        }


class AssessmentView(AssessmentPage):
    """One assessment: declaration, sheet or what was handed in, as its state demands."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page that fits the state and the person."""
        state = self.load(pk).state
        if self.is_mine and state == Assessment.States.ASSIGNED:
            return TemplateResponse(
                request, "grants/assessment_declare.html", self.context(form=DeclareForm())
            )
        if self.is_mine and state == Assessment.States.IN_PROGRESS:
            return self.sheet_page(SheetForm(assessment=self.object))
        return self.reading_page()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the sheet; with `hand_in`, hand it in when nothing is amiss."""
        self.load(pk)
        if not self.is_mine:
            raise Http404
        form = SheetForm(request.POST, assessment=self.object)
        try:
            save_sheet(
                assessment=self.object,
                typed=form.sheet(),
                seen=seen_version(request),
                by=request.user,
            )
            if "hand_in" in request.POST:
                return self.hand_in(form)
        except MoveRefused as refusal:
            return self.refused(form, refusal)
        messages.success(request, _("Saved. You can close this page and come back."))
        return redirect(self.object)

    def hand_in(self, form: SheetForm) -> HttpResponse:
        """Freeze the sheet, or show every field that stands in the way."""
        if not form.judge():
            return self.sheet_page(form, status=422)
        self.object.submit(
            by=self.request.user, seen=self.object.version, at=arrived_at(self.request)
        )
        messages.success(self.request, _("Handed in. Thank you: the sheet is frozen now."))
        return redirect(self.object)

    def refused(self, form: SheetForm, refusal: MoveRefused) -> HttpResponse:
        """The sheet with the sentences and everything typed; its frozen form when it was handed in meanwhile."""
        self.object = Assessment.objects.for_lists().get(pk=self.object.pk)
        if self.object.state != Assessment.States.IN_PROGRESS:
            for sentence in refusal.sentences:
                messages.error(self.request, sentence)
            return redirect(self.object)
        for sentence in refusal.sentences:
            form.add_error(None, sentence)
        return self.sheet_page(form, status=refusal.status)

    def sheet_page(self, form: SheetForm, *, status: int = 200) -> HttpResponse:
        """The criteria beside the application's text."""
        application = self.object.application
        context = self.context(
            form=form,
            parts=application.content(),
            version=self.object.version,
            application=application,
        )
        return TemplateResponse(
            self.request, "grants/assessment_sheet.html", context, status=status
        )

    def reading_page(self) -> HttpResponse:
        """What was handed in, for those who may see points by now."""
        shows = rules.can_see_scores(self.request.user, self.object)
        scores = self.object.scores.select_related("criterion") if shows else []
        reasons = [] if shows else rules.can_see_scores.why_not(self.request.user, self.object)
        context = self.context(scores=scores, shows=shows, reasons=reasons)
        return TemplateResponse(self.request, "grants/assessment.html", context)


class AssessmentSaveView(AssessmentPage):
    """Autosave of the sheet."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what was touched; answer as `autosave.js` expects."""
        assessment = self.load(pk)
        if not self.is_mine:
            raise Http404
        criteria = list(assessment.application.call.criteria.all())
        version = assessment.version
        merged = merge(
            request,
            stored=flat(assessment.sheet, criteria),
            seen_now=seen_version(request) == version,
        )
        try:
            save_sheet(
                assessment=assessment,
                typed=nested(merged.values, criteria),
                seen=version,
                by=request.user,
            )
        except MoveRefused as refusal:
            return gone(refusal.sentences, refusal.status)
        labels = {
            f"{part}_{one.key}": one.title for one in criteria for part in ("points", "comment")
        }
        return saved(assessment.version, labels, merged.conflicts)


class AssessmentMoveView(MoveView):
    """A move of an assessment; handing in has its own page."""

    model = Assessment
    forms = {"declare_no_conflict": DeclareForm, "recuse": RecuseForm}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Handing in begins on the sheet."""
        if self.move.name == "submit" and self.move.leaves(self.object.state):
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def done_message(self) -> str:
        """What happened, in words that fit the move."""
        said = {
            "declare_no_conflict": _("Thank you. The application is open to you now."),
            "recuse": _(
                "Handed back. The staff will ask someone else; nothing more for you to do here."
            ),
            "cancel": _("Called off. The assessor has a letter about it."),
        }
        return said.get(self.move.name) or super().done_message()
