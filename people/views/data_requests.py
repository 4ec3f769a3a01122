"""Requests about one's data: asking, taking one down, its page, its moves, and the administrators' queue."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import rules
from people.actions.data_requests import ask_about_data, take_request_down
from people.actions.fates import what_forgetting_does
from people.actions.privacy import hand_out_copy
from people.forms.data_requests import AnswerForm, AskForm, LongerForm, RefusalForm, TakeDownForm
from people.models import DataRequest, Person
from people.views.base import MemberRequest, RoomView, attempt
from people.views.clauses import AdminView
from workflows.views import ListView, MoveView, ObjectView


class AskAboutData(RoomView):
    """Ask for something about my data; `?kind=erasure` has chosen already."""

    def get(self, request: MemberRequest) -> HttpResponse:
        """Show the form, and what being forgotten means."""
        person = get_object_or_404(Person, user=request.user)
        return self.show(person, AskForm(initial={"kind": request.GET.get("kind", "")}))

    def post(self, request: MemberRequest) -> HttpResponse:
        """Ask."""
        person = get_object_or_404(Person, user=request.user)
        form = AskForm(request.POST)
        if not form.is_valid():
            return self.show(person, form)
        made = attempt(form, partial(ask_about_data, person=person, by=request.user, **form.cleaned_data))  # fmt: skip
        if made is None:
            return self.show(person, form)
        messages.success(request, _("Sent. You have a letter that says until when we answer."))
        return redirect(made)

    def show(self, person: Person, form: AskForm) -> HttpResponse:
        """Show the form with what was typed."""
        context = {
            "title": _("Ask about my data"),
            "form": form,
            "forgetting": what_forgetting_does(person),
            "cancel_url": reverse("people:me"),
            "back": reverse("people:me"),
            "back_label": _("My data"),
        }
        return render(self.request, "people/ask.html", context, status=422 if form.errors else 200)


class TakeDownRequest(RoomView):
    """An administrator enters what somebody asked outside this site."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Show the form."""
        person = self.person(pk)
        refused = self.refuse(rules.can_take_request_down, person, person.get_absolute_url())
        return refused or self.show(person, TakeDownForm())

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Enter it."""
        person = self.person(pk)
        if refused := self.refuse(rules.can_take_request_down, person, person.get_absolute_url()):
            return refused
        form = TakeDownForm(request.POST)
        if not form.is_valid():
            return self.show(person, form)
        made = attempt(form, partial(take_request_down, person=person, by=request.user, **form.cleaned_data))  # fmt: skip
        if made is None:
            return self.show(person, form)
        messages.success(request, _("Entered. A scan can be attached below."))
        return redirect(made)

    def show(self, person: Person, form: TakeDownForm) -> HttpResponse:
        """Show the form with what was typed."""
        context = {
            "title": _("Request about data: %(name)s") % {"name": person},
            "form": form,
            "cancel_url": person.get_absolute_url(),
            "back": person.get_absolute_url(),
            "back_label": str(person),
        }
        return render(self.request, "people/form.html", context, status=422 if form.errors else 200)


class DataRequests(ListView):
    """What administrators have to answer, the soonest due first; `?ended` shows what is answered."""

    model = DataRequest
    template_name = "people/requests.html"
    title = gettext_lazy("Requests about data")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Turn away whoever is no administrator; their own stand on “My data”."""
        if request.user.is_authenticated and not rules.is_admin(request.user, None):
            raise PermissionDenied(" ".join(rules.is_admin.why_not(request.user, None)))
        return super().dispatch(request, *args, **kwargs)

    @property
    def shows_ended(self) -> bool:
        """Whether the ended ones are asked for."""
        return "ended" in self.request.GET

    def get_rows(self) -> QuerySet[Any]:
        """The open ones by their day, or the ended ones, the newest first."""
        rows: Any = super().get_rows()
        rows = rows.with_person()
        if self.shows_ended:
            return rows.ended().order_by("-received_at", "-pk")
        return rows.open().order_by("due_on", "pk")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add the two tabs."""
        url, ended = self.request.path, self.shows_ended
        tabs = [
            {"label": _("To answer"), "url": url, "current": not ended},
            {"label": _("Answered or taken back"), "url": f"{url}?ended=1", "current": ended},
        ]
        back = {"back": reverse("people:people"), "back_label": _("People")}
        return super().get_context_data(tabs=tabs, shows_ended=ended, **back, **given)


class DataRequestPage(ObjectView):
    """What was asked, until when it is answered, and what came of it."""

    model = DataRequest
    template_name = "people/request.html"
    select_related = ("person__user",)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add what the reader may do beside the moves, and what being forgotten would mean."""
        asked: DataRequest = self.object
        answers = asked.state in ("asked", "longer") and rules.answers_request(self.request.user, asked)  # fmt: skip
        own = rules.is_requester(self.request.user, asked)
        erasure = asked.kind == DataRequest.Kind.ERASURE and bool(asked.owes.get(asked.state))
        return super().get_context_data(
            answers=answers,
            own=own,
            reads_person=rules.is_admin(self.request.user, None),
            unreachable=answers and not (asked.person.email or asked.person.user_id),
            forgetting=what_forgetting_does(asked.person) if erasure else None,
            back=reverse("people:me" if own else "people:requests"),
            back_label=_("My data") if own else _("Requests about data"),
            **given,
        )


class DataRequestMove(MoveView):
    """Answering, putting off, refusing, taking back."""

    model = DataRequest
    select_related = ("person__user",)
    forms = {"fulfil": AnswerForm, "refuse": RefusalForm, "extend": LongerForm}


class CopyForRequest(AdminView):
    """The copy that somebody asked for, for the administrator who hands it on."""

    http_method_names = ["post"]

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Send the file; that it was taken is noted with the person."""
        rows = DataRequest.objects.visible_to(request.user).with_person()
        return copy_as_file(get_object_or_404(rows, pk=pk).person, request)


def copy_as_file(person: Person, request: MemberRequest) -> HttpResponse:
    """Everything held about `person` as a file."""
    data = hand_out_copy(person=person, by=request.user)
    text = json.dumps(data, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="tandem.json"'
    return response
