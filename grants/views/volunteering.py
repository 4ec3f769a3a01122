"""The work of volunteers: entered by the day, confirmed, printed as a card for each person."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from finance.money import Money
from grants.actions.volunteering import (
    confirm_work,
    enter_work,
    own_cash,
    work_by_kind,
    work_of,
    worth_of_work,
)
from grants.documents.volunteering import card_paper
from grants.forms.volunteering import WorkForm
from grants.models import Agreement, VolunteerWork
from grants.rules import agreement as rules
from grants.rules.volunteering import hours_shown
from grants.views.signing import OfAgreement, add_sentences, as_file
from workflows.errors import MoveRefused
from workflows.views import MoveView


def cards_of(works: list[VolunteerWork]) -> list[dict[str, Any]]:
    """The work of each person with its sum; `works` are in the order of people."""
    cards: dict[int, dict[str, Any]] = {}
    for work in works:
        card = cards.setdefault(
            work.person_id,
            {"person": work.person, "works": [], "minutes": 0, "worth": Decimal(0)},
        )
        card["works"].append(work)
        if work.entry is not None:
            card["minutes"] += work.entry.minutes
            card["worth"] += work.worth.amount
    for card in cards.values():
        card["hours"] = hours_shown(card["minutes"])
    return list(cards.values())


class VolunteeringView(OfAgreement):
    """Who worked without pay, and what it counts as own contribution."""

    template_name = "grants/volunteering.html"
    title = gettext_lazy("Work of volunteers")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For whoever sees the agreement."""
        agreement = self.load(pk)
        works = work_of(agreement)
        return self.answer(
            agreement,
            cards=cards_of(works),
            waiting=sum(work.state == "entered" for work in works),
            counted=worth_of_work(agreement),
            cash=own_cash(agreement),
            writes=rules.may_write_report(request.user, agreement),
            kinds=work_by_kind(agreement, works),
            has_rates=agreement.call.work_rates.exists(),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirm everything that is entered."""
        agreement = self.load(pk)
        try:
            count = confirm_work(agreement=agreement, by=request.user)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                messages.error(request, sentence)
        else:
            said = ngettext("%(count)d day is confirmed.", "%(count)d days are confirmed.", count)
            messages.success(request, said % {"count": count})
        return redirect("grants:volunteering", agreement.pk)


class WorkNewView(OfAgreement):
    """Entering what somebody worked on one day."""

    template_name = "grants/volunteering_form.html"
    title = gettext_lazy("Enter a volunteer's work")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form, while the report is open."""
        agreement = self.load(pk)
        return self.page(agreement, WorkForm(agreement=agreement))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter it, or show what is wrong with everything typed kept."""
        agreement = self.load(pk)
        form = WorkForm(request.POST, agreement=agreement)
        if not form.is_valid():
            return self.page(agreement, form, status=422)
        try:
            work = enter_work(agreement=agreement, by=request.user, **form.cleaned_data)
        except MoveRefused as refusal:
            add_sentences(form, refusal)
            return self.page(agreement, form, status=refusal.status)
        worth = Money(work.worth.amount, agreement.currency)
        messages.success(
            request, _("Entered. Once confirmed it counts as %(worth)s.") % {"worth": worth}
        )
        again = "again" in request.POST
        return redirect("grants:volunteering-new" if again else "grants:volunteering", agreement.pk)

    def page(self, agreement: Agreement, form: WorkForm, *, status: int = 200) -> HttpResponse:
        """The form, or the reason why there is none."""
        reasons = rules.may_write_report.why_not(self.request.user, agreement)
        status = 403 if reasons and status == 200 else status
        if not reasons and not agreement.call.work_rates.exists():
            reasons = [_("This call does not count work as own contribution.")]
        return self.answer(
            agreement,
            status=status,
            form=form,
            reasons=reasons,
            back=reverse("grants:volunteering", args=[agreement.pk]),
            back_label=_("Work of volunteers"),
        )


class CardView(OfAgreement):
    """The card of one volunteer as PDF."""

    def get(self, request: HttpRequest, pk: int, person: int) -> HttpResponse:
        """For whoever sees the agreement; 404 for somebody who did not work here."""
        agreement = self.load(pk)
        works = [work for work in work_of(agreement) if work.person_id == person]
        if not works:
            raise Http404
        name = f"karta-{agreement.pk}-{person}.pdf"
        return as_file(card_paper(agreement, works), name, "application/pdf")


class WorkMoveView(MoveView):
    """A move of one day's work."""

    model = VolunteerWork
