"""The rules of a call in plain words, made from its data, so that the page never says anything else than the door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from finance.money import format_money
from grants.rules.wording import own_contribution, who_may_apply
from questionnaires.numbers import show_number
from workflows.deadlines import in_words

if TYPE_CHECKING:
    from grants.models import Call


@dataclass(frozen=True)
class Rule:
    """One question that applicants have, and the call's answer."""

    question: str
    answer: str


def rules_of(call: Call) -> list[Rule]:
    """The rules that the data of `call` make, in the order in which people ask for them."""
    return [*_who(call), *_money(call), *_when(call), *_judged(call), *_after(call)]


def _who(call: Call) -> Iterator[Rule]:
    yield Rule(_("Who may apply?"), who_may_apply(call))


def _money(call: Call) -> Iterator[Rule]:
    amounts = {
        name: format_money(getattr(call, name), call.currency)
        for name in ("min_grant", "max_grant", "pool")
    }
    if call.min_grant == call.max_grant:
        yield Rule(
            _("How much?"), _("Each grant is %(max_grant)s. There is %(pool)s to share.") % amounts
        )
    else:
        sentence = _("Ask for %(min_grant)s to %(max_grant)s. There is %(pool)s to share.")
        yield Rule(_("How much?"), sentence % amounts)
    if not call.gives_money:
        sentence = _("Things and services of that value, from the city; no money is transferred.")
        yield Rule(_("In what form?"), sentence)
    yield Rule(_("Do we have to add something?"), own_contribution(call))


def _when(call: Call) -> Iterator[Rule]:
    instants = {"opens": in_words(call.opens_at), "closes": in_words(call.closes_at)}
    sentence = _("From %(opens)s to %(closes)s. What arrives at that minute or later is too late.")
    yield Rule(_("When do we send it?"), sentence % instants)
    days = {"first": date_format(call.eligible_from), "last": date_format(call.eligible_to)}
    yield Rule(_("When may the project last?"), _("Between %(first)s and %(last)s.") % days)


def _judged(call: Call) -> Iterator[Rule]:
    correction = ngettext(
        "First we check the form; if something is missing, you have at least %(days)d day to add it.",
        "First we check the form; if something is missing, you have at least %(days)d days to add it.",
        call.correction_days,
    ) % {"days": call.correction_days}
    assessors = ngettext(
        "Then %(count)d assessor gives points.",
        "Then %(count)d assessors give points.",
        call.assessments_needed,
    ) % {"count": call.assessments_needed}
    yield Rule(_("How is it judged?"), f"{correction} {assessors} {_threshold(call)}".strip())


def _threshold(call: Call) -> str:
    if call.threshold_total is None:
        return ""
    points = {"points": _points(call.threshold_total), "max": _points(call.max_points)}
    return _("A grant needs %(points)s of %(max)s points.") % points


def _points(value: object) -> str:
    return show_number(value, places=0 if value % 1 == 0 else 1)  # type: ignore[operator,arg-type]


def _after(call: Call) -> Iterator[Rule]:
    sentence = ngettext(
        "You tell what was done and spent within %(days)d day after the project ends.",
        "You tell what was done and spent within %(days)d days after the project ends.",
        call.report_days,
    )
    yield Rule(_("And afterwards?"), sentence % {"days": call.report_days})
