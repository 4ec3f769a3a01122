"""Who sees what somebody does in mentoring: their application to an edition, and their pair."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring.models import Enrolment, Pairing
from people.reach import Sight, Way, sights
from programmes import roles
from workflows import clock

RUNNERS = Way(
    _("coordinators and staff of the programme"),
    roles=roles.RUNNERS,
    scope="edition__activity__programme",
    of="programmes.Programme",
)
PAIR = _("Your pairs: plan, milestones, meetings, and what the two of you write there")


def _stands_in_today() -> Q:
    return Q(deputies__state="acting", deputies__until__gte=clock.today())


def _accepted() -> Q:
    return Q(mentor_accepted_at__isnull=False)


DEPUTY = Way(_("who stands in for the mentor"), account="deputies__user", where=_stands_in_today)

sights.add(
    "mentoring.enrolments",
    Sight(
        _("Your application to an edition of mentoring, as a mentor or a mentee"),
        rows=lambda: Enrolment.objects.select_related("person", "edition"),
        person="person",
        ways=[RUNNERS],
        names=lambda enrolment: str(enrolment.edition),
    ),
)
sights.add(
    "mentoring.pairs_of_mentee",
    Sight(
        PAIR,
        rows=Pairing.objects.with_people,
        person="mentee__person",
        ways=[Way(_("your mentor"), account="mentor__person__user"), DEPUTY, RUNNERS],
    ),
)
sights.add(
    "mentoring.pairs_of_mentor",
    Sight(
        PAIR,
        rows=Pairing.objects.with_people,
        person="mentor__person",
        ways=[
            Way(_("your mentee"), account="mentee__person__user", where=_accepted),
            DEPUTY,
            RUNNERS,
        ],
    ),
)
