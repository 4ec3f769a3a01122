"""Ties that come from applications: who wrote one for whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from grants.models import Application, Assessment, CoAuthor, PartyDeclaration, Patronage
from grants.rules.conflicts import JUDGING, conflicts_of
from grants.rules.listed import key_of_name
from people.models import Person
from people.ties import Parties, Tie, TieSource, ties
from workflows.standing_in import objections

NEVER_SENT = ("draft", "unsent")
NEVER_JUDGED = ("declined", "replaced", "cancelled")
OF_A_CALL = _("There is a conflict of interest from a call for applications.")


def authors(parties: Parties) -> Iterator[Tie]:
    """Find who wrote an application for an organisation that is a party, as applicant or patron; two queries."""
    written = Application.objects.exclude(state__in=NEVER_SENT).filter(
        author__person__in=parties.persons
    )
    for column in ("organisation", "patron"):
        rows = written.filter(**{f"{column}__in": parties.organisations}).select_related(column)
        for row in rows.annotate(person_key=F("author__person")):
            yield Tie(
                "author",
                row.person_key,
                _("wrote an application for %(organisation)s")
                % {"organisation": getattr(row, column)},
                to_organisation_id=getattr(row, f"{column}_id"),
            )


def co_authors(parties: Parties) -> Iterator[Tie]:
    """Find who wrote with others for an organisation that is a party, as applicant or patron; two queries."""
    joined = CoAuthor.objects.ever_in().filter(user__person__in=parties.persons)
    written = joined.exclude(application__state__in=NEVER_SENT)
    for column in ("organisation", "patron"):
        rows = written.filter(**{f"application__{column}__in": parties.organisations})
        for row in rows.select_related(f"application__{column}").annotate(
            person_key=F("user__person")
        ):
            organisation = getattr(row.application, column)
            yield Tie(
                "co_author",
                row.person_key,
                _("wrote an application for %(organisation)s together with others")
                % {"organisation": organisation},
                to_organisation_id=organisation.pk,
            )


def patrons(parties: Parties) -> Iterator[Tie]:
    """Find who confirmed for an organisation that is a party that it is the patron of a group; one query."""
    confirmed = Patronage.objects.in_state("confirmed").filter(
        user__person__in=parties.persons, application__patron__in=parties.organisations
    )
    rows = confirmed.exclude(application__state__in=NEVER_SENT)
    for row in rows.select_related("application__patron").annotate(person_key=F("user__person")):
        organisation = row.application.patron
        yield Tie(
            "patron",
            row.person_key,
            _("answered for %(organisation)s as the patron of a group")
            % {"organisation": organisation},
            to_organisation_id=organisation.pk,
        )


def judging(parties: Parties) -> Iterator[Tie]:
    """Find who assesses, or assessed, what a party wrote, or declared a tie to a party; five queries.

    Told the same way from both sides: an assessor of a blind call must not be known from it.
    """
    both = parties.persons | parties.other_persons
    found = {*_assessed(both), *_declared(both, parties.organisations)}
    for assessor, person, organisation in found:
        for one, other in ((assessor, person), (person, assessor)):
            if one in parties.persons and other in parties.other_persons:
                yield Tie("judged", one, OF_A_CALL, to_person_id=other, discreet=True)
        if assessor in parties.persons and organisation in parties.organisations:
            yield Tie("judged", assessor, OF_A_CALL, to_organisation_id=organisation, discreet=True)


#: (assessor, person, organisation) by key; one of the last two is None.
Judged = Iterator[tuple[int, int | None, int | None]]


def _assessed(both: frozenset[int]) -> Judged:
    """Who judged whose application: of its author, of those who wrote with them, for which organisations."""
    rows = Assessment.objects.exclude(state__in=NEVER_JUDGED)
    of_people = rows.filter(assessor__person__in=both, application__author__person__in=both)
    for assessor, author in of_people.values_list(
        "assessor__person", "application__author__person"
    ):
        yield assessor, author, None
    joined = CoAuthor.objects.ever_in().filter(
        user__person__in=both,
        application__assessments__in=rows,
        application__assessments__assessor__person__in=both,
    )
    names = ("application__assessments__assessor__person", "user__person")
    for assessor, person in joined.values_list(*names):
        yield assessor, person, None
    for column in ("organisation", "patron"):
        of_bodies = rows.filter(
            assessor__person__in=both, **{f"application__{column}__isnull": False}
        )
        for assessor, body in of_bodies.values_list("assessor__person", f"application__{column}"):
            yield assessor, None, body


def _declared(both: frozenset[int], organisations: frozenset[int]) -> Judged:
    """To which persons and organisations assessors declared a tie; the newest declaration of a call holds."""
    people = Person.objects.filter(pk__in=both).select_related("user")
    names = {key_of_name(str(name)): each.pk for each in people for name in (each, each.user)}
    bodies = {f"organisation-{key}": key for key in organisations}
    newest: dict[tuple[int, int], tuple[int, list[str]]] = {}
    rows = PartyDeclaration.objects.filter(assessor__person__in=both).order_by("pk")
    for call, account, assessor, ticked in rows.values_list(
        "call", "assessor", "assessor__person", "ticked"
    ):
        newest[call, account] = assessor, ticked
    for assessor, ticked in newest.values():
        for key in ticked:
            if key in bodies:
                yield assessor, None, bodies[key]
            elif key in names and names[key] != assessor:
                yield assessor, names[key], None


def speaks_against(obj: Any, account: Any) -> list[str]:
    """What ties `account` to the parties of the application that `obj` is or belongs to."""
    application = _application_of(obj)
    return [] if application is None else conflicts_of(account, application)


def _application_of(obj: Any) -> Application | None:
    if isinstance(obj, Application):
        return obj
    found = getattr(obj, "application", None)
    if isinstance(found, Application):
        return found
    return getattr(getattr(obj, "agreement", None), "application", None)


objections.add("grants.conflicts", speaks_against)
ties.add("grants.author", TieSource(_("having applied for the organisation"), authors))
ties.add("grants.co_author", TieSource(_("having written for the organisation"), co_authors))
ties.add(JUDGING, TieSource(_("judging in a call for applications"), judging))
ties.add("grants.patron", TieSource(_("having answered for the organisation"), patrons))
