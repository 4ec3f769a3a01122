"""The register of de minimis aid."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.actions.aid import aid_so_far, beneficiary_of, register_aid, why_no_aid_yet
from grants.documents.certificate import certificate_paper
from grants.forms.aid import AidForm
from grants.models import Agreement, DeMinimisAid
from grants.rules import agreement as rules
from grants.views.signing import OfAgreement, add_sentences
from workflows import clock
from workflows.errors import MoveRefused
from workflows.views import ListView, MoveView, ObjectView


class AidNewView(OfAgreement):
    """Staff enter a grant into the register."""

    template_name = "grants/aid_form.html"
    title = gettext_lazy("Register de minimis aid")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form."""
        agreement = self.load(pk)
        return self.page(agreement, AidForm(agreement=agreement))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter it and send the certificate."""
        agreement = self.load(pk)
        form = AidForm(request.POST, agreement=agreement)
        if not form.is_valid():
            return self.page(agreement, form, status=422)
        typed = form.cleaned_data
        certificate = certificate_paper(
            agreement,
            number=typed["certificate_number"],
            rate=typed["rate"],
            rate_source=typed["rate_source"],
            rate_on=typed["rate_on"],
        )
        try:
            aid = register_aid(
                agreement=agreement, certificate=certificate, by=request.user, **typed
            )
        except MoveRefused as refusal:
            add_sentences(form, refusal)
            return self.page(self.load(pk), form, status=refusal.status)
        messages.success(request, _("Registered. The grantee has a letter with the certificate."))
        return redirect(aid)

    def page(self, agreement: Agreement, form: AidForm, *, status: int = 200) -> HttpResponse:
        """The form with what the beneficiary got so far."""
        reasons = rules.may_run.why_not(self.request.user, agreement)
        status = 403 if reasons and status == 200 else status
        organisation = beneficiary_of(agreement)
        return self.answer(
            agreement,
            status=status,
            form=form,
            reasons=reasons or why_no_aid_yet(agreement),
            beneficiary=organisation,
            so_far=aid_so_far(organisation, agreement.signed_on or clock.today()),
        )


class AidView(ObjectView):
    """One entry."""

    model = DeMinimisAid
    template_name = "grants/aid.html"

    def get_queryset(self) -> Any:
        """With the agreement and the certificate."""
        rows: Any = super().get_queryset()
        return rows.for_pages().select_related("beneficiary", "certificate")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the way back."""
        agreement = self.object.agreement
        return super().get_context_data(
            agreement=agreement,
            back=agreement.get_absolute_url(),
            back_label=agreement.title_line,
            **given,
        )


class AidMoveView(MoveView):
    """Cancelling an entry."""

    model = DeMinimisAid


class AidListView(ListView):
    """The register: aid of the programmes one works in; one's own for a grantee."""

    model = DeMinimisAid
    template_name = "grants/aid_list.html"
    title = gettext_lazy("De minimis aid")
    select_related = ("agreement__application", "beneficiary")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the sum."""
        rows: Any = DeMinimisAid.objects.visible_to(self.request.user)
        return super().get_context_data(together=rows.together(), **given)
