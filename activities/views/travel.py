"""Travel costs: written by the participant, checked and approved by two of the team."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from activities import guards, rules
from activities.actions import keep_travel_rate, write_claim
from activities.forms.travel import ClaimSheet, TravelRateForm
from activities.models import (
    Advance,
    BoughtTicket,
    Registration,
    StudyVisit,
    TravelClaim,
    TravelRate,
)
from finance.actions.interest import may_keep_rates
from workflows import clock
from workflows.errors import MoveRefused
from workflows.views import ListView, MoveView, ObjectView


class WriteClaim(LoginRequiredMixin, View):
    """The costs of one's own journey; staff write those of people without an account."""

    registration: Registration

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The sheet as it was saved last."""
        claim = self._load(pk)
        return self._page(ClaimSheet(visit=self.visit, claim=claim), claim)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save it and show what is left to do before it is sent."""
        claim = self._load(pk)
        sheet = ClaimSheet(visit=self.visit, claim=claim, data=request.POST)
        if self._reasons(claim):
            return self._page(sheet, claim, status=409)
        if not sheet.is_valid():
            return self._page(sheet, claim, status=422)
        try:
            written = write_claim(
                registration=self.registration,
                account=sheet.form.cleaned_data["account"],
                costs=sheet.lines(),
                by=request.user,
                seen=sheet.form.cleaned_data["version"],
            )
        except MoveRefused as refusal:
            sheet.form.add_error(None, list(refusal.sentences))
            return self._page(sheet, claim, status=refusal.status)
        messages.success(request, gettext("Saved. Attach your tickets, then send it."))
        return redirect(written)

    def _load(self, pk: int) -> TravelClaim | None:
        """The claim that stands, if any; 404 unless one sees the registration and it is of a visit."""
        rows: Any = Registration.objects.visible_to(self.request.user)
        found = get_object_or_404(
            rows.select_related("person__user", "visit__activity__programme"), pk=pk
        )
        if found.visit is None:
            raise Http404
        self.registration, self.visit = found, found.visit
        claims: Any = TravelClaim.objects
        claim: TravelClaim | None = claims.for_pages().filter(registration=found).first()
        return claim

    def _reasons(self, claim: TravelClaim | None) -> list[str]:
        """Why nothing can be written here now."""
        asked = claim or TravelClaim(registration=self.registration)
        reasons = rules.may_write_claim.why_not(self.request.user, asked)
        if claim and claim.state not in rules.CLAIM_WRITTEN_WHILE:
            return [*reasons, gettext("The costs are sent: they can no longer be changed.")]
        given = {"at": clock.now()}
        late = guards.is_claimed_in_time.sentences(asked, given)
        return [*reasons, *guards.was_there.sentences(asked, given), *late]

    def _page(
        self, sheet: ClaimSheet, claim: TravelClaim | None, *, status: int = 200
    ) -> HttpResponse:
        context = {
            "sheet": sheet,
            "claim": claim,
            "registration": self.registration,
            "visit": self.visit,
            "reasons": self._reasons(claim),
            "limits": self.registration.travel_limits(),
            "rates": _rates_today(),
            "tickets": BoughtTicket.objects.filter(registration=self.registration),
            "advance": Advance.objects.filter(registration=self.registration, state="paid").first(),
        }
        if status == 200 and rules.may_write_claim.why_not(
            self.request.user, claim or TravelClaim(registration=self.registration)
        ):
            status = 403
        return TemplateResponse(self.request, "activities/claim_form.html", context, status=status)


def _rates_today() -> list[TravelRate]:
    """The rate of each vehicle that holds today."""
    newest: dict[str, TravelRate] = {}
    for rate in TravelRate.objects.filter(since__lte=clock.today()).order_by("-since"):
        newest.setdefault(rate.vehicle, rate)
    return list(newest.values())


class ClaimPage(ObjectView):
    """One claim: for the person, and for those who pay."""

    model = TravelClaim
    template_name = "activities/claim.html"

    def get_queryset(self) -> QuerySet[Any]:
        """With its costs."""
        rows: Any = super().get_queryset()
        return rows.for_pages()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds where it belongs to, and whether it can still be written."""
        claim, user = self.object, self.request.user
        own = rules.is_claimant(user, claim)
        writes = claim.state in rules.CLAIM_WRITTEN_WHILE and rules.may_write_claim(user, claim)
        visit = claim.visit
        return super().get_context_data(
            visit=visit,
            advance=Advance.objects.filter(registration=claim.registration)
            .exclude(state="dropped")
            .first(),
            tickets=claim.registration.bought_tickets.all(),
            own=own,
            cuts=claim.limits_that_cut() if claim.is_undecided else [],
            exceeded=claim.limits_exceeded() if claim.is_undecided else [],
            paid_to_absent=not own and claim.is_of_absent and claim.is_beyond_recall,
            writes=writes,
            back=claim.registration.get_absolute_url() if own else visit.get_absolute_url(),
            back_label=visit.title,
            **given,
        )


class ClaimMove(MoveView):
    model = TravelClaim


class VisitClaims(ListView):
    """The travel costs of a visit, for those who keep the programme's money."""

    model = TravelClaim
    template_name = "activities/claims.html"
    title = _("Travel costs")
    visit: StudyVisit

    def get_rows(self) -> QuerySet[Any]:
        """Those of the visit of the address; 404 where one does not see it."""
        visits: Any = StudyVisit.objects.visible_to(self.request.user)
        self.visit = get_object_or_404(
            visits.select_related("activity__programme"), code=self.kwargs["code"]
        )
        rows: Any = super().get_rows()
        of_visit = rows.filter(registration__visit=self.visit)
        return of_visit.for_pages().order_by("registration__person__sort_key")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the visit and the sums."""
        return super().get_context_data(
            visit=self.visit,
            given_back=self.visit.spent_on_travel(),
            back=self.visit.get_absolute_url(),
            back_label=self.visit.title,
            **given,
        )


class TravelRates(LoginRequiredMixin, View):
    """The rates for a kilometre, and a form for the next one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For those who keep some programme's money."""
        if request.user.is_authenticated and not may_keep_rates(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The table."""
        return self._page(TravelRateForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep a rate; the same vehicle and first day again corrects it."""
        form = TravelRateForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        keep_travel_rate(by=request.user, **form.cleaned_data)
        messages.success(request, gettext("The rate is kept."))
        return redirect("activities:travel-rates")

    def _page(self, form: TravelRateForm, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "rates": TravelRate.objects.all()}
        return TemplateResponse(
            self.request, "activities/travel_rates.html", context, status=status
        )
