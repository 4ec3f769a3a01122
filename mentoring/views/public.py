"""The public pages of an edition: what it is, whom it looks for, and the way to apply."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from mentoring import guards
from mentoring.actions import begin_draft, form_of
from mentoring.models import Edition, Enrolment
from mentoring.models.asked import asked_of
from people.models import Person
from questionnaires.forms import AnswersForm
from workflows.errors import MoveRefused
from workflows.views.moves import arrived_at


class OfPublicEdition(View):
    """Base. A page about one edition that everybody may read, and what the reader has to do with it."""

    object: Edition

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rows = Edition.objects.public().select_related("activity__programme__funder")
        self.object = get_object_or_404(rows, code=kwargs["code"])
        user = request.user
        self.person = Person.objects.filter(user=user).first() if user.is_authenticated else None
        return super().dispatch(request, *args, **kwargs)

    def mine(self) -> Enrolment | None:
        """The person's own standing application to this edition."""
        if self.person is None:
            return None
        return self.object.enrolments.standing().filter(person=self.person).first()

    def context(self, **given: Any) -> dict[str, Any]:
        drafts = self.person.mentoring_drafts.filter(edition=self.object) if self.person else []
        moment = {"at": arrived_at(self.request)}
        return {
            "object": self.object,
            "mine": self.mine(),
            "drafts": {draft.role: draft for draft in drafts},
            "closed_because": guards.can_be_applied_for.sentences(self.object, moment),
            **given,
        }


class EditionPage(OfPublicEdition):
    """What mentoring is, until when one can apply, and whom it looks for on either side."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return TemplateResponse(request, "mentoring/public.html", self.context())


class Recruitment(OfPublicEdition):
    """Whom the edition looks for on one side, what will be asked and by when one hears; POST begins the form."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if kwargs["side"] not in Enrolment.Role.values:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, code: str, side: str) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, code: str, side: str) -> HttpResponse:
        """Begin the form, or go on with it; whoever is in already is led to their application."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        if mine := self.mine():
            messages.info(request, _("Your application is here already."))
            return redirect(mine)
        try:
            draft = begin_draft(
                edition=self.object, person=self.person, role=side, at=arrived_at(request)
            )
        except MoveRefused as refusal:
            return self.page(sentences=refusal.sentences, status=refusal.status)
        return redirect(draft)

    def page(self, *, status: int = 200, **given: Any) -> HttpResponse:
        side = self.kwargs["side"]
        asked = AnswersForm(asked_of(self.object, side, form_of(self.object, side).read()))
        pages = [
            section
            for part in range(1, len(asked.pages) + 1)
            for section in AnswersForm(asked.blocks, part=part).sections()
        ]
        context = self.context(
            side=side,
            is_mentee=side == Enrolment.Role.MENTEE,
            limit=getattr(self.object, f"{side}_places"),
            call=getattr(self.object, f"{side}_call"),
            asked=pages,
            criteria=self.object.criteria.filter(role=side),
            **given,
        )
        context["draft"] = context["drafts"].get(side)
        return TemplateResponse(self.request, "mentoring/recruitment.html", context, status=status)
