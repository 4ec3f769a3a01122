"""How staff choose the group of a visit: what counts, points, the list, places down the list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from activities import rules
from activities.actions.selection import (
    give_places,
    keep_criteria,
    points_of,
    ranked_applicants,
    score_applicant,
    sentences_against_criteria,
    sentences_against_giving,
    written_order,
)
from activities.forms.selection import CriterionFormSet, ScoreForm
from activities.models import Registration, StudyVisit
from workflows.errors import MoveRefused
from workflows.views.moves import arrived_at

from .staff import ForStaff


class VisitCriteria(ForStaff):
    """What counts, and for how many points; fixed as soon as somebody has points."""

    model = StudyVisit
    template_name = "activities/criteria.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The table of criteria."""
        return self.page(CriterionFormSet(instance=self.object))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Keep them; a refusal keeps everything typed."""
        formset = CriterionFormSet(request.POST, instance=self.object)
        if not formset.is_valid():
            return self.page(formset, status=422)
        try:
            keep_criteria(visit=self.object, formset=formset, by=request.user)
        except MoveRefused as refusal:
            return self.page(formset, status=refusal.status)
        messages.success(request, gettext("What counts is saved and stands on the public page."))
        return redirect("activities:visit-selection", self.object.code)

    def page(self, formset: Any, status: int = 200) -> HttpResponse:
        """The form, or why nothing can change."""
        return self.form_page(
            None,
            _("What counts in the selection"),
            _("Save what counts"),
            status=status,
            formset=formset,
            criteria=self.object.criteria.all(),
            reasons=sentences_against_criteria(self.object),
        )


class VisitSelection(ForStaff):
    """The list by points; it shows who would get a place, and one press gives the places."""

    model = StudyVisit
    template_name = "activities/selection.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The list as it stands."""
        return self.page()

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Give the places that were shown."""
        try:
            places, reserve = give_places(
                visit=self.object,
                seen=request.POST.get("seen", ""),
                by=request.user,
                at=arrived_at(request),
            )
        except MoveRefused as refusal:
            return self.page(refusal.sentences, status=refusal.status)
        said = gettext(
            "Done: %(places)d with a place, %(reserve)d on the reserve list. Everybody has a letter."
        )
        messages.success(request, said % {"places": places, "reserve": reserve})
        return redirect(request.path)

    def page(self, errors: Any = (), status: int = 200) -> HttpResponse:
        """The list, with why places can not be given yet."""
        criteria = list(self.object.criteria.all())
        standings = ranked_applicants(self.object)
        context = {
            "object": self.object,
            "criteria": criteria,
            "most": sum(each.points for each in criteria),
            "fixed": bool(sentences_against_criteria(self.object)),
            "standings": standings,
            "seen": written_order(standings),
            "chosen": sum(each.gets_place for each in standings),
            "waiting": sum(not each.gets_place for each in standings),
            "decided": self.decided(),
            "errors": errors,
            "reasons": sentences_against_giving(
                self.object, standings, by=self.request.user, at=arrived_at(self.request)
            ),
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def decided(self) -> list[dict[str, Any]]:
        """Those with points whose application is decided, most points first."""
        rows = self.object.registrations.exclude(state="applied").filter(scores__isnull=False)
        found = [
            {"registration": each, "points": sum(points_of(each).values())}
            for each in rows.distinct().for_selection()
        ]
        return sorted(found, key=lambda row: -row["points"])


class ApplicantPoints(LoginRequiredMixin, View):
    """The points of one applicant; needs and diet are not shown, since they never count."""

    registration: Registration
    visit: StudyVisit

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 unless one runs the visit; whoever applied themselves learns who gives them points."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        rows: Any = Registration.objects.visible_to(request.user)
        joined = rows.select_related("person", "visit__activity__programme")
        found = get_object_or_404(joined.exclude(visit=None), pk=kwargs["pk"])
        if not rules.is_staff(request.user, found) or found.visit is None:
            raise Http404
        self.registration, self.visit = found, found.visit
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form with the points that stand."""
        return self.page(self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep them and go back to the list."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            score_applicant(
                registration=self.registration,
                points=form.points(),
                seen=form.seen_points(),
                by=request.user,
            )
        except MoveRefused as refusal:
            form.add_error(None, list(refusal.sentences))
            return self.page(form, status=refusal.status)
        said = gettext("The points of %(person)s are saved.")
        messages.success(request, said % {"person": self.registration.person})
        return redirect("activities:visit-selection", self.visit.code)

    def form(self, data: Any = None) -> ScoreForm:
        """The form of this visit's criteria."""
        criteria = list(self.visit.criteria.all())
        return ScoreForm(data, criteria=criteria, given=points_of(self.registration))

    def page(self, form: ScoreForm, status: int = 200) -> HttpResponse:
        """What the person wrote, and the points."""
        reasons = rules.may_score.why_not(self.request.user, self.registration)
        if not form.criteria:
            reasons = [*reasons, gettext("Set what counts and for how many points first.")]
        elif self.registration.state != Registration.States.APPLIED:
            reasons = [
                *reasons,
                gettext("This application is decided: its points can no longer be changed."),
            ]
        context = {
            "form": form,
            "registration": self.registration,
            "visit": self.visit,
            "reasons": reasons,
        }
        return TemplateResponse(
            self.request, "activities/applicant_points.html", context, status=status
        )
