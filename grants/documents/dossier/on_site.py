"""What happened where the project is carried out: checks with their protocol and recommendations, things that changed hands."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.money import format_money
from grants.models import Agreement, Handover, Inspection
from grants.rules.inspecting import marks_shown

from .words import Blocks, chapter, day, fact, heading, instant, table, text


def on_site(
    agreement: Agreement, inspections: list[Inspection], handovers: list[Handover]
) -> Blocks:
    """The chapters about `inspections` of the grant and about `handovers`; none where there was nothing."""
    if inspections:
        yield chapter(_("Checks"))
    for one in inspections:
        yield from _check(one)
    if handovers:
        yield chapter(_("Things that changed hands"))
    for handover in handovers:
        yield from _handed_over(agreement, handover)


def _check(inspection: Inspection) -> Blocks:
    yield heading(f"{inspection} · {inspection.get_state_display()}")
    yield fact(_("Took place on"), day(inspection.held_on or inspection.day), inspection.where)
    yield fact(_("Carried out by"), inspection.lead)
    yield fact(_("What is looked at"), inspection.scope)
    yield from table(
        [_("What was looked at"), pgettext("inspection", "Finding"), _("Description")],
        (
            [mark["item"], mark["result"], mark["note"]]
            for mark in marks_shown(inspection.marks)
            if mark["result"]
        ),
    )
    told = (
        (_("What follows from it"), inspection.conclusion),
        (_("Protocol sent"), inspection.sent_at and instant(inspection.sent_at)),
        (_("Objection"), inspection.objection),
        (_("Answer to the objection"), inspection.answer),
    )
    for label, words in told:
        if words:
            yield fact(label, words)
    yield from _recommended(inspection)


def _recommended(inspection: Inspection) -> Blocks:
    """Those that stand; until the protocol does, those it is to have."""
    standing = list(inspection.recommendations.all())
    rows: list[list[Any]] = [
        [one.text, day(one.due_on), one.get_state_display(), one.answer] for one in standing
    ] or [[words, day(until), "", ""] for words, until in inspection.recommended()]
    yield from table([_("Recommendation"), _("Until"), _("State"), _("What was done")], rows)


def _handed_over(agreement: Agreement, handover: Handover) -> Blocks:
    yield heading(f"{handover} · {handover.get_state_display()}")
    yield fact(_("Day"), day(handover.day), handover.place)
    yield from table(
        [_("Thing"), _("How much"), _("Condition"), _("Worth"), _("For good or lent")],
        (
            [
                one["name"],
                one["quantity"],
                one["condition"],
                format_money(one["value"], agreement.currency),
                _("for good") if one["for_good"] else _("lent"),
            ]
            for one in handover.shown_items()
        ),
    )
    total = format_money(handover.value(), agreement.currency)
    yield text(_("Together: %(sum)s") % {"sum": total})
