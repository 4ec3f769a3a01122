"""The agreement of a pair, and writing to both of its sides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from mentoring import rules
from mentoring.actions import offer_agreement, write_to_pair
from mentoring.documents.agreement import agreement_paper
from mentoring.forms import PairMessageForm
from mentoring.models import PairAgreement, Pairing
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView

from .forms_in_pair import InPair
from .papers import private_file


class AgreementPage(ObjectView):
    """The agreement of a pair: its words, who accepted them."""

    model = PairAgreement
    template_name = "mentoring/agreement.html"

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        return rows.with_pair().select_related("first_by", "second_by")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        pair = self.object.pairing
        return super().get_context_data(
            pair=pair,
            acceptances=self.object.acceptances(),
            back=pair.get_absolute_url(),
            back_label=str(pair),
            **given,
        )


class AgreementPaper(LoginRequiredMixin, View):
    """The agreement as PDF, for those who see the pair."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows: Any = PairAgreement.objects.visible_to(request.user)
        rows = rows.with_pair().select_related("first_by", "second_by")
        found = get_object_or_404(rows, pk=pk)
        parts = [gettext("agreement"), found.pairing.edition.code, str(found.pairing_id)]
        name = "-".join(parts)
        return private_file(agreement_paper(found), name=name, ending="pdf", kind="application/pdf")


class AgreementMove(MoveView):
    model = PairAgreement


class OfferAgreement(LoginRequiredMixin, View):
    """Staff offer the agreement to a pair that has none."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Pairing.objects.visible_to(request.user).with_people()
        pair = get_object_or_404(rows, pk=pk)
        if not rules.is_staff(request.user, pair):
            raise Http404
        try:
            offered = offer_agreement(pairing=pair, by=request.user)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(pair)
        messages.success(request, gettext("Offered. Both are asked by mail to accept it."))
        return redirect(offered)


class WriteToPair(InPair):
    """Write to the pair: its sides to each other, the coordinators to both."""

    title = _("Write to the pair")
    label = _("Send the message")
    template_name = "mentoring/message_form.html"

    def may(self) -> bool:
        return rules.writes_to_pair(self.request.user, self.pair)

    def get_form(self, data: Any = None) -> PairMessageForm:
        return PairMessageForm(data, self.request.FILES if data is not None else None)

    def write(self, form: PairMessageForm) -> Any:
        text, files = form.cleaned_data["text"], form.cleaned_data["attached"]
        write_to_pair(pairing=self.pair, by=self.request.user, text=text, files=files)
        messages.success(self.request, gettext("Sent. Whoever it is for gets a letter."))
        return self.pair
