"""Certificates of completed pairs: the paper for its holder, and for everybody with its link that it is genuine."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from mentoring import rules
from mentoring.documents.certificate import certificate_paper
from mentoring.models import Pairing

from .papers import private_file


class CertificatePaper(LoginRequiredMixin, View):
    """The certificate of one side as PDF, for its holder and the programme's staff."""

    def get(self, request: HttpRequest, pk: int, role: str) -> HttpResponse:
        rows = Pairing.objects.visible_to(request.user).with_people().with_work()
        pair = get_object_or_404(rows.select_related("edition__activity__programme__funder"), pk=pk)
        found = next((each for each in pair.certificates() if each.role == role), None)
        if found is None or not (
            rules.is_own(request.user, found.holder) or rules.is_staff(request.user, pair)
        ):
            raise Http404
        paper = certificate_paper(found, address=settings.TANDEM_URL + found.get_public_url())
        name = "-".join([_("certificate"), *found.number.split("/")])
        return private_file(paper, name=name, ending="pdf", kind="application/pdf")


class CertificateCheck(View):
    """What the link of a certificate shows to anybody: whose it is and for what, or that we know no such one."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        found = Pairing.objects.of_certificate(token)
        answer = TemplateResponse(
            request,
            "mentoring/certificate_public.html",
            {"certificate": found},
            status=200 if found else 404,
        )
        answer["X-Robots-Tag"] = "noindex"
        return answer
