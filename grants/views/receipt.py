"""The receipt of a submission: for its author in full, for everybody with the link just that it is genuine."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from grants.documents.application import paper_of
from grants.forms.receipt import CompareForm
from grants.models import Application, Submission
from grants.rules import application as rules
from people.names import slug
from workflows.views import ObjectView


class ReceiptView(ObjectView):
    """The receipt of the last submission: number, instant, digest, the public link; made to be printed."""

    model = Application
    template_name = "grants/application_receipt.html"

    def get_queryset(self) -> Any:
        """Submitted ones only: a draft has no receipt."""
        rows: Any = super().get_queryset()
        return rows.submitted_once().for_lists().prefetch_related("submissions")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the frozen submission and the address at which anybody can check it."""
        frozen = self.object.latest_submission
        address = self.request.build_absolute_uri(frozen.get_public_url())
        return super().get_context_data(frozen=frozen, address=address, **given)


class AsSentView(ReceiptView):
    """The frozen content as the very bytes whose SHA-256 stands on the receipt."""

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        """A file that anybody can hash again."""
        frozen = context["frozen"]
        return download(frozen.as_sent(), name_of(self.object, "json"), "application/json")


class PaperView(LoginRequiredMixin, View):
    """The application as PDF: what was submitted last, or the draft as it stands for those who write it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for whoever may not see the application."""
        rows = Application.objects.visible_to(request.user).for_lists()
        application = get_object_or_404(
            rows.select_related("call__questionnaire", "answers").prefetch_related(
                "call__tracks", "call__cost_categories"
            ),
            pk=pk,
        )
        frozen = application.latest_submission
        if frozen is None or (
            application.is_written and rules.takes_part(request.user, application)
        ):
            parts, frozen = application.as_written(), None
        else:
            parts = frozen.read()
        content = paper_of(application, parts, frozen=frozen)
        return download(content, name_of(application, "pdf"), "application/pdf")


class ReceiptCheckView(View):
    """What the link of a receipt shows to anybody: number, call, instant, digest; and whether a file is the one sent."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Genuine or unknown."""
        return self.page(Submission.objects.of_receipt(token), CompareForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Compare a file with the digest; the file is not kept."""
        frozen = Submission.objects.of_receipt(token)
        form = CompareForm(request.POST, request.FILES)
        if frozen is None or not form.is_valid():
            return self.page(frozen, form, status=422)
        found = hashlib.sha256(form.cleaned_data["file"].read()).hexdigest()
        return self.page(frozen, CompareForm(), found=found, is_same=found == frozen.digest)

    def page(
        self, frozen: Submission | None, form: CompareForm, *, status: int = 200, **given: Any
    ) -> HttpResponse:
        context = {"frozen": frozen, "form": form, "intact": frozen and frozen.is_intact(), **given}
        return TemplateResponse(
            self.request,
            "grants/receipt_public.html",
            context,
            status=status if frozen else 404,
        )


def name_of(application: Application, ending: str) -> str:
    """A file's name without anything of the person's in it."""
    number = application.number.replace("/", "-") or str(application.pk)
    return "-".join([slug(_("application")), f"{number}.{ending}"])


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """`content` as a file that a browser saves and nobody caches."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
