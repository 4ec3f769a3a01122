"""What the pages of this room share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.views import View

from people.models import Organisation, Person, User
from workflows.errors import MoveRefused
from workflows.predicates import Predicate

PAGE = 30


class MemberRequest(HttpRequest):
    """A request of somebody logged in: what every page but the entrance gets."""

    user: User


class RoomView(LoginRequiredMixin, View):
    """A page for whoever is logged in, with the ways this room finds, refuses and answers."""

    request: MemberRequest

    def person(self, pk: int) -> Person:
        """Return a person the reader may see; 404 otherwise."""
        people = Person.objects.visible_to(self.request.user).select_related("user", "entered_by")
        return get_object_or_404(people, pk=pk)

    def organisation(self, pk: int) -> Organisation:
        """Return an organisation the reader may see; 404 otherwise."""
        return get_object_or_404(Organisation.objects.visible_to(self.request.user), pk=pk)

    def allowed(self, rule: Predicate, obj: Any) -> bool:
        """Tell whether the reader may, for buttons."""
        return rule(self.request.user, obj)

    def refuse(self, rule: Predicate, obj: Any, back: str) -> HttpResponse | None:
        """Return to `back` with the reasons when the reader may not; None when they may."""
        sentences = rule.why_not(self.request.user, obj)
        for sentence in sentences:
            messages.error(self.request, sentence)
        return redirect(back) if sentences else None

    def do(self, action: Callable[[], object], done: str | Promise, back: str) -> HttpResponse:
        """Run one action and return to `back` with what was done, or why not."""
        try:
            action()
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                messages.error(self.request, sentence)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(self.request, sentence)
        else:
            messages.success(self.request, str(done))
        return redirect(back)

    def page_of(self, rows: Any) -> Page[Any]:
        """Return the page of `rows` that the address asks for; a wrong number shows the nearest."""
        return Paginator(rows, PAGE).get_page(self.request.GET.get("page"))


def attempt(form: BaseForm, action: Callable[[], Any]) -> Any:
    """Run `action` for a valid form; put its refusal into the form and return None when it refuses."""
    try:
        return action()
    except MoveRefused as refusal:
        for sentence in refusal.sentences:
            form.add_error(None, sentence)
    except ValidationError as refusal:
        _add(form, refusal)
    return None


def _add(form: BaseForm, refusal: ValidationError) -> None:
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def see_afresh(form: BaseForm, fingerprint: str) -> None:
    """Let the next sending of a refused form count as having seen what the row says now."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = fingerprint
    form.data = data
