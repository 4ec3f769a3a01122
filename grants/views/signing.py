"""The agreement on paper: its template, its parties, their signatures."""

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

from grants.actions.signing import (
    ANNEX_TEMPLATE,
    FIELDS_OF,
    TEMPLATE,
    agreement_of,
    describe_parties,
    keep_template,
    record_signature,
    template_of,
    waits_for_signatures,
)
from grants.documents import draft, pdf_of
from grants.documents.paper import shipped_template
from grants.forms.signing import PartiesForm, SignatureForm, TemplateForm
from grants.models import Agreement, Call
from grants.rules import agreement as rules
from grants.rules import call as call_rules
from grants.rules.merging import BadTemplate
from grants.views.typing import seen_version
from workflows.errors import MoveRefused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_file(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A document to be saved, never shown by the browser, kept by no cache."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


class OfAgreement(LoginRequiredMixin, View):
    """Base of the pages about one agreement that its staff write and others who see it read or not at all."""

    template_name = ""
    title: Any = ""

    def load(self, pk: int) -> Agreement:
        """The agreement, if this person may see it."""
        return get_object_or_404(Agreement.objects.visible_to(self.request.user).for_lists(), pk=pk)

    def answer(self, agreement: Agreement, *, status: int = 200, **given: Any) -> HttpResponse:
        """The page with the way back."""
        context = {
            "object": agreement,
            "title": self.title,
            "back": agreement.get_absolute_url(),
            "back_label": agreement.title_line,
            "version": agreement.version,
            **given,
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)


def add_sentences(form: Any, refusal: MoveRefused) -> None:
    """Put what stood in the way above the form."""
    for sentence in refusal.sentences:
        form.add_error(None, sentence)


class PartiesView(OfAgreement):
    """Who signs: staff correct it before the agreement is sent, everybody concerned reads it."""

    template_name = "grants/parties.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form for staff while it is prepared, the list with signatures for everybody else."""
        agreement = self.load(pk)
        return self.page(agreement, PartiesForm(agreement=agreement))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what was typed."""
        agreement = self.load(pk)
        form = PartiesForm(request.POST, agreement=agreement)
        if not form.is_valid():
            return self.page(agreement, form, status=422)
        try:
            describe_parties(
                agreement=agreement, given=form.given(), by=request.user, seen=seen_version(request)
            )
        except MoveRefused as refusal:
            add_sentences(form, refusal)
            return self.page(self.load(pk), form, status=refusal.status)
        messages.success(request, _("The parties are saved."))
        return redirect(agreement)

    def page(self, agreement: Agreement, form: PartiesForm, *, status: int = 200) -> HttpResponse:
        """The parties; `writes` and `records` tell what this person may do."""
        runs = rules.may_run(self.request.user, agreement)
        return self.answer(
            agreement,
            status=status,
            form=form,
            writes=runs and agreement.state == Agreement.States.PREPARED,
            records=runs and agreement.state == Agreement.States.SENT,
            parties=agreement.signatories.select_related("scan"),
            signature_route="grants:signature",
        )


class SignatureView(OfAgreement):
    """Staff record that one party signed an agreement."""

    template_name = "grants/signature.html"

    def signed(self, pk: int) -> Any:
        """The document that is being signed, if this person may see it."""
        return self.load(pk)

    def whereto(self, document: Any) -> tuple[str, Any]:
        """Address and label of the page that shows all signatures under the document."""
        return reverse("grants:agreement-parties", args=[document.pk]), _("Parties")

    def get(self, request: HttpRequest, pk: int, party: int) -> HttpResponse:
        """The form."""
        return self.page(self.signed(pk), party, SignatureForm())

    def post(self, request: HttpRequest, pk: int, party: int) -> HttpResponse:
        """Record it."""
        document = self.signed(pk)
        form = SignatureForm(request.POST, request.FILES)
        found = get_object_or_404(document.signatories, pk=party)
        if not form.is_valid():
            return self.page(document, party, form, status=422)
        typed = form.cleaned_data
        try:
            record_signature(
                document=document,
                party=found.pk,
                signed_on=typed["signed_on"],
                how=typed["how"],
                upload=typed["file"],
                by=request.user,
            )
        except MoveRefused as refusal:
            add_sentences(form, refusal)
            return self.page(self.signed(pk), party, form, status=refusal.status)
        messages.success(request, _("The signature is recorded."))
        return redirect(self.whereto(document)[0])

    def page(
        self, document: Any, party: int, form: SignatureForm, *, status: int = 200
    ) -> HttpResponse:
        """The form, or why there is none."""
        agreement = agreement_of(document)
        reasons = rules.may_run.why_not(self.request.user, agreement)
        status = 403 if reasons and status == 200 else status
        if not reasons and not waits_for_signatures(document):
            reasons = [_("Signatures are recorded while the document is out to be signed.")]
        back, label = self.whereto(document)
        return self.answer(
            agreement,
            status=status,
            form=form,
            party=get_object_or_404(document.signatories, pk=party),
            reasons=reasons,
            back=back,
            back_label=label,
        )


class DraftView(OfAgreement):
    """The agreement as it would be sent now, for the staff to read first."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """DOCX or PDF; back with a sentence when the template does not fit."""
        agreement = self.load(pk)
        if kind not in {"docx", "pdf"} or not rules.is_staff(request.user, agreement):
            raise Http404
        try:
            content = draft(agreement)
        except BadTemplate as wrong:
            for sentence in wrong.sentences:
                messages.error(request, sentence)
            return redirect("grants:agreement-template", agreement.call.code)
        name = _("draft-%(number)s") % {"number": agreement.pk} + f".{kind}"
        if kind == "docx":
            return as_file(content, name, DOCX)
        return as_file(pdf_of(content, title=agreement.title_line), name, "application/pdf")


class TemplateView(LoginRequiredMixin, View):
    """The template of a call's agreements: which fields there are, the one in use, a new one."""

    purpose, route, shipped_as = TEMPLATE, "grants:agreement-template", "umowa-wzor.docx"
    title = gettext_lazy("Template of the agreement")
    lead = gettext_lazy(
        "Agreements of this call are made from one DOCX document: your words, with fields that Tandem fills in."
    )
    kept = gettext_lazy("Agreements of this call are made from this template now.")

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The page; with `?shipped` the document that Tandem brings."""
        call = self.call(code)
        if "shipped" in request.GET:
            return as_file(shipped_template(call, self.purpose), self.shipped_as, DOCX)
        return self.page(call, TemplateForm(known=FIELDS_OF[self.purpose]))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Keep the new template, or say what is wrong with it."""
        call = self.call(code)
        form = TemplateForm(request.POST, request.FILES, known=FIELDS_OF[self.purpose])
        if not form.is_valid():
            return self.page(call, form, status=422)
        upload = form.cleaned_data["file"]
        try:
            keep_template(call=call, upload=upload, by=request.user, purpose=self.purpose)
        except MoveRefused as refusal:
            add_sentences(form, refusal)
            return self.page(call, form, status=refusal.status)
        messages.success(request, self.kept)
        return redirect(self.route, call.code)

    def call(self, code: str) -> Call:
        """The call, for those who run it; 404 for everybody else."""
        call = get_object_or_404(Call.objects.visible_to(self.request.user), code=code)
        if not call_rules.is_staff(self.request.user, call):
            raise Http404
        return call

    def page(self, call: Call, form: TemplateForm, *, status: int = 200) -> HttpResponse:
        """The list of fields, the template in use and the form."""
        context = {
            "object": call,
            "form": form,
            "title": self.title,
            "lead": self.lead,
            "fields": FIELDS_OF[self.purpose].items(),
            "template": template_of(call, self.purpose),
            "of_annexes": self.purpose == ANNEX_TEMPLATE,
            "back": call.get_absolute_url(),
            "back_label": call.title,
        }
        return TemplateResponse(
            self.request, "grants/agreement_template.html", context, status=status
        )


class AnnexTemplateView(TemplateView):
    """The template of a call's annexes."""

    purpose, route, shipped_as = ANNEX_TEMPLATE, "grants:annex-template", "aneks-wzor.docx"
    title = gettext_lazy("Template of annexes")
    lead = gettext_lazy(
        "Annexes to the agreements of this call are made from one DOCX document: your words, with fields that Tandem fills in."
    )
    kept = gettext_lazy("Annexes of this call are made from this template now.")
