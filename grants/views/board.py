"""The applications of a call as a board: a column for each state, with its count and pages of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from grants.models import Application, Call
from grants.rules import call as rules

IN_A_COLUMN = 8
DIGITS = 5  # of the number of a page


@dataclass(frozen=True)
class Column:
    """The applications of a call in one state: how many, and those of one page.

    `others` is the part of an address that keeps the open pages of the other columns.
    """

    state: str
    label: str
    category: str
    count: int
    page: int
    rows: list[Application]
    others: str = ""

    @property
    def first(self) -> int:
        """The place of the first row shown, from 1."""
        return (self.page - 1) * IN_A_COLUMN + 1

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return self.first + len(self.rows) - 1

    @property
    def before(self) -> int | None:
        """The page before this one."""
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        """The page after this one."""
        return self.page + 1 if self.last < self.count else None


def board_of(call: Call, user: Any, pages: Mapping[str, int] | None = None) -> list[Column]:
    """The applications in `call` that `user` may see, by state; two queries, however many there are.

    `pages` says by state which page is open; left out it is the first, beyond the end the last.
    """
    visible = Application.objects.visible_to(user).submitted_once().filter(call=call)
    asked, counts = pages or {}, visible.counted_by_state()
    open_pages = {state: _within(asked.get(state, 1), count) for state, count in counts.items()}
    rows = _rows_of(visible, open_pages)
    for application in (one for found in rows.values() for one in found):
        application.call = call
    return [
        _column(state, counts[state.value], found, open_pages)
        for state in Application.States
        if (found := rows.get(state.value))
    ]


def _within(page: int, count: int) -> int:
    return max(1, min(page, -(-count // IN_A_COLUMN)))


def _column(state: Any, count: int, rows: list[Any], pages: Mapping[str, int]) -> Column:
    others = {key: page for key, page in pages.items() if key != state.value and page > 1}
    return Column(
        state=state.value,
        label=str(state.label),
        category=state.category,
        count=count,
        page=pages[state.value],
        rows=rows,
        others=urlencode(others),
    )


def _rows_of(visible: Any, pages: Mapping[str, int]) -> dict[str, list[Any]]:
    """The rows of the open pages, in one query.

    Each page is cut out by the index over call, state and number: numbering all rows of a call to keep eight of
    each state would read them all.
    """
    found: dict[str, list[Any]] = {}
    shown = Q(pk__in=[])
    for state, page in pages.items():
        last, column = page * IN_A_COLUMN, visible.filter(state=state).order_by("ordinal")
        shown |= Q(pk__in=column.values("pk")[last - IN_A_COLUMN : last])
    rows = Application.objects.filter(shown).order_by("ordinal")
    for application in rows.defer("correction_reasons", "rejection_grounds", "group_members"):
        found.setdefault(str(application.state), []).append(application)
    return found


class BoardView(LoginRequiredMixin, TemplateView):
    """The board of one call; `?submitted=2` opens the second page of that column."""

    template_name = "grants/call_board.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `call` and `board`."""
        user: Any = self.request.user
        calls = Call.objects.visible_to(user).with_programme()
        call = get_object_or_404(calls, code=self.kwargs["code"])
        return super().get_context_data(
            call=call,
            board=board_of(call, user, self._pages()),
            runs=rules.can_edit(user, call),
            title=_("Board of the applications"),
            back=call.get_absolute_url(),
            back_label=call.title,
            **given,
        )

    def _pages(self) -> dict[str, int]:
        asked = self.request.GET
        states = [state.value for state in Application.States]
        return {state: _number(asked.get(state, "")) for state in states if state in asked}


def _number(text: str) -> int:
    readable = text.isascii() and text.isdecimal() and len(text) <= DIGITS
    return int(text) if readable else 1
