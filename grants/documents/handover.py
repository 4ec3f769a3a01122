"""The protocol of things that change hands as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from finance.money import format_money
from grants.models import Handover
from people.names import slug
from workflows.typesetting import typeset


def handover_papers(handover: Handover) -> list[tuple[str, bytes]]:
    """Name and bytes of the protocol."""
    name = "-".join([slug(_("handing-over protocol")), str(handover.pk)])
    return [(f"{name}.pdf", handover_paper(handover))]


def handover_paper(handover: Handover) -> bytes:
    """The protocol, in the installation's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Handing-over protocol: agreement %(number)s") % {
            "number": handover.agreement.number
        }
        return typeset(_blocks(handover, title), title=title, language=settings.LANGUAGE_CODE)


def _blocks(handover: Handover, title: str) -> Iterator[dict[str, Any]]:
    agreement = handover.agreement
    facts = [
        [_("Project"), agreement.title_line],
        [_("Which way"), str(handover.get_way_display())],
        [_("Day"), date_format(handover.day)],
        [_("Place"), handover.place or "–"],
        *([str(one.get_capacity_display()), one.name] for one in agreement.signatories.all()),
    ]
    heads = [_("Thing"), _("How much"), _("Condition"), _("Worth"), _("For good or lent")]
    rows = [
        [
            one["name"],
            one["quantity"],
            one["condition"] or "–",
            format_money(one["value"], agreement.currency),
            _("for good") if one["for_good"] else _("lent"),
        ]
        for one in handover.shown_items()
    ]
    yield {"kind": "title", "lines": [title]}
    yield {"kind": "table", "rows": [[_("What"), _("Value")], *facts]}
    yield {"kind": "heading", "lines": [_("Things")]}
    yield {"kind": "table", "rows": [heads, *rows]}
    total = format_money(handover.value(), agreement.currency)
    yield {"kind": "text", "lines": [_("Together: %(sum)s") % {"sum": total}]}
