"""Where an application may take answers from, beside earlier applications, and which calls take them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.models import Call
from grants.rules.parties import ORGANISATIONS
from people.models import Membership
from questionnaires.prefill import Place, Record, Source, places, sources
from workflows import clock


def organisation_of(user: Any) -> Iterator[Record]:
    """What is known of the one organisation to which `user` belongs today; nothing where there is none, or several."""
    held = Membership.objects.on(clock.today()).filter(person__user=user)
    known = {one.organisation_id: one.organisation for one in held.select_related("organisation")}
    if len(known) != 1:
        return
    (organisation,) = known.values()
    registered = organisation.registered_on
    facts = {
        "organisation.kind": organisation.kind if organisation.kind in ORGANISATIONS else "",
        "organisation.key": str(organisation.pk),
        "organisation.name": organisation.name,
        "organisation.nip": organisation.nip,
        "organisation.registered_on": registered.isoformat() if registered else "",
    }
    yield Record("", _("Your organisation"), facts)


def open_calls() -> Iterator[Place]:
    """The calls that take applications now."""
    for call in Call.objects.public().taking_applications():
        yield Place(
            call.title, call.closes_at, reverse("grants:application-start", args=[call.code])
        )


sources.add("organisation", Source("organisation", organisation_of))
places.add("calls", open_calls)
