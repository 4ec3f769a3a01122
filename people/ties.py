"""Ties this room knows: being the same person, belonging to an organisation, working in the same one or one above it.

Other rooms import the registry from here and add theirs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Organisation, Person
from people.registries import Parties, Text, Tie, TieSource, ties, ties_among

__all__ = ["Parties", "Tie", "TieSource", "ties", "ties_among"]


_LIST = Path(__file__).parent / "data" / "shared_mail_domains.txt"
SHARED_DOMAINS = frozenset(
    line for line in _LIST.read_text().splitlines() if line and not line.startswith("#")
)


def domain_of(email: str) -> str:
    """The domain of an address where it tells something about whose it is; empty for shared ones."""
    domain = email.rpartition("@")[2].strip().lower()
    return "" if domain in SHARED_DOMAINS else domain


def same_domain(parties: Parties) -> Iterator[Tie]:
    """Find who writes from the same mail domain as a party, free and shared ones apart; two queries."""
    theirs: dict[str, list[tuple[int | None, int | None]]] = defaultdict(list)
    ours: list[tuple[int, str]] = []
    both = Person.objects.filter(pk__in=parties.persons | parties.other_persons)
    for key, account, own in both.values_list("pk", Coalesce("user__email", "email"), "email"):
        for domain in {domain_of(account), domain_of(own)} - {""}:
            if key in parties.persons:
                ours.append((key, domain))
            if key in parties.other_persons:
                theirs[domain].append((key, None))
    organisations = Organisation.objects.filter(pk__in=parties.organisations)
    for key, email in organisations.values_list("pk", "email"):
        theirs[domain_of(email)].append((None, key))
    for key, domain in ours:
        says = _("writes from the same mail domain (%(domain)s)") % {"domain": domain}
        for person, organisation in theirs[domain]:
            if person != key:
                yield Tie("domain", key, says, person, organisation)


def same_person(parties: Parties) -> Iterable[Tie]:
    """Find who is a party themselves; asks no query."""
    for key in parties.persons & parties.other_persons:
        yield Tie("same", key, _("is the same person"), to_person_id=key)


def members(parties: Parties) -> Iterator[Tie]:
    """Find who belongs, or belonged, to an organisation that is a party, or to one above or below it; one query."""
    wanted = parties.organisations
    rows = Membership.objects.filter(person__in=parties.persons).filter(
        Q(organisation__in=wanted)
        | Q(organisation__superior__in=wanted)
        | Q(organisation__subordinates__in=wanted)
    )
    told = set()
    for row in rows.annotate(below=F("organisation__subordinates")).select_related("organisation"):
        here = row.organisation
        for kind, party in (("member", here.pk), ("above", here.superior_id), ("below", row.below)):
            if party in wanted and (row.pk, kind, party) not in told:
                told.add((row.pk, kind, party))
                yield Tie(
                    kind,
                    row.person_id,
                    SAYS[kind] % {"role": row.get_role_display(), "organisation": here},
                    to_organisation_id=party,
                    since=row.since,
                    until=row.until,
                )


#: What a membership ties one to: the organisation itself, the one above it, one below it.
SAYS = {
    "member": _("%(role)s of %(organisation)s"),
    "above": _("%(role)s of %(organisation)s, which answers to it"),
    "below": _("%(role)s of %(organisation)s, to which it answers"),
}


def colleagues(parties: Parties) -> Iterator[Tie]:
    """Find who is in one organisation with a person who is a party, or above or below them; one query for both sides."""
    both = parties.persons | parties.other_persons
    by_organisation: dict[int, list[Membership]] = {}
    for row in Membership.objects.filter(person__in=both).select_related("organisation"):
        by_organisation.setdefault(row.organisation_id, []).append(row)
    for rows in by_organisation.values():
        for one in rows:
            if one.person_id in parties.persons:
                yield from _shared(one, rows, parties)
        above = by_organisation.get(rows[0].organisation.superior_id or 0, [])
        for low, high in product(rows, above):
            yield from _ranked(low, high, parties)


def _ranked(low: Membership, high: Membership, parties: Parties) -> Iterator[Tie]:
    """The tie of two whose organisations answer one to the other, told the same from both sides."""
    says = _("%(low)s answers to %(high)s") % {"low": low.organisation, "high": high.organisation}
    for one, other in ((low, high), (high, low)):
        if one.person_id in parties.persons and other.person_id in parties.other_persons:
            yield _while_both(one, other, "ranked", says)


def _shared(one: Membership, rows: list[Membership], parties: Parties) -> Iterator[Tie]:
    says = _("works together in %(organisation)s") % {"organisation": one.organisation}
    for other in rows:
        if other.person_id in parties.other_persons and other.person_id != one.person_id:
            yield _while_both(one, other, "colleague", says)


def _while_both(one: Membership, other: Membership, kind: str, says: Text) -> Tie:
    """The tie of two people as long as both are where they are."""
    starts = [day for day in (one.since, other.since) if day]
    ends = [day for day in (one.until, other.until) if day]
    return Tie(
        kind,
        one.person_id,
        says,
        to_person_id=other.person_id,
        since=max(starts, default=None),
        until=min(ends, default=None),
    )


ties.add("people.same", TieSource(_("being the same person"), same_person))
ties.add("people.member", TieSource(_("belonging to the organisation"), members))
ties.add("people.domain", TieSource(_("writing from one mail domain"), same_domain))
ties.add("people.colleague", TieSource(_("working in one organisation"), colleagues))
