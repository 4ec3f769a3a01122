"""A file brought in by page, whatever it describes: sent, its difference shown, applied."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import View

from programmes.forms import ApplyForm, UploadForm
from programmes.importing import Importer, NotImported


class Importing(LoginRequiredMixin, View):
    """What both steps know: the format, the words, and where to go on."""

    files: ClassVar[Importer]
    form_class: ClassVar[type[UploadForm]] = UploadForm
    title: ClassVar[str | Promise]
    not_yours: ClassVar[str | Promise]
    back: ClassVar[tuple[str, str | Promise]]  # name of the address, its label
    apply_name: ClassVar[str]
    template_name: ClassVar[str] = "programmes/import.html"

    def importer(self) -> Importer:
        """What reads and writes the file."""
        return self.files

    def around(self) -> dict[str, Any]:
        """Where the page leads back to, and where the difference is applied."""
        name, label = self.back
        return {
            "back": reverse(name),
            "back_label": label,
            "apply_url": reverse(self.apply_name),
        }

    def page(self, form: UploadForm, status: int = 200, **given: Any) -> HttpResponse:
        """The page: the form, and the difference or the problems when there are some."""
        context = {"form": form, "title": self.title, **self.around(), **given}
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def difference(self, content: str) -> HttpResponse:
        """What the file would change, with a button to apply exactly that; or what is wrong in it."""
        if not self.importer().may_import(self.request.user, content):
            return self.page(self.form_class(), 403, refusal=self.not_yours)
        try:
            result = self.importer().compare_text(content, by=self.request.user)
        except NotImported as refused:
            return self.page(self.form_class(), 422, problems=refused.problems)
        apply_form = ApplyForm(initial={"content": content, "seen": result.fingerprint})
        return self.page(self.form_class(), result=result, apply_form=apply_form)


class UploadView(Importing):
    """Send a file and see what it would change."""

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        """The empty form."""
        return self.page(self.form_class())

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        """The difference."""
        form = self.form_class(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, 422)
        return self.difference(form.cleaned_data["file"])


class ApplyView(Importing):
    """Apply the difference that was shown; when it is another by now, show that one."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        """Apply it and go on to what the file is about."""
        form = ApplyForm(request.POST)
        if not form.is_valid():
            refusal = _("The file did not come back as it was sent. Choose it again.")
            return self.page(self.form_class(), 422, refusal=refusal)
        content, seen = form.cleaned_data["content"], form.cleaned_data["seen"]
        if not self.importer().may_import(request.user, content):
            return self.difference(content)
        try:
            result = self.importer().apply_text(content, by=request.user, seen=seen)
        except NotImported:
            return self.difference(content)
        return redirect(self.next_url(result.subject))

    def next_url(self, subject: Any) -> str:
        """Where to go on once `subject` stands as in the file."""
        return str(subject.get_absolute_url())
