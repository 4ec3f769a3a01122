"""Points as assessors type them: read exactly, by halves, within the criterion's range."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from grants.models import Criterion

HALF = Decimal("0.5")
COMMENT_LENGTH = 4000
_WRITTEN = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")


class UnreadablePoints(ValueError):
    """What was typed is no number of points for this criterion; the message is a sentence for the page."""


def points_shown(points: Decimal | None) -> str:
    """Points as the reader's language writes them, without needless zeros: 7, 7,5, 91,25."""
    if points is None:
        return "–"
    exact = points.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP).normalize()
    whole = exact == exact.to_integral_value()
    return number_format(exact.quantize(Decimal(1)) if whole else exact)


def read_points(text: str, maximum: Decimal) -> Decimal:
    """The points in `text` ("7", "7,5", "7.5"); UnreadablePoints with the sentence that says what to write."""
    bare = text.strip()
    if not bare:
        raise UnreadablePoints(
            _("Give points from 0 to %(most)s.") % {"most": points_shown(maximum)}
        )
    if not _WRITTEN.fullmatch(bare):
        raise UnreadablePoints(
            _("Write points as a number from 0 to %(most)s, for example 7.5.")
            % {"most": points_shown(maximum)}
        )
    points = Decimal(bare.replace(",", "."))
    if points > maximum:
        raise UnreadablePoints(
            _("This criterion gives at most %(most)s points.") % {"most": points_shown(maximum)}
        )
    if points % HALF:
        raise UnreadablePoints(_("Points go by halves: 7, 7.5, 8."))
    return points


def read_sheet(
    sheet: Mapping[str, Any], criteria: Iterable[Criterion]
) -> tuple[dict[str, Decimal], dict[str, str]]:
    """Return what can be read of a sheet as typed, and the sentences about the rest.

    Both by the criterion's key.
    """
    points: dict[str, Decimal] = {}
    problems: dict[str, str] = {}
    for criterion in criteria:
        typed = sheet.get(criterion.key) or {}
        try:
            points[criterion.key] = read_points(typed.get("points", ""), criterion.maximum)
        except UnreadablePoints as problem:
            problems[criterion.key] = str(problem)
    return points, problems


def missing_comments(sheet: Mapping[str, Any], criteria: Iterable[Criterion]) -> list[str]:
    """Return the keys of the criteria that ask for a justification and have none yet."""
    return [
        criterion.key
        for criterion in criteria
        if criterion.needs_justification
        and not (sheet.get(criterion.key) or {}).get("comment", "").strip()
    ]


def total_of(points: Mapping[str, Decimal], criteria: Iterable[Criterion]) -> Decimal:
    """The weighted sum of `points` (by the criterion's key) over the criteria that have some."""
    given = ((one, points[one.key]) for one in criteria if one.key in points)
    return sum((value * one.weight for one, value in given), Decimal(0))
