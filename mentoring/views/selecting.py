"""How the team chooses people: what counts, the candidates of each side, points and notes for one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from activities.forms.selection import ScoreForm
from mentoring import rules
from mentoring.actions import (
    abstain,
    keep_selection_criteria,
    move_in_line,
    note_interview,
    score_candidate,
    sentences_against_criteria,
)
from mentoring.forms.selecting import (
    CandidateFilter,
    InterviewNoteForm,
    SelectionCriterionFormSet,
)
from mentoring.models import Enrolment
from mentoring.models.selection import standing_of
from programmes.views.many import ManyView
from workflows.errors import MoveRefused

from .staff import ForStaff, offers_of

A_PAGE = 50
FOR_MANY = ("accept", "put_in_line", "decline")


class OfSide(ForStaff):
    """Base. A page about the candidates of one side of an edition, for those who run it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if kwargs["side"] not in Enrolment.Role.values:
            raise Http404
        self.side: str = kwargs["side"]
        return super().dispatch(request, *args, **kwargs)

    @property
    def why_not_choose(self) -> list[str]:
        """Why this person does not choose here: they take part themselves."""
        probe = Enrolment(edition=self.object)
        return rules.selects.why_not(self.request.user, probe)

    def list_of_side(self) -> str:
        return reverse("mentoring:candidates", args=[self.object.code, self.side])


class Criteria(OfSide):
    """What counts on one side, and for how many points; fixed as soon as somebody has points."""

    def get(self, request: HttpRequest, code: str, side: str) -> HttpResponse:
        return self.page(self.formset())

    def post(self, request: HttpRequest, code: str, side: str) -> HttpResponse:
        """Keep them; a refusal keeps everything typed."""
        formset = self.formset(request.POST)
        if not formset.is_valid():
            return self.page(formset, status=422)
        try:
            keep_selection_criteria(
                edition=self.object, role=self.side, formset=formset, by=request.user
            )
        except MoveRefused as refusal:
            return self.page(formset, status=refusal.status)
        messages.success(request, gettext("What counts is saved and stands on the public page."))
        return redirect(self.list_of_side())

    def formset(self, data: Any = None) -> Any:
        rows = self.object.criteria.filter(role=self.side)
        return SelectionCriterionFormSet(data, instance=self.object, queryset=rows)

    def page(self, formset: Any, status: int = 200) -> HttpResponse:
        context = {
            "title": _("What counts in the selection"),
            "submit_label": _("Save what counts"),
            "formset": formset,
            "criteria": self.object.criteria.filter(role=self.side),
            "reasons": sentences_against_criteria(self.object, self.side),
            "back": self.list_of_side(),
            "back_label": _("Candidates"),
        }
        return TemplateResponse(self.request, "activities/criteria.html", context, status=status)


class Candidates(OfSide):
    """The candidates of one side: filters, my points, the mean once mine are given, the line of those who wait."""

    def get(self, request: HttpRequest, code: str, side: str) -> HttpResponse:
        user, edition, reasons = request.user, self.object, self.why_not_choose
        rows = edition.enrolments.filter(role=side).select_related("person")
        rows = rows.prefetch_related("topics", "sheets").order_by("person__sort_key", "pk")
        chosen = CandidateFilter(request.GET, queryset=rows, request=request, edition=edition)
        page = Paginator(chosen.qs.distinct(), A_PAGE).get_page(request.GET.get("page"))
        places: int = getattr(edition, f"{side}_places")
        criteria = list(edition.criteria.filter(role=side))
        context = {
            "object": edition,
            "side": side,
            "is_mentee": side == Enrolment.Role.MENTEE,
            "filter": chosen,
            "page_obj": page,
            "is_paginated": page.has_other_pages(),
            "standings": [standing_of(each, user) for each in page],
            "criteria": criteria,
            "most": sum(each.points for each in criteria),
            "fixed": bool(sentences_against_criteria(edition, side)),
            "line": edition.enrolments.in_line(side).select_related("person"),
            "limit": places,
            "taken": edition.enrolments.holding_places(side).count(),
            "reasons": reasons,
            "letter_query": self.letter_query(side),
        }
        return TemplateResponse(request, "mentoring/candidates.html", context)

    def letter_query(self, side: str) -> str:
        """What the list is asked, for a letter to those it shows."""
        asked = self.request.GET.copy()
        asked["of"], asked["side"] = self.object.code, side
        return str(asked.urlencode())

    def post(self, request: HttpRequest, code: str, side: str) -> HttpResponse:
        """Move somebody in the line."""
        way, _colon, key = request.POST.get("line", "").partition(":")
        known = key.isascii() and key.isdecimal() and len(key) < 19
        rows = self.object.enrolments.filter(role=side, pk=int(key) if known else 0)
        try:
            for enrolment in rows:
                move_in_line(enrolment=enrolment, up=way == "up", by=request.user)
        except MoveRefused as refusal:
            messages.error(request, " ".join(refusal.sentences))
        return redirect(f"{self.list_of_side()}#line")


