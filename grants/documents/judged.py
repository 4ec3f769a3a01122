"""How it came to a decided ranking, as blocks of the minutes: bars and order, sheets set aside, hand-backs.

Assessors stay unnamed here: minutes may be published, and what names one of them is withheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants.actions.aside import Line, what_it_changed
from grants.models import Assessment, Call, SetAside
from grants.rules.merit import TOTAL, WITHOUT_BONUS, rounded, total
from grants.rules.named import names_in
from grants.rules.ranking import Row, Terms
from grants.rules.scoring import points_shown
from grants.rules.unnamed import people_behind
from grants.rules.words.judging import thresholds, ties
from workflows.models import History
from workflows.models.link import type_of

Block = dict[str, Any]
Blocks = Iterator[Block]


def rules_blocks(call: Call) -> Blocks:
    """The bars that a grant had to clear, and what decided between equals."""
    bars = "; ".join(thresholds(call))
    said = (
        _("Thresholds: %(bars)s.") % {"bars": bars} if bars else _("This call has no thresholds.")
    )
    lines = [said, *_seed_written(call)]
    yield {"kind": "heading", "lines": [_("How the points decided")]}
    yield {
        "kind": "text",
        "lines": [*lines, _("Between equal points: %(order)s") % {"order": ties(call)}],
    }


def _seed_written(call: Call) -> list[str]:
    """Who wrote the seed of the lot down, and when: it has to be later than the closing and earlier than the decision."""
    entry = History.objects.of(call).filter(move="write_seed").select_related("by").first()
    if entry is None:
        return []
    when = date_format(timezone.localtime(entry.at), "DATETIME_FORMAT")
    return [
        _("The seed of the lot, “%(seed)s”, was written down by %(person)s, %(when)s.")
        % {"seed": call.lot_seed, "person": entry.by, "when": when}
    ]


def missed_bars(row: Row, terms: Terms, titles: Mapping[str, str]) -> str:
    """Each bar that a line did not reach, with what was needed and what it has; `titles` of criteria and groups by key."""
    return "; ".join(
        _("%(bar)s: %(has)s of the %(needed)s points needed")
        % {"bar": bar, "has": points_shown(has), "needed": points_shown(needed)}
        for bar, has, needed in (_bar(key, row, terms, titles) for key in row.failed)
    )


def _bar(
    key: str, row: Row, terms: Terms, titles: Mapping[str, str]
) -> tuple[str, Decimal, Decimal | None]:
    card = terms.card
    if key == TOTAL:
        return _("altogether"), row.points, card.threshold
    if key == WITHOUT_BONUS:
        plain = rounded(total(card.regular(), row.means))
        return _("without the bonus"), plain, card.threshold_without_bonus
    needed = {one.key: one.threshold for one in card.measures} | dict(card.groups)
    has = row.means[key] if key in row.means else card.total_of_group(key, row.means)
    return f"„{titles.get(key, key)}”", rounded(has), needed[key]


def titles_in(call: Call) -> dict[str, str]:
    """The titles of criteria and of their groups by key."""
    rows: list[Any] = [*call.criterion_groups.all(), *call.criteria.all()]
    return {one.key: str(one.title) for one in rows}


def conflict_blocks(call: Call) -> Blocks:
    """Sheets set aside with what it changed, and applications handed back because of a tie."""
    asides = list(SetAside.objects.in_call(call))
    handed_back = list(_handed_back(call))
    if not asides and not handed_back:
        return
    names = people_behind(call) if asides else []
    yield {"kind": "heading", "lines": [_("Conflicts of interest")]}
    if handed_back:
        yield {"kind": "text", "lines": handed_back}
    for one in asides:
        yield from _aside(one, names)


def _handed_back(call: Call) -> Iterator[str]:
    sheets = Assessment.objects.in_call(call)
    moves = History.objects.filter(
        about_type=type_of(Assessment), about_id__in=sheets.order_by().values("pk"), move="recuse"
    )
    keys = list(moves.values_list("about_id", flat=True))
    counted: dict[str, int] = {}
    for number in (
        sheets.filter(pk__in=keys)
        .order_by("application__ordinal")
        .values_list("application__number", flat=True)
    ):
        counted[number] = counted.get(number, 0) + 1
    for number, count in counted.items():
        yield ngettext(
            "%(number)s: %(count)d person who was asked to assess handed it back because of a tie.",
            "%(number)s: %(count)d people who were asked to assess handed it back because of a tie.",
            count,
        ) % {"number": number, "count": count}


def _aside(one: SetAside, names: list[str]) -> Blocks:
    reason = one.reason
    if names_in(reason, names):
        reason = _("the reason names an assessor; it is kept in Tandem")
    said = _("%(number)s: a sheet was set aside on %(day)s. Reason: %(reason)s") % {
        "number": one.assessment.application.number,
        "day": date_format(timezone.localtime(one.made_at), "DATE_FORMAT"),
        "reason": reason,
    }
    yield {"kind": "text", "lines": [said]}
    moved = [line for line in what_it_changed(one) if line.shift.is_one]
    if not moved:
        yield {"kind": "text", "lines": [_("It changed nothing in the ranking.")]}
        return
    yield {
        "kind": "table",
        "rows": [
            [
                _("Application"),
                _("Place before"),
                _("Place after"),
                _("Points before"),
                _("Points after"),
            ],
            *(_moved(line) for line in moved),
        ],
    }


def _moved(line: Line) -> list[str]:
    before, after = line.shift.before, line.shift.after
    return [
        line.application.number,
        *(str(one.place) if one else "–" for one in (before, after)),
        *(points_shown(one.points) if one else "–" for one in (before, after)),
    ]
