"""Ties this room knows: being the same person, belonging to an organisation, working in the same one.

Other rooms import the registry from here and add theirs.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from people.models import Membership
from people.registries import Parties, Tie, TieSource, ties, ties_among

__all__ = ["Parties", "Tie", "TieSource", "ties", "ties_among"]


def same_person(parties: Parties) -> Iterable[Tie]:
    """Find who is a party themselves; asks no query."""
    for key in parties.persons & parties.other_persons:
        yield Tie("same", key, _("is the same person"), to_person_id=key)


def members(parties: Parties) -> Iterator[Tie]:
    """Find who belongs, or belonged, to an organisation that is a party; one query."""
    rows = Membership.objects.filter(
        person__in=parties.persons, organisation__in=parties.organisations
    )
    for row in rows.select_related("organisation"):
        yield Tie(
            "member",
            row.person_id,
            _("%(role)s of %(organisation)s")
            % {"role": row.get_role_display(), "organisation": row.organisation},
            to_organisation_id=row.organisation_id,
            since=row.since,
            until=row.until,
        )


def colleagues(parties: Parties) -> Iterator[Tie]:
    """Find who is in one organisation with a person who is a party; one query for both sides."""
    both = parties.persons | parties.other_persons
    by_organisation: dict[int, list[Membership]] = {}
    for row in Membership.objects.filter(person__in=both).select_related("organisation"):
        by_organisation.setdefault(row.organisation_id, []).append(row)
    for rows in by_organisation.values():
        for one in rows:
            if one.person_id in parties.persons:
                yield from _shared(one, rows, parties)


def _shared(one: Membership, rows: list[Membership], parties: Parties) -> Iterator[Tie]:
    for other in rows:
        if other.person_id in parties.other_persons and other.person_id != one.person_id:
            starts = [day for day in (one.since, other.since) if day]
            ends = [day for day in (one.until, other.until) if day]
            yield Tie(
                "colleague",
                one.person_id,
                _("works together in %(organisation)s") % {"organisation": one.organisation},
                to_person_id=other.person_id,
                since=max(starts, default=None),
                until=min(ends, default=None),
            )


ties.add("people.same", TieSource(_("being the same person"), same_person))
ties.add("people.member", TieSource(_("belonging to the organisation"), members))
ties.add("people.colleague", TieSource(_("working in one organisation"), colleagues))
