"""One move on many objects: choose it, see what it would do, do it, read what was done."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.generic import View

from workflows import clock
from workflows.forms import NoteForm
from workflows.many import MOST, chances, move_many, prospects
from workflows.moves import Move, move_named
from workflows.views.moves import arrived_at

DIGITS = 10  # no key and no version has more


class ManyView(LoginRequiredMixin, View):
    """GET: what can be done with the chosen ones, and the form of one move. POST: the preview, then the doing.

    `pick` names a row each, as key or key-version; `all` takes every row of the filter instead. Whoever builds on it
    says of what `model` the rows are, which moves (`for_many`) and how they are found and drawn.
    """

    model: type[Any]
    for_many: tuple[str, ...]
    move_forms: dict[str, Any] = {}
    rows_template: str
    title: Any

    def rows(self) -> Any:
        """All that this person may act on, in the order of the list."""
        raise NotImplementedError

    def filtered(self, rows: Any) -> Any:
        """Of `rows`, those that the filter in the request leaves."""
        raise NotImplementedError

    def list_address(self) -> tuple[str, Any]:
        """Where the list stands, and what it is called."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        """The choice of a move, or the form of the move that was chosen."""
        rows = self.chosen()
        move = self.move()
        found = prospects(rows, move, by=request.user, at=clock.now()) if move else []
        return self.page(rows, move=move, form=self.form(move), prospects=found)

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        """The preview with what was typed; with `confirmed`, the move on each that can be."""
        rows, move = self.chosen(), self.move()
        form = self.form(move, request.POST)
        if not rows or move is None or form is None:
            return self.page(rows, status=422)
        if not form.is_valid():
            found = prospects(rows, move, by=request.user, at=clock.now())
            return self.page(rows, move=move, form=form, prospects=found, status=422)
        at, typed = arrived_at(request), dict(form.cleaned_data)
        found = prospects(rows, move, by=request.user, at=at, inputs=typed)
        if "confirmed" not in request.POST:
            return self.page(rows, move=move, form=form, prospects=found, previewed=True)
        # a row that came without its version counts as changed since; version 0 is one that was seen
        seen = {key: -1 if version is None else version for key, version in self.picked().items()}
        can = [(one.obj, seen.get(one.obj.pk, -1)) for one in found if one.can]
        done = move_many(can, move, by=request.user, at=at, inputs=typed)
        left = [one for one in found if not one.can]
        return self.page(rows, move=move, prospects=[*done, *left], finished=True)

    def move(self) -> Move | None:
        """The move asked for, if it is one for many."""
        name = self.asked.get("move", "")
        return move_named(self.model, name) if name in self.for_many else None

    def form(self, move: Move | None, data: Any = None) -> Any:
        """The form of `move`, as its own page has it."""
        if move is None:
            return None
        form_class = self.move_forms.get(move.name)
        if form_class:
            return form_class(data)
        return NoteForm(data, move=move, readers=self.model.note_readers)

    @property
    def asked(self) -> Any:
        """What came with the request."""
        return self.request.POST if self.request.method == "POST" else self.request.GET

    def picked(self) -> dict[int, int | None]:
        """The keys that were picked, each with the version that was seen of it."""
        found = {}
        for text in self.asked.getlist("pick")[: MOST + 1]:
            key, _dash, version = text.partition("-")
            if _is_number(key):
                found[int(key)] = int(version) if _is_number(version) else None
        return found

    def chosen(self) -> list[Any]:
        """The rows that were picked, or all of the filter: at most one more than can be done in one go."""
        rows = self.rows()
        rows = self.filtered(rows) if "all" in self.asked else rows.filter(pk__in=self.picked())
        return list(rows[: MOST + 1])

    def page(
        self,
        rows: list[Any],
        *,
        move: Move | None = None,
        form: Any = None,
        status: int = 200,
        **given: Any,
    ) -> HttpResponse:
        """The page for `rows`; too many of them, and it says so instead."""
        many = len(rows) > MOST
        address, label = self.list_address()
        found = given.get("prospects", [])
        context = {
            "title": move.label if move else self.title,
            "list": address,
            "list_label": label,
            "rows_template": self.rows_template,
            "rows": [] if many else rows,
            "too_many": many,
            "most": MOST,
            "move": move,
            "form": form,
            "chances": [] if many or move else chances(rows, self.for_many, self.request.user),
            "able": sum(one.can for one in found),
            "seen": self.picked(),
            **given,
        }
        return TemplateResponse(self.request, "components/many.html", context, status=status)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < DIGITS
