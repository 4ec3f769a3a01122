"""Where an application may take answers from, beside earlier applications: the organisation one works for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from grants.rules.parties import ORGANISATIONS
from people.models import Membership
from questionnaires.prefill import Source, sources
from workflows import clock


def organisation_facts(user: Any) -> Mapping[str, Any]:
    """What is known of the one organisation to which `user` belongs today; nothing where there is none, or several."""
    held = Membership.objects.on(clock.today()).filter(person__user=user)
    known = {one.organisation_id: one.organisation for one in held.select_related("organisation")}
    if len(known) != 1:
        return {}
    (organisation,) = known.values()
    registered = organisation.registered_on
    return {
        "organisation.kind": organisation.kind if organisation.kind in ORGANISATIONS else "",
        "organisation.key": str(organisation.pk),
        "organisation.name": organisation.name,
        "organisation.nip": organisation.nip,
        "organisation.registered_on": registered.isoformat() if registered else "",
    }


sources.add("organisation", Source("organisation", _("Your organisation"), organisation_facts))
