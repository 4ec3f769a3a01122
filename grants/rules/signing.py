"""Who signs an agreement, which fields its template may name, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from grants.rules.parties import GROUPS, ApplicantKind

if TYPE_CHECKING:
    from grants.models import Application
    from people.models import Organisation


class Capacity(models.TextChoices):
    """In what capacity somebody signs."""

    OPERATOR = "operator", pgettext_lazy("party", "operator")
    ORGANISATION = "organisation", pgettext_lazy("party", "grantee")
    MEMBER = "member", pgettext_lazy("party", "person of the informal group")
    RESIDENTS = "residents", pgettext_lazy("party", "representative of the residents")
    PATRON = "patron", pgettext_lazy("party", "patron")


SIGNATURE, SIGNED_AGREEMENT, SIGNED_ANNEX = "signature", "signed-agreement", "signed-annex"
SHOW_SIGNATURES = {SIGNATURE, SIGNED_AGREEMENT, SIGNED_ANNEX}
"""Purposes of the files that a document's effect stands on: they are not taken away."""

# What a template may name, with the sentence that explains it to those who write one.
FIELDS: dict[str, Any] = {
    "number": gettext_lazy("number of the agreement"),
    "operator": gettext_lazy("name of the operator"),
    "grantee": gettext_lazy("name of the applicant"),
    "parties": gettext_lazy(
        "all parties, one in a line, with their numbers and who signs for them"
    ),
    "signatures": gettext_lazy("a line to sign on for each party"),
    "programme": gettext_lazy("title of the programme"),
    "call": gettext_lazy("title of the call"),
    "application": gettext_lazy("number of the application"),
    "project": gettext_lazy("title of the project"),
    "amount": gettext_lazy("the grant in figures"),
    "amount_in_words": gettext_lazy("the grant in words"),
    "own_contribution": gettext_lazy("own contribution in figures"),
    "total": gettext_lazy("grant and own contribution together"),
    "tranches": gettext_lazy("in which parts the grant is paid and when, one part in a line"),
    "starts_on": gettext_lazy("first day of the project"),
    "ends_on": gettext_lazy("last day of the project"),
    "costs": gettext_lazy("positions of the costs, one in a line"),
    "report_days": gettext_lazy("days for the report after the project ends"),
    "report_due": gettext_lazy("day on which the report is due"),
    "refund_days": gettext_lazy("days to return unspent money"),
}


ANNEX_FIELDS: dict[str, Any] = FIELDS | {
    "annex": gettext_lazy("which annex it is, for example “Annex 2”"),
    "agreement_signed_on": gettext_lazy("day on which the agreement was signed"),
    "changes": gettext_lazy("what changes, one change in a line"),
    "reason": gettext_lazy("why the agreement changes"),
}
"""What a template of annexes may name: everything of the agreement as it stood before, and what changes."""


@dataclass(frozen=True)
class Side:
    """A party of an agreement, before it is kept."""

    capacity: Capacity
    name: str
    details: str = ""


def sides_of(application: Application) -> Iterator[Side]:
    """The parties by the kind of applicant: an organisation; each person of a group; with its patron."""
    yield _operator(application)
    if application.applicant_kind not in GROUPS:
        name = application.applicant or str(application.author)
        yield Side(Capacity.ORGANISATION, name, details_of(application.organisation))
        return
    if application.applicant_kind == ApplicantKind.INFORMAL_GROUP_WITH_PATRON:
        yield _patron(application)
    if not application.call.gives_money:
        yield _residents(application)
        return
    for person in application.group_members:
        yield Side(Capacity.MEMBER, str(person))


def _residents(application: Application) -> Side:
    """Residents act together through one of them (art. 19b: directly, or through an organisation)."""
    others = ", ".join(str(one) for one in application.group_members)
    details = _("for the residents: %(names)s") % {"names": others} if others else ""
    return Side(Capacity.RESIDENTS, str(application.author), details[:500])


def _operator(application: Application) -> Side:
    programme = application.call.programme
    lead = programme.partners.filter(role="lead").select_related("organisation").first()
    if lead is not None:
        return Side(Capacity.OPERATOR, lead.name, details_of(lead.organisation))
    return Side(Capacity.OPERATOR, programme.title)


def _patron(application: Application) -> Side:
    if application.patron is not None:
        return Side(Capacity.PATRON, application.patron.name, details_of(application.patron))
    typed = application.answers.values
    nip = typed.get("patron_nip")
    return Side(
        Capacity.PATRON, str(typed.get("patron_name") or _("patron")), f"NIP {nip}" if nip else ""
    )


def details_of(organisation: Organisation | None) -> str:
    """Address and numbers of public registers, as agreements name them; empty for none."""
    if organisation is None:
        return ""
    numbers = [("KRS", organisation.krs), ("NIP", organisation.nip), ("REGON", organisation.regon)]
    address = [part for part in (organisation.address, organisation.town) if part]
    return ", ".join([*address, *(f"{name} {number}" for name, number in numbers if number)])
