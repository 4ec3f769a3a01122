"""Who may apply and what they add, in plain words made from a call's data."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from finance.money import format_money
from grants.rules.parties import ApplicantKind
from questionnaires.numbers import show_number

if TYPE_CHECKING:
    from grants.models import Call


def percent_shown(value: Decimal) -> str:
    """A percentage without needless zeros: 10, 12,5."""
    return show_number(value.normalize(), places=0 if value % 1 == 0 else 2)


def who_may_apply(call: Call) -> str:
    """The kinds of applicants and the conditions on each."""
    kinds = [str(kind.label) for kind in ApplicantKind if kind in call.who_may_apply]
    said = [_("You may apply as: %(kinds)s.") % {"kinds": "; ".join(kinds)}]
    if ApplicantKind.NGO in call.who_may_apply:
        said += _young(call)
    if call.takes_groups:
        said += _groups(call)
    if call.territory:
        codes = ", ".join(call.territory)
        said.append(
            _("Your seat or home is in the territory with the TERYT code %(codes)s.")
            % {"codes": codes}
        )
    return " ".join([*said, *_how_often(call)])


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


def _how_often(call: Call) -> Iterator[str]:
    often = {
        "call": _("An organisation applies once in this call."),
        "year": _("An organisation applies once in a calendar year."),
    }
    line_up = {
        "call": _("The same group of people applies once in this call."),
        "year": _("The same group of people applies once in a calendar year."),
    }
    if ApplicantKind.NGO in call.who_may_apply and call.organisation_applies in often:
        yield often[call.organisation_applies]
    if call.takes_groups and call.line_up_applies in line_up:
        yield line_up[call.line_up_applies]


def own_contribution(call: Call) -> str:
    """What applicants add, of what, and in which form."""
    if not call.own_contribution_min:
        return _("No, your own contribution is not needed.")
    whole = call.own_contribution_base == "total"
    sentence = (
        _("Yes: at least %(percent)s%% of the whole cost.")
        if whole
        else _("Yes: at least %(percent)s%% of the grant.")
    )
    said = [sentence % {"percent": percent_shown(call.own_contribution_min)}]
    parts = (
        (call.own_cash_min, _("in money at least %(percent)s%%")),
        (call.own_in_kind_min, _("in things at least %(percent)s%%")),
        (call.own_work_min, _("in work at least %(percent)s%%")),
    )
    named = [text % {"percent": percent_shown(least)} for least, text in parts if least]
    if named:
        said.append(_("Of the same base: %(parts)s.") % {"parts": "; ".join(named)})
    if call.lone_groups_without_cash and call.patronless_groups:
        said.append(_("A group without a patron adds things and work, no money."))
    return " ".join(said)
