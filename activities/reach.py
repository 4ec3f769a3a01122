"""Who sees what somebody does at events and on journeys: their place and needs, and their travel costs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from activities.models import Registration, TravelClaim
from people.reach import Sight, Way, sights
from programmes import roles

RUNNERS = _("coordinators and staff of the programme")

sights.add(
    "activities.registrations",
    Sight(
        _("Your places at events and visits, and what you wrote that you need"),
        rows=Registration.objects.with_subjects,
        person="person",
        ways=[
            Way(
                RUNNERS,
                roles=roles.RUNNERS,
                scope=f"{subject}__activity__programme",
                of="programmes.Programme",
            )
            for subject in ("event", "visit")
        ],
        names=lambda place: str(place.subject),
        outside=_(
            "Whoever hosts a study visit learns in numbers, without names, how many beds, meals and needs there are. The insurer of a journey gets your name and its days, and your date of birth where it asks for it."
        ),
    ),
)
sights.add(
    "activities.claims",
    Sight(
        _("Your travel costs, with the account for the money"),
        rows=TravelClaim.objects.for_pages,
        person="registration__person",
        ways=[
            Way(
                _("who keeps the money of the programme: finance, staff, coordinators"),
                roles=roles.KEEPERS_OF_MONEY,
                scope="registration__visit__activity__programme",
                of="programmes.Programme",
            )
        ],
        names=lambda claim: str(claim.registration.visit),
    ),
)
