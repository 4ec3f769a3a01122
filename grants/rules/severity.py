"""An assessor's severity and a calibrated number of points, in words that do not promise more than is known."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants.rules.calibration import Estimate
from grants.rules.scoring import points_shown

TENTH = Decimal("0.1")


def tenths(value: float) -> Decimal:
    """A number of points rounded to tenths: the estimate is no finer."""
    return Decimal(str(value)).quantize(TENTH)


def severity_in_words(estimate: Estimate | None) -> str:
    """What can be said of one assessor beside the others; a difference only where the whole 95 % interval shows one."""
    if estimate is None:
        return _("too early to say")
    low, high = sorted((abs(tenths(estimate.low)), abs(tenths(estimate.high))))
    given = {
        "points": points_shown(abs(tenths(estimate.value))),
        "low": points_shown(low),
        "high": points_shown(high),
    }
    if estimate.low > 0:
        return (
            _("gives about %(points)s points more than the others (from %(low)s to %(high)s more)")
            % given
        )
    if estimate.high < 0:
        return (
            _("gives about %(points)s points less than the others (from %(low)s to %(high)s less)")
            % given
        )
    return _(
        "no difference from the others can be told (from %(less)s points less to %(more)s more)"
    ) % {
        "less": points_shown(abs(tenths(estimate.low))),
        "more": points_shown(abs(tenths(estimate.high))),
    }


def grounds_in_words(estimate: Estimate) -> str:
    """How many sheets an estimate stands on."""
    return ngettext("from %(count)d sheet", "from %(count)d sheets", estimate.sheets) % {
        "count": estimate.sheets
    }
