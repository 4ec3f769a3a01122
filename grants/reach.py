"""Whom the staff of a call see: those who apply in it and those who judge it; who sees an application, who a sheet."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.models import Application, Assessment
from grants.rules.assessment import OPEN_TO_ASSESSOR
from grants.rules.blind import with_open_names
from grants.rules.sharing import BESIDE_AUTHOR
from people.reach import Reach, Sight, Way, reach, sights
from programmes import roles

reach.add(
    "grants.applicants",
    Reach(
        _("you applied in one of its calls"),
        rows=Application.objects.submitted_once,
        person="author__person",
        scope="call__activity__programme",
        of="programmes.Programme",
        roles=roles.RUNNERS,
        since="submitted_at",
    ),
)
reach.add(
    "grants.assessors",
    Reach(
        _("you were asked to assess in one of its calls"),
        rows=Assessment.objects.all,
        person="assessor__person",
        scope="application__call__activity__programme",
        of="programmes.Programme",
        roles=roles.RUNNERS,
        since="assigned_at",
    ),
)


def _received() -> Q:
    return Q(submitted_at__isnull=False)


def _before_the_committee() -> Q:
    """The call is closed, and who applies may be known."""
    return _received() & ~Q(call__state__in=["draft", "open"]) & with_open_names("call__")


def _given() -> Q:
    return Q(assessments__state__in=OPEN_TO_ASSESSOR) & with_open_names("call__")


sights.add(
    "grants.applications",
    Sight(
        _("Your applications: what you wrote and attached, the check, the decision"),
        rows=Application.objects.for_lists,
        person="author__person",
        ways=[
            Way(
                _("whom you asked to write or read it with you, or to be its patron"),
                roles=BESIDE_AUTHOR,
                scope="pk",
                of="grants.Application",
            ),
            Way(
                _("coordinators and staff of the programme, since you sent it"),
                roles=roles.RUNNERS,
                scope="call__activity__programme",
                of="programmes.Programme",
                where=_received,
            ),
            Way(
                _("the chair of the committee and the deputy"),
                roles=("chair", "deputy"),
                scope="call",
                of="grants.Call",
                where=_before_the_committee,
                named=False,
            ),
            Way(
                _("assessors who were given it"),
                account="assessments__assessor",
                where=_given,
                named=False,
            ),
        ],
    ),
)

# nobody reads who judged their own application, though they run the call
_OF_THE_APPLICANT = (
    Way(account="application__author"),
    Way(roles=BESIDE_AUTHOR, scope="application", of="grants.Application"),
)


def _open_to_peers() -> Q:
    return Q(
        application__call__assessors_see_others=True,
        state="submitted",
        application__assessments__state="submitted",
    )


def _names_peers() -> Q:
    """Twin of `rules.assessment.names_peers`."""
    return Q(application__call__assessors_named=True, application__call__is_blind=False)


sights.add(
    "grants.sheets",
    Sight(
        _("The sheets on which you assess: points, reasons, and that you stepped back"),
        rows=Assessment.objects.for_lists,
        person="assessor__person",
        ways=[
            Way(
                _("coordinators and staff of the programme"),
                roles=roles.RUNNERS,
                scope="application__call__activity__programme",
                of="programmes.Programme",
                but=_OF_THE_APPLICANT,
            ),
            Way(
                _("the chair of the committee and the deputy"),
                roles=("chair", "deputy"),
                scope="application__call",
                of="grants.Call",
                named=False,
                but=_OF_THE_APPLICANT,
            ),
            Way(
                _("assessors of the same application, who know you by name"),
                account="application__assessments__assessor",
                where=lambda: _open_to_peers() & _names_peers(),
            ),
            Way(
                _("assessors of the same application, who do not learn your name"),
                account="application__assessments__assessor",
                where=lambda: _open_to_peers() & ~_names_peers(),
                named=False,
            ),
        ],
        names=lambda sheet: sheet.reference,
    ),
)
