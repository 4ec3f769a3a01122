"""The register of a grant's documents: entered on a phone, judged by staff one by one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.models import ExpenseShare
from grants.actions.doubles import doubles_of, warnings_of
from grants.actions.register import (
    correct_document,
    cut_document,
    enter_document,
    overspent,
)
from grants.forms.register import (
    AnswerForm,
    CutForm,
    DocumentForm,
    QuestionForm,
    RegisterFilter,
)
from grants.models import Agreement, RegisterEntry
from grants.rules import agreement as rules
from grants.rules import register as register_rules
from grants.views.signing import OfAgreement, add_sentences
from grants.views.typing import seen_version
from workflows.errors import MoveRefused
from workflows.views import ListView, MoveView, ObjectView
from workflows.views.moves import arrived_at


def rows_of(agreement: Agreement) -> list[dict[str, Any]]:
    """The standing documents of an agreement with what each source pays, and what is like them elsewhere."""
    entries = list(agreement.register.standing().with_documents())
    for entry in entries:
        entry.agreement = agreement
    doubles = doubles_of(entries)
    shares: dict[int, list[ExpenseShare]] = {}
    for share in agreement.shares().select_related("line"):
        shares.setdefault(share.document_id, []).append(share)
    return [
        {
            "entry": entry,
            "shares": shares.get(entry.document_id, []),
            "warnings": warnings_of(doubles.get(entry.pk, [])),
        }
        for entry in entries
    ]


class RegisterView(OfAgreement):
    """All documents of one grant, by position and source."""

    template_name = "grants/register.html"
    title = gettext_lazy("Register of documents")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For whoever sees the agreement."""
        agreement = self.load(pk)
        return self.answer(
            agreement,
            rows=rows_of(agreement),
            lines=list(agreement.lines().with_spending()),
            overspent=overspent(agreement),
            spent=agreement.spent_from_grant(),
            writes=rules.may_write_report(request.user, agreement),
        )


class DocumentView(OfAgreement):
    """Entering a document that proves spending."""

    template_name = "grants/report_document.html"
    title = gettext_lazy("Enter a document")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form, while the report is open."""
        agreement = self.load(pk)
        return self.page(agreement, DocumentForm(agreement=agreement))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter it, or show what is wrong with everything typed kept."""
        agreement = self.load(pk)
        form = DocumentForm(request.POST, request.FILES, agreement=agreement)
        if not form.is_valid():
            return self.page(agreement, form, status=422)
        paid = form.paid()
        try:
            entry = enter_document(
                agreement=agreement,
                line=form.cleaned_data["line"],
                amount=paid.grant,
                own=paid.own,
                other=paid.other,
                file=form.cleaned_data["file"],
                by=request.user,
                **form.document(),
            )
        except MoveRefused as refusal:
            add_sentences(form, refusal)
            return self.page(agreement, form, status=refusal.status)
        messages.success(request, _("The document is entered."))
        warn(request, entry)
        again = "again" in request.POST
        return redirect("grants:report-document" if again else "grants:register", agreement.pk)

    def page(self, agreement: Agreement, form: DocumentForm, *, status: int = 200) -> HttpResponse:
        """The form, or the reason why there is none."""
        reasons = rules.may_write_report.why_not(self.request.user, agreement)
        return self.answer(
            agreement,
            status=403 if reasons and status == 200 else status,
            form=form,
            reasons=reasons,
            spent=agreement.spent_from_grant(),
            back=reverse("grants:register", args=[agreement.pk]),
            back_label=_("Register of documents"),
        )


def warn(request: HttpRequest, entry: RegisterEntry) -> None:
    """Say what may be amiss with a document that was entered all the same."""
    for sentence in warnings_of(doubles_of([entry]).get(entry.pk, [])):
        messages.warning(request, sentence)
    for sentence in overspent(entry.agreement):
        messages.warning(
            request,
            _("More than agreed: %(what)s Move money between positions.") % {"what": sentence},
        )


