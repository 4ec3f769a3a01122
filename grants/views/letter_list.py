"""The list of the letters about the result, a page at a time: what each says, whether it is ready, how it fares."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from grants.actions.letters import Draft, drafts_of, fares_of, letters_about, lines_decided
from grants.actions.ranking import Standing, standing_of
from grants.guards.decision import minutes_are_signed
from grants.models import Application, Call
from grants.views.assignment import CallPage
from grants.views.ranked import AT_ONCE
from workflows.models import Message

# Whether a letter is ready is seen by reading it; up to so many are read only to say how many are not.
READ_AT_ONCE = 500
UNREADY, LEFT, GONE = "unready", "left", "gone"


class Letters:
    """The letters of one call as its staff see them. What is shown costs a page, however many there are."""

    def __init__(self, call: Call, shown: str = "") -> None:
        """`shown` narrows the list to those that are `unready`, `left` or `gone`; anything else shows all."""
        self.call = call
        self.is_before = call.state == Call.States.ASSESSMENT
        self.is_decided = call.state in Call.JUDGED
        self.shown = shown if self.is_decided else ""

    @cached_property
    def standing(self) -> Standing | None:
        """The ranking, as long as it can change."""
        return standing_of(self.call) if self.is_before else None

    @cached_property
    def numbers(self) -> dict[str, int]:
        """How many there are in all, and how many of them have not gone."""
        if self.standing is not None:
            return {"": len(self.standing.rows), LEFT: len(self.standing.rows)}
        every, left = lines_decided(self.call).count(), self._left().count()
        return {"": every, LEFT: left, GONE: every - left}

    def _left(self) -> Any:
        return lines_decided(self.call).filter(application__state=Application.States.ADMITTED)

    def _keys(self, rows: Any) -> Sequence[int]:
        """As a query, of which a page is read."""
        found: Sequence[int] = rows.values_list("application_id", flat=True)
        return found

    @cached_property
    def unready(self) -> list[int]:
        """The applications (keys) whose letter has not gone and names somebody, or gives no reasons. Reads them all."""
        left = list(self._keys(self._left()))
        portions = [left[at : at + READ_AT_ONCE] for at in range(0, len(left), READ_AT_ONCE)]
        return [
            one.application.pk
            for portion in portions
            for one in drafts_of(self.call, portion)
            if one.names or one.is_wordless
        ]

    def chosen(self) -> Sequence[int]:
        """The applications (keys) of the list, in the order of the ranking."""
        if self.standing is not None:
            return [row.candidate.key for row in self.standing.rows]
        if self.shown == UNREADY:
            return self.unready
        if self.shown == GONE:
            return self._keys(
                lines_decided(self.call).exclude(application__state=Application.States.ADMITTED)
            )
        return self._keys(self._left() if self.shown == LEFT else lines_decided(self.call))

    def page(self, number: str | None) -> tuple[Page[int], list[dict[str, Any]]]:
        """One page of the list, and its lines: each draft, and of its copies the one to look at."""
        page = Paginator(self.chosen(), AT_ONCE).get_page(number)
        keys = list(page.object_list)
        drafts = {
            one.application.pk: one for one in drafts_of(self.call, keys, standing=self.standing)
        }
        sent = letters_about(self.call, keys)
        return page, [_line(drafts[key], sent.get(key, [])) for key in keys if key in drafts]

    def tabs(self, path: str) -> list[dict[str, Any]]:
        """The ways to look at the list, each with its number; “not ready” has none while that means reading too many."""
        told = self.shown == UNREADY or self.numbers[LEFT] <= READ_AT_ONCE
        ways = [
            ("", _("All"), self.numbers[""]),
            (UNREADY, _("Not ready"), len(self.unready) if told else None),
            (LEFT, _("Not sent"), self.numbers[LEFT]),
            (GONE, pgettext("letters", "Sent"), self.numbers[GONE]),
        ]
        return [
            {
                "label": label,
                "count": number,
                "url": f"{path}?show={key}" if key else path,
                "current": key == self.shown,
            }
            for key, label, number in ways
        ]


def _line(draft: Draft, copies: list[Message]) -> dict[str, Any]:
    """Of the copies of one letter, the status is that of the one that needs looking at most."""
    order = ("failed", "waiting", "sent", "never")
    worst = min(copies, key=lambda one: order.index(one.status), default=None)
    return {"draft": draft, "status": worst}


class LettersView(CallPage):
    """Every letter about the result, and what keeps it from going."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The list: what each says of its application, whether it is ready, whether it went."""
        call = self.staffed_call(code)
        letters = Letters(call, request.GET.get("show", ""))
        page, lines = letters.page(request.GET.get("page"))
        decided = call.state == Call.States.DECIDED
        waits_for = minutes_are_signed.sentences(call, {}) if decided else []
        context = self.context(
            call,
            number=letters.numbers[""],
            fares=fares_of(call),
            lines=lines,
            page_obj=page,
            tabs=letters.tabs(request.path) if decided and letters.numbers[""] else [],
            waiting=letters.standing.waiting_count if letters.standing else 0,
            is_before=letters.is_before,
            waits_for=waits_for if letters.numbers[""] and letters.numbers[LEFT] else [],
            can_send=decided and bool(letters.numbers[LEFT]) and not waits_for,
            back=reverse("grants:call-ranking", args=[call.code]),
            back_label=_("Ranking"),
        )
        return TemplateResponse(request, "grants/letter_list.html", context)
