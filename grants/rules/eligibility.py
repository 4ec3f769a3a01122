"""Whether somebody may apply in a call, rule by rule.

The one place that decides it: the form of an application asks here before it can be submitted, and so does the
public page that answers “may we apply?”. What is not known (None) is left open, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from finance.money import format_money
from grants.rules.parties import GROUPS, ApplicantKind

if TYPE_CHECKING:
    from grants.models import Call, Track

ELSEWHERE = "0"  # no TERYT code begins with it alone: a place outside every territory


@dataclass(frozen=True)
class Facts:
    """What is known of an applicant and a project. Amounts are in the call's currency, `place` is a TERYT code."""

    kind: str = ""
    on: date | None = None
    registered_on: date | None = None
    revenue: Decimal | None = None
    adults: int | None = None
    place: str | None = None
    track: Track | None = None
    asked: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Verdict:
    """What one rule says: passed, failed, or None where its fact is not known; `advice` is for those who failed."""

    key: str
    passed: bool | None
    sentence: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.sentence} {self.advice}".strip()


def months_between(first: date, last: date) -> int:
    """Whole months from `first` to `last`: from 31 January to 28 February is none yet."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def is_young_enough(call: Call, registered_on: date, on: date) -> bool:
    """Whether an organisation registered on a day is young enough on the day `on`; the month that is named still counts.

    So the day exactly 60 months after the registration is the last one.
    """
    limit = call.ngo_max_months
    months = months_between(registered_on, on)
    on_the_day = months == limit and on.day == registered_on.day
    return limit is None or months < limit or on_the_day


def verdicts(call: Call, facts: Facts) -> list[Verdict]:
    """Every rule of `call` that this kind of applicant meets, in the order in which one would ask."""
    return [verdict for rule in RULES for verdict in rule(call, facts)]


def refusals(call: Call, facts: Facts) -> list[Verdict]:
    """The rules that `facts` break."""
    return [verdict for verdict in verdicts(call, facts) if verdict.passed is False]


def _kind(call: Call, facts: Facts) -> Iterator[Verdict]:
    if not facts.kind:
        return
    passed = facts.kind in call.who_may_apply
    sentence = (
        _("You may apply as %(kind)s.") if passed else _("In this call %(kind)s may not apply.")
    )
    others = "; ".join(str(one.label) for one in ApplicantKind if one in call.who_may_apply)
    yield Verdict(
        "kind",
        passed,
        sentence % _named(facts.kind),
        _("You may apply as: %(kinds)s.") % {"kinds": others},
    )


def _named(kind: str) -> dict[str, str]:
    return {"kind": str(ApplicantKind(kind).label)}


def _track(call: Call, facts: Facts) -> Iterator[Verdict]:
    track = facts.track
    if track is not None and facts.kind and facts.kind not in track.applicants:
        yield Verdict(
            "track",
            passed=False,
            sentence=_("In the track “%(track)s” %(kind)s may not apply.")
            % {"track": track.title, **_named(facts.kind)},
            advice=_("Choose another track."),
        )


def _age(call: Call, facts: Facts) -> Iterator[Verdict]:
    if facts.kind != ApplicantKind.NGO or not call.ngo_max_months:
        return
    sentence = ngettext(
        "An organisation is registered for at most %(months)d month on the day it applies.",
        "An organisation is registered for at most %(months)d months on the day it applies.",
        call.ngo_max_months,
    ) % {"months": call.ngo_max_months}
    passed = None
    if facts.registered_on is not None and facts.on is not None:
        passed = is_young_enough(call, facts.registered_on, facts.on)
    yield Verdict("registered_on", passed, sentence, _other_way(call))


def _other_way(call: Call) -> str:
    if call.takes_groups:
        return _("Residents may still apply here as a group.")
    return _("Look for a call without this limit.")


def _revenue(call: Call, facts: Facts) -> Iterator[Verdict]:
    if facts.kind != ApplicantKind.NGO or call.ngo_max_revenue is None:
        return
    amount = format_money(call.ngo_max_revenue, call.currency)
    passed = None if facts.revenue is None else facts.revenue <= call.ngo_max_revenue
    sentence = _("Its revenue last year was at most %(amount)s.") % {"amount": amount}
    yield Verdict("revenue", passed, sentence, _other_way(call))


def _adults(call: Call, facts: Facts) -> Iterator[Verdict]:
    if facts.kind not in GROUPS:
        return
    sentence = ngettext(
        "A group has at least %(count)d adult.",
        "A group has at least %(count)d adults.",
        call.group_min_adults,
    ) % {"count": call.group_min_adults}
    passed = None if facts.adults is None else facts.adults >= call.group_min_adults
    yield Verdict("adults", passed, sentence, _("Invite more neighbours; they have to be of age."))


def _place(call: Call, facts: Facts) -> Iterator[Verdict]:
    if not call.territory:
        return
    passed = None if facts.place is None else call.covers(facts.place)
    sentence = _("Your seat or home lies in the call's territory.")
    yield Verdict("place", passed, sentence, _("Look for a call in your own area."))


def _size(call: Call, facts: Facts) -> Iterator[Verdict]:
    advice = _("Change the amount; the rest of the costs may come from elsewhere.")
    wrong = list(about_size(call, facts.asked, facts.track))
    for sentence in wrong:
        yield Verdict("asked", passed=False, sentence=sentence, advice=advice)
    if not wrong:
        least, most = limits(call, facts.track)
        said = _("Ask for %(min_grant)s to %(max_grant)s.") % {
            "min_grant": format_money(least, call.currency),
            "max_grant": format_money(most, call.currency),
        }
        yield Verdict("asked", None if facts.asked is None else not wrong, said)


def limits(call: Call, track: Track | None) -> tuple[Decimal, Decimal]:
    """The smallest and the largest grant, of the `track` where there is one."""
    return (track.smallest, track.largest) if track else (call.min_grant, call.max_grant)


def about_size(call: Call, asked: Decimal | None, track: Track | None = None) -> Iterator[str]:
    """What is wrong with asking for `asked`; nothing where it is not known."""
    if asked is None:
        return
    least, most = limits(call, track)
    if asked > most:
        yield _(
            "The costs from the grant add up to %(sum)s; the largest grant in this call is %(limit)s."
        ) % {
            "sum": format_money(asked, call.currency),
            "limit": format_money(most, call.currency),
        }
    if asked < least:
        yield _(
            "The costs from the grant add up to %(sum)s; the smallest grant in this call is %(limit)s."
        ) % {
            "sum": format_money(asked, call.currency),
            "limit": format_money(least, call.currency),
        }


def _period(call: Call, facts: Facts) -> Iterator[Verdict]:
    days = {"first": date_format(call.eligible_from), "last": date_format(call.eligible_to)}
    sentence = _("The project lasts between %(first)s and %(last)s.") % days
    given = [day for day in (facts.starts_on, facts.ends_on) if day is not None]
    inside = all(call.eligible_from <= day <= call.eligible_to for day in given)
    known = len(given) == 2 or not inside
    yield Verdict(
        "starts_on", inside if known else None, sentence, _("Move the project into this time.")
    )
    if len(given) == 2 and given[1] < given[0]:
        yield Verdict("ends_on", passed=False, sentence=_("The project ends before it starts."))


Check = Callable[["Call", Facts], Iterator[Verdict]]
RULES: tuple[Check, ...] = (_kind, _track, _age, _revenue, _adults, _place, _size, _period)
