"""Plans of pairs: weigh, compute, compare three plans, open a pair, ask why not, settle, publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from mentoring import rules
from mentoring.actions import (
    SETTLED,
    ask_again,
    latest_terms,
    publish_run,
    start_run,
    state_wishes,
)
from mentoring.forms import AskForm, PublishForm, TermsForm, WishesForm
from mentoring.models import Enrolment, MatchRun
from workflows.errors import MoveRefused
from workflows.forms import say_refusal

from .plan_rows import Rows, told_apart
from .staff import ForStaff

PAIRS_A_PAGE = 50


class MatchRuns(ForStaff):
    """Say what matters, have plans computed; the runs so far."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        latest = self.object.match_runs.first()
        try:
            run = start_run(edition=self.object, by=request.user, after=latest, **form.terms())
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(form, status=refusal.status)
        return redirect(run)

    def form(self, data: Any = None) -> TermsForm:
        """It begins with what the latest run was asked."""
        rows = self.object.enrolments.select_related("person").order_by("person__sort_key", "pk")
        return TermsForm(
            data,
            terms=latest_terms(self.object),
            mentees=list(rows.without_mentor()),
            mentors=list(rows.accepted_as("mentor")),
            reader=self.request.user,
        )

    def page(self, form: TermsForm, status: int = 200) -> HttpResponse:
        runs = self.object.match_runs.visible_to(self.request.user).select_related(
            "made_by__person"
        )
        context = {
            "object": self.object,
            "form": form,
            "runs": runs.defer("inputs", "result"),
            "waiting": len(form.mentees),
            "apart": told_apart(form.known.values(), self.request.user),
            "back": reverse("mentoring:matching", args=[self.object.code]),
            "back_label": _("Find mentors"),
        }
        return TemplateResponse(self.request, "mentoring/match_runs.html", context, status=status)


class OfRun(ForStaff):
    """A page about one run of an edition."""

    run: MatchRun

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            rows = MatchRun.objects.visible_to(request.user).select_related(
                "edition__activity__programme", "after"
            )
            # a page that waits asks every two seconds: the people in a run are read only where they are shown
            rows = rows.defer("inputs", "after__inputs", "after__result")
            self.run = get_object_or_404(rows, pk=kwargs["pk"], edition__code=kwargs["code"])
        return super().dispatch(request, *args, **kwargs)


class MatchRunPage(OfRun):
    """Three plans side by side and one of them opened; from here a pair is settled, forbidden, or a plan published."""

    def get(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        """`do` says what: `publish` a `plan`, `again` to compute, or `pin`, `ban`, `lift`, `release` the `pair`s."""
        does = {"publish": self.publish, "again": self.again}
        try:
            return does.get(request.POST.get("do", ""), self.settle)(request)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                messages.error(request, sentence)
            return self.page(status=refusal.status)

    def publish(self, request: HttpRequest) -> HttpResponse:
        form = PublishForm(request.POST)
        if not form.is_valid():
            raise MoveRefused([gettext("Choose one of the three plans.")])
        publish_run(run=self.run, plan=form.cleaned_data["plan"], by=request.user)
        messages.success(
            request, gettext("The plan is published. Mentors get their proposals by mail now.")
        )
        return redirect(self.run)

    def again(self, request: HttpRequest) -> HttpResponse:
        ask_again(run=self.run, by=request.user)
        return redirect(self.run)

    def settle(self, request: HttpRequest) -> HttpResponse:
        """A run with other settled or forbidden pairs; the old one stays as it is."""
        pairs = [_pair(text) for text in request.POST.getlist("pair")]
        what = request.POST.get("do", "")
        if not pairs or what not in ("pin", "ban", "lift", "release"):
            raise MoveRefused([gettext("Choose a pair, and what shall happen to it.")])
        given = self.run.inputs
        kept = dict(given) | {
            name: [each for each in given.get(name, []) if each not in pairs] for name in SETTLED
        }
        if what == "pin":
            asked = {mentee for mentee, _mentor in pairs}
            kept["pins"] = [each for each in kept["pins"] if each[0] not in asked] + pairs
            kept["lifts"] = given.get("lifts", [])
        elif what != "release":
            kept[f"{what}s"] += pairs
        run = start_run(edition=self.object, by=request.user, after=self.run, **kept)
        return redirect(run)

    def page(self, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {
            "object": self.object,
            "run": self.run,
            "back": reverse("mentoring:match-runs", args=[self.object.code]),
            "back_label": _("Plans of pairs"),
        }
        if self.run.is_ready:
            rows = Rows(self.run, self.request.GET.get("plan", ""), reader=self.request.user)
            context |= {"plans": rows.plans(), "chosen": rows.kind}
            page = Paginator(rows.plan["pairs"], PAIRS_A_PAGE).get_page(
                self.request.GET.get("page")
            )
            ask = AskForm(mentees=rows.people("mentees"), mentors=rows.people("mentors"))
            context |= {"page_obj": page, "ask": ask, **rows.opened(page.object_list)}
        return TemplateResponse(self.request, "mentoring/match_run.html", context, status=status)


class MatchPair(OfRun):
    """One possible pair: its fit in parts, and what it would cost when the plan does not have it."""

    def get(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        if not self.run.is_ready or not request.GET:
            return redirect(self.run)
        rows = Rows(self.run, request.GET.get("plan", ""), reader=request.user)
        pair = rows.pair(*(request.GET.get(name, "") for name in ("mentee", "mentor", "swap")))
        if pair is None:
            raise Http404
        back = f"{self.run.get_absolute_url()}?plan={rows.kind}"
        context = {
            "object": self.object,
            "run": self.run,
            "chosen": rows.kind,
            "pair": pair,
            "back": back,
            "back_label": str(self.run),
        }
        return TemplateResponse(request, "mentoring/match_pair.html", context)


def _pair(text: str) -> list[int]:
    """`mentee:mentor` by key, as forms send it."""
    mentee, _colon, mentor = text.partition(":")
    if not (mentee.isdecimal() and mentor.isdecimal() and len(text) < 40):
        raise MoveRefused([gettext("Choose a pair, and what shall happen to it.")])
    return [int(mentee), int(mentor)]


class Wishes(View):
    """With whom somebody would like to work, and in confidence with whom not."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={request.path}")
        rows = Enrolment.objects.visible_to(request.user).select_related(
            "person__user", "edition__activity__programme"
        )
        self.object = get_object_or_404(rows, pk=kwargs["pk"])
        if not rules.writes_wishes(request.user, self.object):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(WishesForm(enrolment=self.object))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = WishesForm(request.POST, enrolment=self.object)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            state_wishes(
                enrolment=self.object,
                wanted=form.wanted(),
                excluded=form.cleaned_data["excluded"],
                by=request.user,
            )
        except MoveRefused as refusal:
            say_refusal(form, refusal)
            return self.page(form, status=refusal.status)
        messages.success(request, gettext("Your wishes are saved. You can change them any time."))
        return redirect(self.object.get_absolute_url())

    def page(self, form: WishesForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "title": _("With whom you would like to work"),
            "lead": _("We take wishes into account; we cannot promise them. The other side does not see yours."),
            "submit_label": _("Save the wishes"),
            "back": self.object.get_absolute_url(),
            "back_label": str(self.object.edition),
        }  # fmt: skip
        return TemplateResponse(self.request, "mentoring/form.html", context, status=status)
