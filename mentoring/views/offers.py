"""Offers of mentors: made from a funded project, answered by whoever carries it out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from mentoring import rules
from mentoring.actions import draft_of, offer_mentor
from mentoring.models import Edition, MentorOffer
from programmes.registries.projects import project_named
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView
from workflows.views.moves import arrived_at


class OfferMentor(LoginRequiredMixin, View):
    """POST makes the offer of a mentor for the project of the address; a second click leads to the first one."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str, project: str) -> HttpResponse:
        """Make it; a refusal is said on the page of the project."""
        funded = project_named(request.user, project)
        rows = Edition.objects.public().select_related("activity__programme")
        edition = get_object_or_404(rows, code=code)
        if funded is None:
            raise Http404
        try:
            offer = offer_mentor(
                edition=edition, project=funded, by=request.user, at=arrived_at(request)
            )
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                messages.error(request, sentence)
            return redirect(funded.url)
        if not offer.is_own_wish:
            messages.success(request, _("The offer is made. The person has a letter about it."))
        return redirect(offer)


class OfferPage(ObjectView):
    """One offer: what mentoring is, until when, and the answer."""

    model = MentorOffer
    template_name = "mentoring/offer.html"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("person__user", "edition__activity__programme")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        own = rules.is_own(self.request.user, self.object)
        project = project_named(self.request.user, self.object.project)
        return super().get_context_data(
            own=own,
            draft=draft_of(self.object) if own else None,
            back=project.url if project else None,
            back_label=self.object.title,
            **given,
        )


class OfferMove(MoveView):
    """Whoever accepts goes on to their application."""

    model = MentorOffer

    def get_success_url(self) -> str:
        draft = draft_of(self.object)
        if draft and rules.is_own(self.request.user, self.object):
            return str(draft.get_absolute_url())
        return super().get_success_url()
