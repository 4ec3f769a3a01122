"""What of this room can be found: people, organisations, requests about data."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.finding import Findable, Hit, findables
from people.models import DataRequest, Organisation, Person


def _people(user: Any) -> Any:
    return Person.objects.visible_to(user).present()


def _requests(user: Any) -> Any:
    return DataRequest.objects.visible_to(user).with_person()


findables.add(
    "people.person",
    Findable(
        _("People"),
        10,
        _people,
        ("search_text__contains",),
        lambda person: Hit(person.full_name, person.town),
        leads=("search_text__startswith",),
    ),
)
findables.add(
    "people.organisation",
    Findable(
        _("Organisations"),
        20,
        Organisation.objects.visible_to,
        ("search_text__contains",),
        lambda organisation: Hit(organisation.name, organisation.town),
        leads=("search_text__startswith", "nip__plain"),
    ),
)
findables.add(
    "people.request",
    Findable(
        _("Requests about data"),
        96,
        _requests,
        ("person__given_name__folded__contains", "person__family_name__folded__contains"),
        lambda request: Hit(str(request.person), request.get_kind_display()),
    ),
)
