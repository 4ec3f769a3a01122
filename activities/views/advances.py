"""Money before the journey: tickets bought by the organiser, advances, the limit over all visits."""

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

from activities import rules
from activities.actions.advances import (
    buy_ticket,
    give_ticket_back,
    limit_travel,
    propose_advance,
)
from activities.forms.advances import AdvanceForm, LimitForm, TicketForm
from activities.models import Advance, BoughtTicket, StudyVisit
from programmes import rules as programme_rules
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView

from .staff import ForStaff


class VisitMoney(LoginRequiredMixin, View):
    """The money of a visit before and beside the claims, for those who run it or keep its money."""

    template_name = "activities/money.html"
    visit: StudyVisit

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        rows: Any = StudyVisit.objects.visible_to(request.user)
        self.visit = get_object_or_404(
            rows.select_related("activity__programme"), code=kwargs["code"]
        )
        self.keeps = programme_rules.keeps_money(request.user, self.visit)
        if not self.keeps or not self.visit.is_prepared:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page()

    def standing(self, name: str) -> dict[str, Any]:
        """What column `name` says of the activity and of the programme; None where nothing is set."""
        activity = self.visit.activity
        rows = {"activity": activity, "programme": activity.programme}
        return {
            each: getattr(getattr(of, "travel_limit", None), name, None)
            for each, of in rows.items()
        }

    def page(self, status: int = 200, **forms: Any) -> HttpResponse:
        visit, user = self.visit, self.request.user
        runs = rules.is_staff(user, visit)
        context = {
            "visit": visit,
            "tickets": BoughtTicket.objects.of_visit(visit),
            "advances": Advance.objects.filter(registration__visit=visit)
            .for_pages()
            .order_by("registration__person__sort_key"),
            "limits": visit.travel_limits(),
            "spent": visit.spent_on_travel(),
            "for_one": self.standing("per_person"),
            "runs": runs,
            "buys": runs and visit.state in rules.TICKETS_BOUGHT_WHILE,
            "proposes": self.keeps and visit.state in rules.ADVANCES_WHILE,
            "back": visit.get_absolute_url(),
            "back_label": visit.title,
            **forms,
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)


class SetLimit(VisitMoney):
    """The most that all visits of the activity and of the programme spend."""

    template_name = "activities/form.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        together, for_one = self.standing("amount"), self.standing("per_person")
        apart = {f"{name}_person": amount for name, amount in for_one.items()}
        return self.drawn(LimitForm(initial=together | apart))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = LimitForm(request.POST)
        if not form.is_valid():
            return self.drawn(form, 422)
        for name, of in (
            ("activity", self.visit.activity),
            ("programme", self.visit.activity.programme),
        ):
            amount, per_person = (form.cleaned_data[key] for key in (name, f"{name}_person"))
            limit_travel(of=of, amount=amount, per_person=per_person, by=request.user)
        messages.success(request, gettext("Saved."))
        return redirect("activities:visit-money", self.visit.code)

    def drawn(self, form: Any, status: int = 200) -> HttpResponse:
        """The form."""
        return form_page(self, form, _("Limits over all visits"), _("Save"), status)


class NewAdvance(VisitMoney):
    """Propose an advance for one of the group."""

    template_name = "activities/form.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.drawn(AdvanceForm(visit=self.visit))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = AdvanceForm(request.POST, visit=self.visit)
        if not form.is_valid():
            return self.drawn(form, 422)
        try:
            advance = propose_advance(by=request.user, **form.cleaned_data)
        except MoveRefused as refusal:
            form.add_error(None, list(refusal.sentences))
            return self.drawn(form, refusal.status)
        messages.success(request, gettext("Proposed. Somebody else approves it."))
        return redirect(advance)

    def drawn(self, form: Any, status: int = 200) -> HttpResponse:
        """The form, as long as advances are of use."""
        if status == 200 and self.visit.state not in rules.ADVANCES_WHILE:
            raise Http404
        return form_page(self, form, _("New advance"), _("Propose the advance"), status)


def form_page(view: VisitMoney, form: Any, title: Any, label: Any, status: int) -> HttpResponse:
    """One form under a title; back leads to the money of the visit."""
    context = {
        "form": form,
        "title": title,
        "submit_label": label,
        "back": view.visit.get_money_url(),
        "back_label": view.visit.title,
    }
    return TemplateResponse(view.request, "activities/form.html", context, status=status)


class NewTicket(ForStaff):
    """Note a ticket that the organiser bought."""

    model = StudyVisit

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(TicketForm(visit=self.object))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = TicketForm(request.POST, visit=self.object)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            buy_ticket(by=request.user, **form.cleaned_data)
        except MoveRefused as refusal:
            form.add_error(None, list(refusal.sentences))
            return self.page(form, status=refusal.status)
        messages.success(request, gettext("Noted: this way is not paid back once more."))
        return redirect("activities:visit-money", self.object.code)

    def page(self, form: Any, status: int = 200) -> HttpResponse:
        if status == 200 and self.object.state not in rules.TICKETS_BOUGHT_WHILE:
            raise Http404
        return self.form_page(
            form,
            _("Ticket bought by the organiser"),
            _("Note the ticket"),
            status=status,
            back=self.object.get_money_url(),
        )


class TicketBack(ForStaff):
    """Take a ticket away that was returned or noted by mistake."""

    model = StudyVisit

    def post(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        ticket = get_object_or_404(BoughtTicket.objects.of_visit(self.object), pk=pk)
        try:
            give_ticket_back(ticket=ticket, by=request.user)
        except MoveRefused as refusal:
            messages.error(request, " ".join(refusal.sentences))
        else:
            messages.success(request, gettext("The ticket is taken away."))
        return redirect("activities:visit-money", self.object.code)


class AdvancePage(ObjectView):
    """One advance: for the person, and for those who keep the money."""

    model = Advance
    template_name = "activities/advance.html"

    def get_queryset(self) -> QuerySet[Any]:
        """With person and visit."""
        rows: Any = super().get_queryset()
        return rows.for_pages()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        advance = self.object
        own = rules.gets_the_advance(self.request.user, advance)
        return super().get_context_data(
            own=own,
            visit=advance.visit,
            back=advance.registration.get_absolute_url() if own else advance.visit.get_money_url(),
            back_label=advance.visit.title,
            **given,
        )


class AdvanceMove(MoveView):
    model = Advance
