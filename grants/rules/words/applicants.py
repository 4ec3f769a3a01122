"""Who may apply, said from a call's data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from finance.money import format_money
from grants.rules.once import FREELY, line_up_rule, organisation_rule
from grants.rules.parties import ORGANISATIONS, ApplicantKind
from grants.rules.territory import areas_of

from .rule import Rule, sentences

if TYPE_CHECKING:
    from grants.models import Call


def applicants(call: Call) -> Iterator[Rule]:
    """The kinds of applicants, and the conditions on each."""
    kinds = [kind for kind in ApplicantKind if kind in call.who_may_apply]
    yield Rule(
        _("Who may apply?"),
        _("You may apply as: %(kinds)s.") % {"kinds": "; ".join(str(one.label) for one in kinds)},
    )
    if ApplicantKind.NGO in kinds and (said := sentences(_young(call))):
        yield Rule(_("Which organisations?"), said)
    if call.takes_groups:
        yield Rule(_("Which groups?"), sentences(_groups(call)))
    yield Rule(_("From where?"), _from_where(call))
    if said := sentences(_how_often(call, kinds)):
        yield Rule(_("How many times?"), said)


def _young(call: Call) -> Iterator[str]:
    if call.ngo_max_months:
        yield ngettext(
            "An organisation is registered for at most %(months)d month on the day it applies.",
            "An organisation is registered for at most %(months)d months on the day it applies.",
            call.ngo_max_months,
        ) % {"months": call.ngo_max_months}
    if call.ngo_max_revenue is not None:
        amount = format_money(call.ngo_max_revenue, call.currency)
        yield _("Its revenue last year was at most %(amount)s.") % {"amount": amount}


def _groups(call: Call) -> Iterator[str]:
    yield ngettext(
        "A group has at least %(count)d adult.",
        "A group has at least %(count)d adults.",
        call.group_min_adults,
    ) % {"count": call.group_min_adults}
    if call.patron_is_compulsory:
        yield _("A group needs a patron organisation.")
    elif ApplicantKind.INFORMAL_GROUP_WITH_PATRON in call.who_may_apply:
        yield _("A group may apply on its own or with a patron organisation.")
    else:
        yield _("A group applies on its own, without a patron organisation.")


def _from_where(call: Call) -> str:
    if not call.territory:
        return _("From anywhere in Poland.")
    areas = "; ".join(area.name for area in areas_of(call))
    return _("Your seat or home is here: %(areas)s.") % {"areas": areas}


def _how_often(call: Call, kinds: list[ApplicantKind]) -> Iterator[str]:
    if ORGANISATIONS & set(kinds) and call.organisation_applies != FREELY:
        yield organisation_rule(call.organisation_applies)
    if call.takes_groups and call.line_up_applies != FREELY:
        yield line_up_rule(call)