class CorrectView(OfAgreement):
    """Correcting a document that was not judged yet."""

    template_name = "grants/report_document.html"
    title = gettext_lazy("Correct a document")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form as it stands."""
        entry = self.entry(pk)
        typed = DocumentForm.typed_of(entry)
        return self.page(entry, DocumentForm(agreement=entry.agreement, initial=typed))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep it, or show what is wrong with everything typed kept."""
        entry = self.entry(pk)
        form = DocumentForm(request.POST, request.FILES, agreement=entry.agreement)
        if not form.is_valid():
            return self.page(entry, form, status=422)
        try:
            correct_document(
                entry=entry,
                line=form.cleaned_data["line"],
                paid=form.paid(),
                file=form.cleaned_data["file"],
                seen=seen_version(request),
                by=request.user,
                **form.document(),
            )
        except MoveRefused as refusal:
            add_sentences(form, refusal)
            return self.page(self.entry(pk), form, status=refusal.status)
        messages.success(request, _("The document is corrected."))
        warn(request, entry)
        return redirect(entry)

    def entry(self, pk: int) -> RegisterEntry:
        """The document, if this person may see it."""
        rows = RegisterEntry.objects.visible_to(self.request.user).for_pages().with_documents()
        return get_object_or_404(rows, pk=pk)

    def page(self, entry: RegisterEntry, form: DocumentForm, *, status: int = 200) -> HttpResponse:
        """The form, or the reason why there is none."""
        agreement = entry.agreement
        reasons = rules.may_write_report.why_not(self.request.user, agreement)
        status = 403 if reasons and status == 200 else status
        if not reasons and entry.state not in register_rules.CHANGED_WHILE:
            reasons = [_("It was judged: ask the staff before you change it.")]
        return self.answer(
            agreement,
            status=status,
            form=form,
            reasons=reasons,
            spent=agreement.spent_from_grant(),
            version=entry.version,
            corrects=entry,
            back=entry.get_absolute_url(),
            back_label=entry.name,
        )


class EntryView(ObjectView):
    """One document: what it proves, who pays, what is like it elsewhere."""

    model = RegisterEntry
    template_name = "grants/register_entry.html"

    def get_queryset(self) -> Any:
        """With the agreement and the document."""
        rows: Any = super().get_queryset()
        return rows.for_pages().with_documents()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds shares, cuts, and the doubles: in full for staff, as sentences for the grantee."""
        entry, user = self.object, self.request.user
        doubles = doubles_of([entry]).get(entry.pk, [])
        judges = rules.is_staff(user, entry.agreement)
        return super().get_context_data(
            agreement=entry.agreement,
            shares=list(entry.shares()),
            cuts=list(entry.agreement.cuts.filter(share__document=entry.document_id)),
            warnings=warnings_of(doubles),
            doubles=doubles if judges else [],
            elsewhere=sum(
                (one.share.amount for one in doubles if one.share and one.likeness == "shared"),
                Decimal(0),
            ),
            corrects=entry.state in register_rules.CHANGED_WHILE
            and rules.may_write_report(user, entry.agreement),
            back=reverse("grants:register", args=[entry.agreement_id]),
            back_label=_("Register of documents"),
            **given,
        )


class EntryMoveView(MoveView):
    """A move of a document."""

    model = RegisterEntry
    forms = {"ask": QuestionForm, "explain": AnswerForm, "cut": CutForm}

    def make_move(self, form: Any, **inputs: Any) -> None:
        """A cut keeps how much and why."""
        if self.move.name == "cut":
            cut_document(
                entry=self.object,
                by=self.request.user,
                seen=self.seen,
                at=arrived_at(self.request),
                **inputs,
            )
        else:
            super().make_move(form, **inputs)

    def done_message(self) -> str:
        """What happened, in words that fit the move."""
        said = {
            "ask": _("Asked. The grantee has a letter with your question."),
            "explain": _("Answered. The staff have a letter about it."),
            "accept": _("Accepted."),
            "cut": _("Kept. The settlement proposes what is left."),
            "take_off": _("The document is taken off the report."),
        }
        return said.get(self.move.name) or super().done_message()


class RegisterListView(ListView):
    """The documents of all grants that one sees, those to be judged first."""

    model = RegisterEntry
    template_name = "grants/register_list.html"
    filterset_class = RegisterFilter
    title = gettext_lazy("Documents of grants")

    def get_rows(self) -> Any:
        """With what a row shows."""
        rows = RegisterEntry.objects.visible_to(self.request.user).for_pages().with_documents()
        return rows.open_first()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds what is like a document elsewhere, for the rows of this page."""
        context = super().get_context_data(**given)
        doubles = doubles_of(context["object_list"])
        for entry in context["object_list"]:
            entry.warnings = warnings_of(doubles.get(entry.pk, []))
        return context
