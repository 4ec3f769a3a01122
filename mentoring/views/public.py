"""The public page of an edition, where mentors and mentees apply."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from mentoring import guards
from mentoring.actions import enrol
from mentoring.forms import EnrolmentForm
from mentoring.models import Edition, Enrolment
from people.models import Person
from workflows.errors import MoveRefused
from workflows.views.moves import arrived_at


class EditionPage(View):
    """What mentoring is, until when one can apply, and the form for whoever is logged in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rows = Edition.objects.public().select_related("activity__programme__funder")
        self.object = get_object_or_404(rows, code=kwargs["code"])
        user = request.user
        self.person = Person.objects.filter(user=user).first() if user.is_authenticated else None
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(EnrolmentForm(edition=self.object))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Apply; a refusal keeps everything typed and says why at the form."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        if mine := self.mine():
            messages.info(request, _("Your application is here already."))
            return redirect(mine.get_absolute_url())
        form = EnrolmentForm(request.POST, edition=self.object)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            enrolment = self.enrol(form)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(form, status=refusal.status)
        messages.success(request, _("Application sent. We will write to you when we have read it."))
        return redirect(enrolment.get_absolute_url())

    def enrol(self, form: EnrolmentForm) -> Enrolment:
        if self.person is None:
            raise MoveRefused(
                [_("Your account has no person behind it yet. Write to the organisers.")]
            )
        answers = {
            name: form.cleaned_data[name]
            for name in ("region", "experience", "need", "languages", "forms", "availability")
        }
        return enrol(
            edition=self.object,
            person=self.person,
            role=form.cleaned_data["role"],
            topics=form.cleaned_data.get("topics", ()),
            by=self.request.user,
            at=arrived_at(self.request),
            **answers,
        )

    def mine(self) -> Enrolment | None:
        """The person's own standing application to this edition."""
        if self.person is None:
            return None
        return self.object.enrolments.standing().filter(person=self.person).first()

    def page(self, form: EnrolmentForm, status: int = 200) -> HttpResponse:
        given = {"at": arrived_at(self.request)}
        context = {
            "object": self.object,
            "form": form,
            "mine": self.mine(),
            "closed_because": guards.can_be_applied_for.sentences(self.object, given),
        }
        return TemplateResponse(self.request, "mentoring/public.html", context, status=status)
