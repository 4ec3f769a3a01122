"""What a call asks of a cost estimate: its size, own contribution by its base and parts, the caps of categories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from finance.money import CENT, format_money
from grants.rules.eligibility import about_size
from grants.rules.parties import ApplicantKind
from questionnaires.blocks import SOURCES, Costs
from questionnaires.summary import own_total, total

if TYPE_CHECKING:
    from grants.models import Call, Track

Rows = Sequence[dict[str, Any]]


def about_costs(
    block: Costs, rows: Rows, call: Call, *, track: Track | None = None, kind: str = ""
) -> list[str]:
    """What is wrong with the estimate `rows` of an applicant of `kind` in `call`; nothing when it may stand."""
    return [
        *about_size(call, total(rows), track),
        *_own(rows, call),
        *_parts(block, rows, call, kind),
        *_caps(rows, call),
    ]


def own_contribution_needed(asked: Decimal, call: Call, own: Decimal = Decimal(0)) -> Decimal:
    """The least own contribution to a grant of `asked`, in the call's currency, rounded half up to hundredths.

    Where the call counts it from the whole cost, `own` belongs to what it is counted from.
    """
    return _share(call.own_contribution_min, _base(asked, own, call))


def _base(asked: Decimal, own: Decimal, call: Call) -> Decimal:
    return asked + own if call.own_contribution_base == "total" else asked


def _share(percent: Decimal | None, base: Decimal) -> Decimal:
    return (base * (percent or Decimal(0)) / 100).quantize(CENT, rounding=ROUND_HALF_UP)


def _own(rows: Rows, call: Call) -> Iterator[str]:
    asked, own = total(rows), own_total(rows)
    needed = own_contribution_needed(asked, call, own)
    if own < needed:
        yield _(
            "Your own contribution is %(own)s; with this grant it has to be at least %(needed)s."
        ) % {
            "own": format_money(own, call.currency),
            "needed": format_money(needed, call.currency),
        }


def _parts(block: Costs, rows: Rows, call: Call, kind: str) -> Iterator[str]:
    without_cash = call.lone_groups_without_cash and kind == ApplicantKind.INFORMAL_GROUP
    base = _base(total(rows), own_total(rows), call)
    for source in block.sources:
        given = total(rows, source)
        if source == "own_cash" and without_cash:
            if given:
                yield _("In this call a group without a patron adds things and work, no money.")
            continue
        needed = _share(getattr(call, f"{source}_min"), base)
        if given < needed:
            yield _("%(source)s: %(given)s; in this call it has to be at least %(needed)s.") % {
                "source": str(SOURCES[source]).capitalize(),
                "given": format_money(given, call.currency),
                "needed": format_money(needed, call.currency),
            }


def _caps(rows: Rows, call: Call) -> Iterator[str]:
    asked = total(rows)
    for category in call.cost_categories.all():
        cap = category.cap_of(asked)
        taken = total([row for row in rows if row.get("category") == category.key])
        if cap is not None and taken > cap:
            yield _(
                "“%(category)s” takes %(taken)s of the grant; at most %(cap)s may go there."
            ) % {
                "category": category.title,
                "taken": format_money(taken, call.currency),
                "cap": format_money(cap, call.currency),
            }
