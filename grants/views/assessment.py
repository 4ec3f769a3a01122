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

from grants.actions.aside import (
    possible_successors,
    set_sheet_aside,
    what_it_changed,
    what_it_would_change,
)
from grants.actions.assessment import save_sheet
from grants.documents.nameless import nameless_content
from grants.forms.assessment import (
    DeclareForm,
    RecuseForm,
    ReopenForm,
    SetAsideForm,
    SheetForm,
    flat,
    nested,
)
from grants.models import Assessment, Score, SetAside
from grants.rules import assessment as rules
from grants.rules import call as call_rules
from grants.rules.blind import hides_names_from, take_names
from grants.views.typing import gone, merge, saved, seen_version
from questionnaires.summary.reading import Part
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
    def is_nameless(self) -> bool:
        """Whether this person must not learn who applies."""
        return hides_names_from(self.request.user, self.object.application.call)

    def opens_content(self) -> bool:
        """Whether this person reads the application here: its assessor after the declaration, and the chair."""
        return not self.is_mine or self.object.state in rules.OPEN_TO_ASSESSOR

    @property
    def is_mine(self) -> bool:
        """Whether this person is its assessor."""
        return rules.is_assessor(self.request.user, self.object)

    def context(self, **given: Any) -> dict[str, Any]:
        """`object`, whether it is mine, and the way back."""
        back, label = self.way_back()
        return {
            "object": self.object,
            "mine": self.is_mine,
            "nameless": self.is_nameless,
            "unsigned": rules.hides_assessor_from(self.request.user, self.object),
            "back": back,
            "back_label": label,
            **given,
        }

    def way_back(self) -> tuple[str, str]:
        """Address and label of where this person came from: an assessor's own work, the desk of the call for others."""
        call = self.object.application.call
        if self.is_mine:
            return reverse("grants:assessment-list"), _("My assessments")
        own = self.own_sheet()
        if own is not None and not call_rules.can_see_work(self.request.user, call):
            return own.get_absolute_url(), _("My assessment")
        return reverse("grants:call-assessors", args=[call.code]), call.title

    def own_sheet(self) -> Assessment | None:
        """What this person handed in about the same application, if they did."""
        sheets = self.object.application.assessments.filter(state="submitted")
        return sheets.filter(assessor=self.request.user).first()


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
            parts=self.content(),
            version=self.object.version,
            application=application,
        )
        return TemplateResponse(
            self.request, "grants/assessment_sheet.html", context, status=status
        )

    def content(self) -> list[Part]:
        """What was submitted; without who applies where this person must not learn it."""
        if hides_names_from(self.request.user, self.object.application.call):
            return nameless_content(self.object)
        return self.object.application.content()

    def peers(self) -> list[Assessment]:
        """What the others handed in about the same application, for whoever has handed in their own."""
        if not (self.is_mine and rules.may_read_peers(self.request.user, self.object)):
            return []
        sheets = Assessment.objects.of_application(self.object.application).in_state("submitted")
        return list(sheets.exclude(pk=self.object.pk).select_related("assessor__person"))

    def reading_page(self) -> HttpResponse:
        """What was handed in, for those who may see points by now."""
        shows = rules.can_see_scores(self.request.user, self.object)
        scores = self.object.scores.all() if shows else Score.objects.none()
        reasons = [] if shows else rules.can_see_scores.why_not(self.request.user, self.object)
        aside = SetAside.objects.filter(assessment=self.object).select_related("made_by").first()
        context = self.context(
            scores=scores.standing().select_related("criterion"),
            earlier=scores.earlier() if self.object.round > 1 else [],
            shows=shows,
            reasons=reasons,
            aside=aside,
            lines=what_it_changed(aside) if aside and not self.is_mine and shows else [],
            parts=self.content() if self.is_nameless and self.opens_content() else [],
            most=self.object.application.call.max_points,
            peers=self.peers(),
            names_peers=rules.names_peers(self.object.application.call),
        )
        if self.is_nameless:
            take_names(line.application for line in context["lines"])
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
    template_name = "grants/assessment_move.html"
    forms = {
        "declare_no_conflict": DeclareForm,
        "recuse": RecuseForm,
        "reopen": ReopenForm,
        "set_aside": SetAsideForm,
    }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Handing in begins on the sheet."""
        if self.move.name == "submit" and self.move.leaves(self.object.state):
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_form(self, data: Any = None, uploads: Any = None) -> Any:
        """The form of the move; setting aside offers those who could assess instead."""
        if self.move.name != "set_aside":
            return super().get_form(data, uploads)
        return SetAsideForm(data, successors=possible_successors(self.object))

    def make_move(self, form: Any, **inputs: Any) -> None:
        """Make the move; setting aside keeps both rankings and asks a successor."""
        if self.move.name != "set_aside":
            super().make_move(form, **inputs)
            return
        set_sheet_aside(
            assessment=self.object,
            reason=inputs["note"],
            successor=inputs["successor"],
            by=self.request.user,
            seen=self.seen,
            at=arrived_at(self.request),
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds, where a sheet would be set aside, the ranking without it beside the present one."""
        context = super().get_context_data(**given)
        if self.move.name == "set_aside" and rules.can_see_scores(self.request.user, self.object):
            context["lines"] = what_it_would_change(self.object)
            if hides_names_from(self.request.user, self.object.application.call):
                take_names(line.application for line in context["lines"])
        return context

    def done_message(self) -> str:
        """What happened, in words that fit the move."""
        said = {
            "declare_no_conflict": _("Thank you. The application is open to you now."),
            "recuse": _(
                "Handed back. The staff will ask someone else; nothing more for you to do here."
            ),
            "decline": _(
                "Handed back. The staff will ask someone else. Thank you for saying so in time."
            ),
            "cancel": _("Called off. The assessor has a letter about it."),
            "reopen": _("Open again. The assessor has a letter with your reason."),
            "set_aside": _("Set aside. The assessor and the staff have a letter about it."),
        }
        return said.get(self.move.name) or super().done_message()
