"""The page of a move: what it will do, what it asks, and why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from workflows import clock, policies
from workflows.actors import InPlaceOf
from workflows.behalf import against, people_of
from workflows.errors import MoveRefused, SomeoneWasFaster
from workflows.forms import InsteadForm, NoteForm
from workflows.models import History
from workflows.moves import UNDO, Move, move_named
from workflows.options import Option
from workflows.predicates import nobody
from workflows.undoing import counter_move, take_back
from workflows.views.objects import Visible

KEY = re.compile(r"[0-9]{1,9}")


class MoveView(Visible, View):
    """GET asks („are you sure”, with the move's form), POST does it through the door.

    A room gives `model` and, for moves that take more than a note, `forms`: a form class by move name
    (its cleaned fields are the move's inputs; a field `note` is the note). A form with a parameter
    `object` gets the object.
    """

    forms: ClassVar[Mapping[str, type[BaseForm]]] = {}
    template_name = "workflows/move_form.html"
    object: Any
    move: Move
    person: Any = None
    instead: InsteadForm | None = None
    came: Mapping[str, Any] = {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for what one may not see and for moves that are nobody's."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.object = self.get_object()
        move = self.get_move(kwargs["move"])
        if move is None and kwargs["move"] == UNDO:
            messages.info(request, _("There is no step here that can be taken back."))
            return redirect(self.get_success_url())
        if move is None or move.may is nobody:
            raise Http404
        self.move = move
        self.person = self.get_person()
        return super().dispatch(request, *args, **kwargs)

    def get_object(self) -> Any:
        """The object of the address (`pk`), if this person may see it."""
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def get_move(self, name: str) -> Move | None:
        """The move of this name; the one that takes the last step back is made for the object."""
        return counter_move(self.object) if name == UNDO else move_named(self.model, name)

    def get_person(self) -> Any:
        """In whose place the move is made (`for`, the key of their account); None when it is one's own."""
        wanted = self.request.POST.get("for", self.request.GET.get("for"))
        if wanted is None:
            return None
        people = people_of(self.object, self.request.user)
        return get_object_or_404(people, pk=wanted if KEY.fullmatch(wanted) else None)

    @property
    def actor(self) -> Any:
        """Who makes the move, as the door takes it: this account, in another's place when it says so."""
        if self.person is None:
            return self.request.user
        how = {"how": History.How.STAND_IN} if self.stands_in else self.came
        return InPlaceOf(self.request.user, self.person, **how)

    @property
    def stands_in(self) -> bool:
        """Whether the person handed their moves over to the reader; what is signed still needs their paper."""
        return self.person is not None and self.person.stood_in and self.move.instead != "paper"

    def get_form(self, data: Any = None, uploads: Any = None) -> Any:
        """The form of the move, bound when `data` is given."""
        form_class = self.forms.get(self.move.name)
        if form_class is None:
            readers = self.object.who_reads_note(self.move)
            return NoteForm(data, uploads, move=self.move, readers=readers)
        return form_class(data, uploads, **self.get_form_options(form_class))

    def get_form_options(self, form_class: type[BaseForm]) -> dict[str, Any]:
        """What else the form is made with; the object, when the form asks for it."""
        asks = form_class.__init__.__code__.co_varnames
        return {"object": self.object} if "object" in asks else {}

    def get_inputs(self, form: Any) -> dict[str, Any]:
        """The inputs of the move from a valid form."""
        return dict(form.cleaned_data)

    def make_move(self, form: Any, **inputs: Any) -> None:
        """Make the move; a room overrides this where an action surrounds it."""
        getattr(self.object, self.move.name)(
            by=self.actor, seen=self.seen, at=arrived_at(self.request), **inputs
        )

    def take_back(self, **inputs: Any) -> None:
        """Take the last step back."""
        user, at = self.request.user, arrived_at(self.request)
        take_back(self.object, by=user, seen=self.seen, at=at, **inputs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page that asks, or says why not."""
        reasons, status = self.why_not()
        return self.page(self.get_form(), reasons=reasons, status=status)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the move and go on; a refusal shows its sentences, and everything typed stays."""
        form = self.get_form(request.POST, request.FILES)
        asked_how = self.person is not None and not self.stands_in
        if asked_how:
            self.instead = InsteadForm(request.POST, request.FILES, move=self.move)
            self.came = self.instead.cleaned_data if self.instead.is_valid() else {}
        if not form.is_valid() or (asked_how and not self.came):
            return self.page(form, status=422)
        try:
            if self.move.undone is None:
                self.make_move(form, **self.get_inputs(form))
            else:
                self.take_back(**self.get_inputs(form))
        except MoveRefused as refusal:
            return self.refused(form, refusal)
        messages.success(request, self.what_was_done())
        return redirect(self.get_success_url())

    @property
    def seen(self) -> int:
        """The version the person had before their eyes; a form without one counts as outdated."""
        text = str(self.request.POST.get("version", ""))
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1

    def why_not(self) -> tuple[list[str], int]:
        """The reasons against, before anything is typed, and the HTTP status of the page that shows them."""
        user, obj = self.person or self.request.user, self.object
        if not self.move.leaves(obj.state):
            sentence = _("“%(move)s” is not possible now: the state is “%(state)s”.")
            return [sentence % {"move": self.move.label, "state": obj.get_state_display()}], 409
        if self.person is not None:
            reasons = against(obj, self.move, person=user, account=self.request.user)
        else:
            reasons = self.move.may.why_not(user, obj)
        if reasons:
            return reasons, 403
        return self.move.why_not_yet(obj, {"by": user, "at": arrived_at(self.request)}), 200

    def refused(self, form: Any, refusal: MoveRefused) -> HttpResponse:
        """The same page with the sentences; a second click on what is already done just goes on."""
        if isinstance(refusal, SomeoneWasFaster) and self.did_it_already():
            messages.info(self.request, _("This was already done."))
            return redirect(self.get_success_url())
        self.object = self.model._base_manager.get(pk=self.object.pk)
        for sentence in refusal.sentences:
            form.add_error(None, sentence)
        return self.page(form, status=refusal.status)

    def did_it_already(self) -> bool:
        """Whether the last thing that happened was this very move, by this very person."""
        last = History.objects.of(self.object).order_by("-seq").first()
        return (
            last is not None and last.move == self.move.name and last.by_id == self.request.user.pk
        )

    def page(
        self, form: Any, *, reasons: list[str] | None = None, status: int = 200
    ) -> HttpResponse:
        """The page with `form`, or with the `reasons` why there is none."""
        option = Option(self.move, tuple(reasons or ()), self.request.path)
        return TemplateResponse(
            self.request,
            self.template_name,
            self.get_context_data(form=form, option=option),
            status=status,
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """`object`, `move`, `option`, `form`, `version`; `person` and `instead` (its form) for another's step."""
        return {
            "object": self.object,
            "move": self.move,
            "version": self.object.version,
            "person": self.person,
            "stands_in": self.stands_in,
            "instead": self._asks_how(),
            **given,
        }

    def _asks_how(self) -> InsteadForm | None:
        if self.person is None or self.stands_in:
            return None
        return self.instead or InsteadForm(move=self.move)

    def what_was_done(self) -> str:
        """What is read afterwards: by whoever took a step back, entered another's or made their own."""
        if self.move.undone is not None:
            state = self.object.get_state_display()
            return _("Taken back. The state is again: %(state)s.") % {"state": state}
        if self.person is not None and not self.stands_in:
            return _("Entered. %(person)s has a letter about it.") % {"person": self.person}
        return self.done_message()

    def done_message(self) -> str:
        """What the person reads when it is done."""
        return _("Done. The state is now: %(state)s.") % {"state": self.object.get_state_display()}

    def get_success_url(self) -> str:
        """The object's page; „What waits for me” when it has passed out of sight."""
        if policies.may_see(self.request.user, self.object):
            return str(self.object.get_absolute_url())
        return reverse("workflows:inbox")


def arrived_at(request: Any) -> Any:
    """When the request reached Tandem; that, not the end of a slow page, is compared with a deadline."""
    return getattr(request, "arrived_at", None) or clock.now()