class ManyCandidates(OfSide, ManyView):
    """One decision about many candidates: the preview first, then each by itself, with its letter."""

    model = Enrolment
    for_many = FOR_MANY
    rows_template = "mentoring/candidate_many_rows.html"
    title = _("Decide about many candidates")

    def rows(self) -> Any:
        # the edition of each row stays the one object of this page: what is asked of it is asked once
        rows = self.object.enrolments.filter(role=self.side).select_related("person__user")
        return rows.prefetch_related("sheets").order_by("person__sort_key", "pk")

    def filtered(self, rows: Any) -> Any:
        given = {"request": self.request, "edition": self.object}
        return CandidateFilter(self.asked, queryset=rows, **given).qs.distinct()

    def list_address(self) -> tuple[str, Any]:
        return self.list_of_side(), _("Candidates")


class Selecting(LoginRequiredMixin, View):
    """One candidate as the team judges them: the application, my points, the others' once mine are given, notes."""

    enrolment: Enrolment

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for everybody who does not choose in this edition: candidates never learn of it."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        rows: Any = Enrolment.objects.visible_to(request.user)
        joined = rows.select_related(
            "person__user", "edition__activity__programme", "answers__questions"
        ).prefetch_related("topics", "sheets__scorer", "notes__author")
        self.enrolment = get_object_or_404(joined, pk=kwargs["pk"])
        if not rules.selects(request.user, self.enrolment):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep points, abstain, or keep a note."""
        if "note" in request.POST:
            return self.note()
        if "abstain" in request.POST:
            return self.done(lambda: abstain(enrolment=self.enrolment, by=request.user))
        form = self.scores(request.POST)
        if not form.is_valid():
            return self.page(form=form, status=422)
        points = form.points()
        return self.done(
            lambda: score_candidate(enrolment=self.enrolment, points=points, by=request.user),
            form=form,
        )

    def note(self) -> HttpResponse:
        form = InterviewNoteForm(self.request.POST)
        if not form.is_valid():
            return self.page(note_form=form, status=422)
        given = {"held_on": form.cleaned_data["held_on"], "text": form.cleaned_data["text"]}
        return self.done(
            lambda: note_interview(enrolment=self.enrolment, by=self.request.user, **given),
            note_form=form,
        )

    def done(self, what: Any, **forms: Any) -> HttpResponse:
        try:
            what()
        except MoveRefused as refusal:
            return self.page(sentences=refusal.sentences, status=refusal.status, **forms)
        messages.success(self.request, gettext("Saved."))
        return redirect(self.request.path)

    def scores(self, data: Any = None) -> ScoreForm:
        enrolment = self.enrolment
        criteria = list(enrolment.edition.criteria.filter(role=enrolment.role))
        mine = standing_of(enrolment, self.request.user).mine
        given = {int(key): number for key, number in (mine.points if mine else {}).items()}
        return ScoreForm(data, criteria=criteria, given=given)

    def page(
        self,
        *,
        form: ScoreForm | None = None,
        note_form: InterviewNoteForm | None = None,
        status: int = 200,
        **given: Any,
    ) -> HttpResponse:
        enrolment = self.enrolment
        standing = standing_of(enrolment, self.request.user)
        scores = form or self.scores()
        back = reverse("mentoring:candidates", args=[enrolment.edition.code, enrolment.role])
        context = {
            "object": enrolment,
            "standing": standing,
            "form": scores,
            "criteria": scores.criteria,
            "most": sum(each.points for each in scores.criteria),
            "abstained": standing.mine is not None and standing.mine.total is None,
            "open": enrolment.state == Enrolment.States.APPLIED,
            "notes": enrolment.notes.all(),
            "note_form": note_form or InterviewNoteForm(),
            "own_answers": enrolment.own_answers(),
            "topics": enrolment.topics.all(),
            "offers": offers_of(enrolment),
            "reads_confidence": True,
            "back": back,
            "back_label": _("Candidates"),
            **given,
        }
        return TemplateResponse(self.request, "mentoring/selecting.html", context, status=status)
