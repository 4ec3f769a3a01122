"""Conflicts of interest: nobody judges their own case, their organisation's, or that of someone tied to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q, prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grants.rules.listed import party_keys
from people.registries import Parties, Tie, ties_among, ties_between
from workflows import clock

if TYPE_CHECKING:
    from grants.models import Application
    from people.models import User

#: Ties between an assessor and whom they judge. They hinder working together elsewhere, never the judging.
JUDGING = "grants.judging"

Found = dict[tuple[int, int], list[str]]


def conflicts(judges: Iterable[User], applications: Iterable[Application]) -> Found:
    """Return what ties judges to applications ("member of …"), by (judge's key, application's key).

    The number of queries does not grow with either side when `judges` come with `person` and
    `applications` come `with_parties()`.
    """
    found: Found = defaultdict(list)
    judges, applications = list(judges), list(applications)
    prefetch_related_objects(applications, "co_authors__user__person", "patronages__user__person")
    persons = {judge.pk: getattr(judge, "person", None) for judge in judges}
    known = [person for person in persons.values() if person is not None]
    everyone = [party for application in applications for party in application.parties()]
    ties = _by_person(
        ties_among(known, everyone, leaving_out=[JUDGING]) if known and everyone else []
    )
    ticked = ties_ticked(judges, applications)
    for application in applications:
        keys = _keys(application.parties())
        for judge in judges:
            person = persons[judge.pk]
            reasons = found[judge.pk, application.pk]
            if judge.pk == application.author_id:
                reasons.append(_("is the author of the application"))
            elif judge.pk in {one.user_id for one in application.co_authors.all() if one.joined_at}:
                reasons.append(_("wrote the application together with its author"))
            elif judge.pk in {
                one.user_id for one in application.patronages.all() if one.is_confirmed
            }:
                reasons.append(_("answers for the patron of the group"))
            elif person:
                reasons += [_says(tie) for tie in ties[person.pk] if _target(tie) in keys]
            if ticked.get((judge.pk, application.call_id), frozenset()) & party_keys(application):
                reasons.append(_("ticked a tie on the list of all parties"))
    return {pair: list(dict.fromkeys(sentences)) for pair, sentences in found.items() if sentences}


def is_tied_to_any(judge: User, applications: Any) -> bool:
    """Whether `conflicts` would find anything between `judge` and some of `applications` (a queryset).

    Which of them is not asked, so that parties are read as keys alone: ten thousand applications cost little.
    """
    beside = Q(co_authors__user=judge, co_authors__joined_at__isnull=False)
    beside |= Q(patronages__user=judge, patronages__state="confirmed")
    if applications.filter(Q(author=judge) | beside).exists():
        return True
    person = getattr(judge, "person", None)
    if person is not None and ties_between(_sides(person.pk, applications), leaving_out=[JUDGING]):
        return True
    # A tick names a party by a digest, which only the whole row has.
    blind = applications.filter(call__is_blind=True)
    ticked = apps.get_model("grants", "PartyDeclaration").objects.filter(
        assessor=judge, call__in=blind.order_by().values("call")
    )
    return ticked.exists() and bool(conflicts([judge], blind.with_parties()))


def _sides(person: int, applications: Any) -> Parties:
    """A person and the parties of `applications`, as keys."""
    rows = applications.order_by()
    found = list(rows.values_list("author__person", "organisation", "patron"))
    co_authors = rows.filter(co_authors__joined_at__isnull=False)
    patrons = rows.filter(patronages__state="confirmed")
    persons = {
        *(author for author, _organisation, _patron in found),
        *co_authors.values_list("co_authors__user__person", flat=True),
        *patrons.values_list("patronages__user__person", flat=True),
    }
    return Parties(
        persons=frozenset([person]),
        other_persons=frozenset(persons - {None}),
        organisations=frozenset({key for row in found for key in row[1:]} - {None}),
    )


def conflicts_of(judge: User, application: Application) -> list[str]:
    """Return what ties one judge to one application; empty when nothing is known.

    Asked once for each loaded application: a page asks for every button, and the door loads it afresh.
    """
    known: dict[int, list[str]] = application.__dict__.setdefault("_known_conflicts", {})
    if judge.pk not in known:
        known[judge.pk] = conflicts([judge], [application]).get((judge.pk, application.pk), [])
    return known[judge.pk]


def _says(tie: Tie) -> str:
    """The tie in words; one that has ended says so and counts all the same."""
    if tie.until is None or tie.lasts_on(clock.today()):
        return str(tie.says)
    return _("%(tie)s (until %(day)s)") % {"tie": tie.says, "day": date_format(tie.until)}


def ties_ticked(
    judges: Iterable[User], applications: Iterable[Application]
) -> dict[tuple[int, int], frozenset[str]]:
    """What judges ticked on the lists of all parties of blind calls, by (judge's key, call's key); one query."""
    blind = {one.call_id for one in applications if one.call.is_blind}
    if not blind:
        return {}
    declarations = apps.get_model("grants", "PartyDeclaration").objects
    rows = declarations.filter(call__in=blind, assessor__in=list(judges)).order_by("pk")
    return {(row.assessor_id, row.call_id): frozenset(row.ticked) for row in rows}


def _by_person(ties: Iterable[Tie]) -> dict[int, list[Tie]]:
    grouped: dict[int, list[Tie]] = defaultdict(list)
    for tie in ties:
        grouped[tie.person_id].append(tie)
    return grouped


def _target(tie: Tie) -> tuple[str, int | None]:
    if tie.to_organisation_id is not None:
        return "organisation", tie.to_organisation_id
    return "person", tie.to_person_id


def _keys(parties: Iterable[Any]) -> set[tuple[str, int]]:
    return {(party._meta.model_name, party.pk) for party in parties}
