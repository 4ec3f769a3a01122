"""Facts that a decision asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from grants.rules.agreement import OVER
from grants.rules.call import VOTING
from grants.rules.decision import not_fully_assessed
from workflows.deadlines import in_words
from workflows.guards import guard
from workflows.roles import holders

if TYPE_CHECKING:
    from grants.models import Call

Sentences = Iterator[str | Promise]
NUMBERS_SHOWN = 10


@guard
def all_assessed(call: Call) -> Sentences:
    waiting = not_fully_assessed(call)
    if waiting:
        numbers = ", ".join(one.number for one in waiting[:NUMBERS_SHOWN])
        yield ngettext(
            "%(count)d application still waits for its assessments: %(numbers)s.",
            "%(count)d applications still wait for their assessments: %(numbers)s.",
            len(waiting),
        ) % {"count": len(waiting), "numbers": numbers}


@guard
def committee_is_large_enough(call: Call) -> Sentences:
    """As many vote on the committee as the call tells everybody: the secretary and the assessors do not.

    Where it has to meet, at least as many as its quorum: no meeting of fewer could carry anything.
    """
    named = len({one.pk for role in VOTING for one in holders(role, call)})
    least = max(call.committee_min, call.quorum if call.needs_meeting else 0)
    if named < least:
        yield ngettext(
            "The committee has %(named)d member with a vote; the rules ask for at least %(least)d.",
            "The committee has %(named)d members with a vote; the rules ask for at least %(least)d.",
            named,
        ) % {"named": named, "least": least}


@guard(_("Every application was withdrawn: cancel the call instead."))
def has_something_to_decide(call: Call) -> bool:
    return call.applications.filter(state="admitted").exists()


@guard
def agreements_are_closed(call: Call) -> Sentences:
    waiting = call.agreements.exclude(state__in=OVER).count()
    if waiting:
        yield ngettext(
            "%(count)d agreement is not settled yet.",
            "%(count)d agreements are not settled yet.",
            waiting,
        ) % {"count": waiting}


@guard(_("Every letter about the result has gone already."))
def letters_are_left(call: Call) -> bool:
    return call.letters_left().exists()


@guard
def letters_went(call: Call) -> Sentences:
    """Nobody reads their own result in a public list before their letter."""
    waiting = call.letters_left().count()
    if waiting:
        yield ngettext(
            "%(count)d applicant has no letter about the result yet: send it first.",
            "%(count)d applicants have no letter about the result yet: send them first.",
            waiting,
        ) % {"count": waiting}


@guard(_("The results are published already."))
def results_are_not_public_yet(call: Call) -> bool:
    return call.results_published_at is None


@guard
def minutes_are_signed(call: Call) -> Sentences:
    """Where the committee has to meet, nobody learns a result before the minutes of every meeting are signed."""
    if not call.needs_meeting:
        return
    if call.meetings.filter(state="open").exists():
        yield _(
            "The meeting of the committee is still open: close it, then have its minutes signed."
        )
    # a meeting that was closed before there were minutes has none, and nobody can sign them
    held = call.meetings.filter(state="closed", minutes__isnull=False)
    waiting = held.exclude(minutes__state="signed")
    for meeting in waiting.order_by("starts_at"):
        yield _("Not signed yet: minutes of “%(meeting)s”.") % {"meeting": meeting.title_line}


@guard
def formal_check_is_over(call: Call) -> Sentences:
    """Nobody is decided over while somebody may still be let in: by a check, or by an appeal about the form."""
    checked = call.applications.in_formal_check().count()
    appealed = call.applications.filter(appeals__state="filed", appeals__kind="formal").count()
    if checked or appealed:
        yield _("An appeal or a formal check is still under way: %(count)d.") % {
            "count": checked + appealed
        }


@guard
def nobody_may_appeal_the_form(call: Call, at: datetime) -> Sentences:
    """Whoever an appeal lets in after the decision would have no place in the ranking, and nobody to give them one."""
    silent = call.applications.in_state("formally_rejected").exclude(appeals__kind="formal")
    days = [call.formal_appeal_until(one) for one in silent.values_list("decided_at", flat=True)]
    open_until = [day for day in days if day is not None and at <= day]
    if open_until:
        yield ngettext(
            "Until %(when)s %(count)d applicant may still appeal against the formal rejection.",
            "Until %(when)s %(count)d applicants may still appeal against the formal rejection.",
            len(open_until),
        ) % {"count": len(open_until), "when": in_words(max(open_until))}


@guard
def appeals_are_answered(call: Call) -> Sentences:
    waiting = call.applications.filter(appeals__state="filed").count()
    if waiting:
        yield ngettext(
            "%(count)d appeal is not answered yet.",
            "%(count)d appeals are not answered yet.",
            waiting,
        ) % {"count": waiting}
