"""Where a call stands for everybody: announced, open, closed, decided with results out, or cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from grants.rules.countdown import day_and_hour, time_left
from workflows.lifecycle import Category

if TYPE_CHECKING:
    from grants.models import Call


@dataclass(frozen=True)
class Standing:
    """A word with its category for the badge, and a sentence around what is awaited.

    Where an instant is awaited, the sentence is `before`, `left` (which alone changes as time goes) and `after`.
    `over` is what holds once that instant has passed.
    """

    key: str
    label: str | Promise
    category: str
    before: str
    left: str = ""
    after: str = ""
    until: datetime | None = None
    over: str = ""

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return f"{self.before} {self.left}{self.after}".strip()


DRAFT = pgettext_lazy("public call", "being prepared")
ANNOUNCED = pgettext_lazy("public call", "announced")
OPEN = pgettext_lazy("public call", "open")
CLOSED = pgettext_lazy("public call", "closed")
RESULTS = pgettext_lazy("public call", "results are out")
CANCELLED = pgettext_lazy("public call", "cancelled")


def standing_of(call: Call, now: datetime) -> Standing:
    """Where `call` stands at `now`. What counts is the clock, not whether the closing has been carried out yet."""
    if call.state == "draft":
        return Standing(
            "draft",
            DRAFT,
            Category.IN_HANDS,
            _("Only those who prepare the call see this page now; everybody does once it opens."),
        )
    if call.state == "cancelled":
        return Standing(
            "cancelled",
            CANCELLED,
            Category.REFUSED,
            _("This call was cancelled. Nothing is given."),
        )
    if call.results_published_at:
        said = _("Results were published %(when)s.")
        return Standing(
            "results", RESULTS, Category.DONE, said % {"when": _day(call.results_published_at, now)}
        )
    if call.state == "open" and now < call.opens_at:
        return _ahead(call, now)
    if call.state == "open" and now < call.closes_at:
        return _taking(call, now)
    said = _("Closed %(when)s. %(next)s")
    words = {"when": _day(call.closes_at, now), "next": _next(call, now)}
    return Standing("closed", CLOSED, Category.PAUSED, said % words)


def _day(instant: datetime, now: datetime) -> str:
    return day_and_hour(instant, now)


def _ahead(call: Call, now: datetime) -> Standing:
    return Standing(
        "announced",
        ANNOUNCED,
        Category.DRAFT,
        before=_("Opens"),
        left=time_left(call.opens_at, now),
        after=f", {_day(call.opens_at, now)}.",
        until=call.opens_at,
        over=_("The call has just opened. Load the page again."),
    )


def _taking(call: Call, now: datetime) -> Standing:
    return Standing(
        "open",
        OPEN,
        Category.IN_HANDS,
        before=_("Closes"),
        left=time_left(call.closes_at, now),
        after=f", {_day(call.closes_at, now)}.",
        until=call.closes_at,
        over=_("The call has just closed. Load the page again."),
    )


def _next(call: Call, now: datetime) -> str:
    if call.state in {"open", "closed"}:
        if now < call.check_due_at:
            when = _day(call.check_due_at, now)
            return _("The formal check is under way; applicants hear from us by then: %(when)s.") % {"when": when}  # fmt: skip
        return _("The formal check is under way.")
    if call.state == "assessment":
        return _("Assessors read the applications; the results will stand here.")
    return _("The committee has decided; the results will stand here.")
