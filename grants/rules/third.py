"""Why a third assessment was opened, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from grants.rules.scoring import points_shown

if TYPE_CHECKING:
    from grants.models import Application


def third_reasons(application: Application) -> list[str]:
    """The rules of the call that opened a third assessment of `application`, each as a sentence."""
    call = application.call
    words = {
        "gap_percent": _("The two totals differ by %(percent)s%% of all points or more.")
        % {"percent": points_shown(call.third_gap_percent)},
        "gap_points": _("The two totals differ by %(points)s points or more.")
        % {"points": points_shown(call.third_gap_points)},
        "verdict": _("One assessment clears every threshold, the other does not."),
    }
    return [words[reason] for reason in application.third_reasons]
