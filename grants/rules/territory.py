"""The territory of a call by name: voivodeships by their own, others as the register of local governments knows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from people.models import Organisation
from people.regions import Region

if TYPE_CHECKING:
    from grants.models import Call


@dataclass(frozen=True)
class Area:
    """One part of a territory: the beginning of its TERYT code, and its name."""

    code: str
    name: str


def areas_of(call: Call) -> list[Area]:
    """Where applicants of `call` live or have their seat; empty where they come from anywhere.

    One query where the territory is smaller than voivodeships, none otherwise.
    """
    voivodeships = set(Region.values)
    smaller = [code for code in call.territory if code not in voivodeships]
    known = Organisation.objects.names_by_teryt(smaller) if smaller else {}
    return [Area(code, _named(code, known)) for code in call.territory]


def _named(code: str, known: dict[str, str]) -> str:
    if code in set(Region.values):
        return _("the voivodeship %(name)s") % {"name": Region(code).label}
    if code in known:
        return known[code]
    kind = _("the county with the TERYT code %(code)s") if len(code) == 4 else _("the municipality with the TERYT code %(code)s")  # fmt: skip
    return kind % {"code": code}
