"""What a call gives, what applicants add, and what the money may go to, said from its data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from finance.money import format_money
from grants.rules.parties import ApplicantKind

from .rule import Rule, percent_shown, sentences

if TYPE_CHECKING:
    from decimal import Decimal

    from grants.models import Call, CostCategory, Track


def money(call: Call) -> Iterator[Rule]:
    """How much there is, in which form, in parts of what size."""
    tracks = tuple(_track(track, call) for track in call.tracks.all())
    pool = _("There is %(pool)s to share.") % {"pool": format_money(call.pool, call.currency)}
    if tracks:
        yield Rule(_("How much?"), sentences([pool, _("It is shared among tracks:")]), tracks)
    else:
        yield Rule(_("How much?"), sentences([_size(call.min_grant, call.max_grant, call), pool]))
    if not call.gives_money:
        sentence = _("Things and services of that value, from the city; no money is transferred.")
        yield Rule(_("In what form?"), sentence)
    yield partial(call)
    yield Rule(_("Do we have to add something?"), own_contribution(call), _rates(call))
    if call.de_minimis:
        yield Rule(_("Is it public aid?"), _("The grant is de minimis aid; you get a certificate."))


def _size(least: Decimal, most: Decimal, call: Call) -> str:
    amounts = {
        "min_grant": format_money(least, call.currency),
        "max_grant": format_money(most, call.currency),
    }
    if least == most:
        return _("Each grant is %(max_grant)s.") % amounts
    return _("Ask for %(min_grant)s to %(max_grant)s.") % amounts


def _track(track: Track, call: Call) -> str:
    kinds = [str(kind.label) for kind in ApplicantKind if kind in track.applicants]
    return _("%(title)s: %(pool)s to share, for %(kinds)s. %(size)s") % {
        "title": track.title,
        "pool": format_money(track.pool, call.currency),
        "kinds": "; ".join(kinds),
        "size": _size(track.smallest, track.largest, call),
    }


def partial(call: Call) -> Rule:
    """Whether a grant may be smaller than what was asked for."""
    return Rule(_("May we get less than we ask for?"), _partial(call))


def _partial(call: Call) -> str:
    if not call.partial_awards:
        return _("No: you get the whole amount or nothing.")
    if call.partial_min is None:
        return _("Yes: where the money runs out, the grant may be smaller.")
    return _(
        "Yes: where the money runs out, the grant may be smaller, but at least %(percent)s%% of what you ask for."
    ) % {"percent": percent_shown(call.partial_min)}


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


def _rates(call: Call) -> tuple[str, ...]:
    return tuple(
        _("%(work)s: an hour counts as %(rate)s")
        % {"work": rate.title, "rate": format_money(rate.rate, call.currency)}
        for rate in call.work_rates.all()
    )


def costs(call: Call) -> Iterator[Rule]:
    """When a project may last, and what its money may go to."""
    days = {"first": date_format(call.eligible_from), "last": date_format(call.eligible_to)}
    yield Rule(
        _("When may the project last?"),
        _("Between %(first)s and %(last)s. A cost from before or after is not paid.") % days,
    )
    categories = tuple(_category(one, call) for one in call.cost_categories.all())
    if categories:
        yield Rule(_("What may the money go to?"), "", categories)


def _category(category: CostCategory, call: Call) -> str:
    named = {"category": category.title}
    if category.cap_percent is not None:
        named["percent"] = percent_shown(category.cap_percent)
    if category.cap_amount is not None:
        named["amount"] = format_money(category.cap_amount, call.currency)
    if "percent" in named and "amount" in named:
        text = _("%(category)s: at most %(percent)s%% of the grant and at most %(amount)s")
    elif "percent" in named:
        text = _("%(category)s: at most %(percent)s%% of the grant")
    elif "amount" in named:
        text = _("%(category)s: at most %(amount)s")
    else:
        text = _("%(category)s: without a limit")
    return text % named
