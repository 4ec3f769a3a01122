"""What happens once a call is decided: lists, appeals, payment, reports, money returned. Said from its data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .rule import Rule, percent_shown, sentences

if TYPE_CHECKING:
    from grants.models import Call


def results(call: Call) -> Iterator[Rule]:
    """What is published, whether there is a reserve list, and how one appeals."""
    lists = call.public_lists_in_words()
    published = (
        _("On this page: %(lists)s.") % {"lists": "; ".join(lists)}
        if lists
        else _("No list is published; everybody gets a letter about their own application.")
    )
    named = _("The names of the committee are published too.") if call.assessors_named else ""
    yield Rule(_("What is published?"), sentences([published, named]))
    yield reserve(call)
    yield Rule(_("May we appeal?"), sentences(_appeals(call)))


def reserve(call: Call) -> Rule:
    """Whether whom the pool does not reach waits for what becomes free."""
    return Rule(_("Is there a reserve list?"), _reserve(call))


def _reserve(call: Call) -> str:
    if not call.keeps_reserve:
        return _("No.")
    waits = _(
        "Yes: whoever cleared the thresholds waits there, and moves up when money is free again."
    )
    passed = (
        _("If what is free does not reach for the next one, somebody whose need fits is asked.")
        if call.reserve_passes_over
        else _("Nobody is passed over by a smaller need.")
    )
    if not call.reserve_offer_days:
        return sentences([waits, passed])
    days = {"window": _days_in_words(call.reserve_offer_days)}
    return sentences([waits, passed, _("Time to accept the grant then: %(window)s.") % days])


def _appeals(call: Call) -> Iterator[str]:
    if call.formal_appeal_days:
        yield _working_days(
            call.formal_appeal_days,
            _("Against a formal rejection: within %(window)s from our letter"),
            call.formal_appeal_answer_days,
        )
    if call.merit_appeal_days:
        yield _working_days(
            call.merit_appeal_days,
            _("Against the points: within %(window)s from the publication of results"),
            call.merit_appeal_answer_days,
        )
    if not (call.formal_appeal_days or call.merit_appeal_days):
        yield _("There is no appeal in this call.")


def _working_days(window: int, sentence: str, answer: int) -> str:
    answered = _("we answer within %(answer)s") % {"answer": _days_in_words(answer)}
    return f"{sentence % {'window': _days_in_words(window)}}; {answered}."


def _days_in_words(count: int) -> str:
    return ngettext("%(count)d working day", "%(count)d working days", count) % {"count": count}


def duties(call: Call) -> Iterator[Rule]:
    """How the grant is paid and settled."""
    if call.gives_money:
        yield from _paid(call)
        yield Rule(_("May we change the budget?"), sentences(_shifts(call)))
    yield Rule(_("What do we report, and when?"), sentences(_reports(call)))
    yield Rule(_("Will you check us?"), sentences(_checks(call)), tuple(_looked_at(call)))
    if call.gives_money:
        yield Rule(_("What if money is left?"), sentences(_returned(call)))


def _paid(call: Call) -> Iterator[Rule]:
    tranches = tuple(
        _("%(percent)s%% of the grant %(when)s")
        % {"percent": percent_shown(one.percent), "when": one.when}
        for one in call.tranches.all()
    )
    if tranches:
        yield Rule(_("How is it paid?"), _("In parts:"), tranches)
    else:
        yield Rule(_("How is it paid?"), _("At once, when the agreement is signed."))


def _shifts(call: Call) -> Iterator[str]:
    if call.shift_limit_single is not None:
        yield _(
            "One shift between positions up to %(percent)s%% of the grant needs no consent."
        ) % {"percent": percent_shown(call.shift_limit_single)}
    if call.shift_limit_cumulative is not None:
        yield _("All shifts together may come to %(percent)s%% of the grant without consent.") % {
            "percent": percent_shown(call.shift_limit_cumulative)
        }
    if call.shift_limit_single is None and call.shift_limit_cumulative is None:
        yield _("Yes, with our consent to every shift between positions.")
    yield _("A new position always needs consent.")


def _reports(call: Call) -> Iterator[str]:
    if call.interim_report_on:
        yield _("An interim report by %(day)s.") % {"day": date_format(call.interim_report_on)}
    yield ngettext(
        "You tell what was done and spent within %(days)d day after the project ends.",
        "You tell what was done and spent within %(days)d days after the project ends.",
        call.report_days,
    ) % {"days": call.report_days}


def _checks(call: Call) -> Iterator[str]:
    if call.inspection_notice_days:
        yield ngettext(
            "We may look at your documents or visit you; we write at least %(days)d day before.",
            "We may look at your documents or visit you; we write at least %(days)d days before.",
            call.inspection_notice_days,
        ) % {"days": call.inspection_notice_days}
    else:
        yield _("We may look at your documents or visit you at any time.")
    window = _days_in_words(call.inspection_objection_days)
    yield _("You get a protocol, and %(window)s to sign it or to object.") % {"window": window}
    if call.inspection_items.all():
        yield _("We look at this:")


def _looked_at(call: Call) -> Iterator[str]:
    """What a check looks at; an item without a kind belongs to both kinds."""
    for item in call.inspection_items.all():
        if item.kind:
            yield _("%(what)s (%(kind)s)") % {"what": item.text, "kind": item.get_kind_display()}
        else:
            yield str(item.text)


def _returned(call: Call) -> Iterator[str]:
    yield ngettext(
        "You return what was not spent within %(days)d day.",
        "You return what was not spent within %(days)d days.",
        call.refund_days,
    ) % {"days": call.refund_days}
    yield ngettext(
        "Money spent against the agreement comes back within %(days)d day, with interest from the day it was transferred.",
        "Money spent against the agreement comes back within %(days)d days, with interest from the day it was transferred.",
        call.misuse_refund_days,
    ) % {"days": call.misuse_refund_days}
