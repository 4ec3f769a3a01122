"""Ties that come from applications: who wrote one for whom."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from grants.models import Application, CoAuthor, Patronage
from people.ties import Parties, Tie, TieSource, ties

NEVER_SENT = ("draft", "unsent")


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


ties.add("grants.author", TieSource(_("having applied for the organisation"), authors))
ties.add("grants.co_author", TieSource(_("having written for the organisation"), co_authors))
ties.add("grants.patron", TieSource(_("having answered for the organisation"), patrons))
