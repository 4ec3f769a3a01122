"""The whole file of an application, for those who keep it."""

from __future__ import annotations

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import pgettext
from django.views.generic import View

from grants.documents.dossier import Dossier, dossier_of, packed
from grants.models import Agreement, Application
from grants.views.receipt import download
from people.names import slug


class DossierView(LoginRequiredMixin, View):
    """Base. The file as one paper or as a package; 404 for whoever keeps nothing of it."""

    def application(self, pk: int) -> Application:
        """The application of this address, if this person sees what stands at it."""
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
        """`form` is pdf or zip."""
        dossier = dossier_of(self.application(pk), request.user)
        if dossier is None or form not in {"pdf", "zip"}:
            raise Http404
        kind = slug(pgettext("all papers of a case", "file"))
        name = f"{kind}-{dossier.number}.{form}"
        if form == "pdf":
            return download(dossier.paper(), name, "application/pdf")
        return self.package(dossier, name)

    def package(self, dossier: Dossier, name: str) -> StreamingHttpResponse:
        """The package, sent as it is packed."""
        response = StreamingHttpResponse(packed(dossier), content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response


class ApplicationDossierView(DossierView):
    """From the application on."""

    def application(self, pk: int) -> Application:
        """An application that this person sees."""
        rows = Application.objects.visible_to(self.request.user).submitted_once().for_lists()
        application: Application = get_object_or_404(rows, pk=pk)
        return application


class AgreementDossierView(DossierView):
    """From the award on, for whoever keeps the money and does not see applications."""

    def application(self, pk: int) -> Application:
        """The application of an agreement that this person sees."""
        rows = Agreement.objects.visible_to(self.request.user).for_lists()
        application: Application = get_object_or_404(rows, pk=pk).application
        return application
