"""Who is tied to whom through mentoring: a mentor to the mentee, and the other way round, as long as the pair lasts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.ties import Parties, Tie, TieSource, ties, ties_among
from workflows import clock
from workflows.standing_in import objections

from .actions import OWN_TIE
from .models import Pairing


def find(parties: Parties) -> Iterator[Tie]:
    """Ties in both directions between the two sides of every pair that came about (one query)."""
    one, other = parties.persons, parties.other_persons
    between = Q(mentor__person__in=one, mentee__person__in=other) | Q(
        mentor__person__in=other, mentee__person__in=one
    )
    rows: Iterable[tuple[int, int, date | None, date | None]] = Pairing.objects.filter(
        between, started_on__isnull=False
    ).values_list("mentor__person", "mentee__person", "started_on", "ended_on")
    for mentor, mentee, since, until in rows:
        if mentor in one and mentee in other:
            yield Tie(
                OWN_TIE, mentor, _("mentor of"), to_person_id=mentee, since=since, until=until
            )
        if mentee in one and mentor in other:
            yield Tie(
                OWN_TIE, mentee, _("mentee of"), to_person_id=mentor, since=since, until=until
            )


ties.add(OWN_TIE, TieSource(_("works together as mentor and mentee"), find))


def speaks_against(obj: Any, account: Any) -> list[str]:
    """What ties `account` to the mentee of the pair that `obj` is or belongs to; the mentor hands over to a colleague."""
    pair = obj if isinstance(obj, Pairing) else getattr(obj, "pairing", None)
    person = getattr(account, "person", None)
    if not isinstance(pair, Pairing) or person is None:
        return []
    found = ties_among([person], [pair.mentee.person], on=clock.today())
    return [
        gettext("%(who)s is tied to the mentee: %(tie)s.") % {"who": account, "tie": tie.says}
        for tie in found
    ]


objections.add("mentoring.ties", speaks_against)
