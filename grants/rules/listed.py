"""The list of all parties of a call, on which an assessor ticks ties without learning who wrote what.

A party is an organisation (applicant or patron) or a name (author, informal group, member of a group). Its key says
nothing to a reader: an organisation's number, or a digest of the name as people compare it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from people.names import fold, sort_key

if TYPE_CHECKING:
    from grants.models import Application

DIGITS = 20  # of the digest; enough that no two names of one call share it


def key_of_name(name: str) -> str:
    """The key of a person or group known by name."""
    return f"name-{hashlib.sha256(fold(name).encode()).hexdigest()[:DIGITS]}"


def parties_of(application: Application) -> dict[str, str]:
    """The parties of one application: label by key."""
    found = {}
    for organisation in (application.organisation, application.patron):
        if organisation is not None:
            found[f"organisation-{organisation.pk}"] = str(organisation)
    names = [str(application.author), *application.group_members]
    if application.organisation is None:
        names.append(application.applicant)
    return found | {key_of_name(name): name for name in names if name.strip()}


def party_keys(application: Application) -> frozenset[str]:
    """The keys of the parties of one application."""
    return frozenset(parties_of(application))


def listed(applications: Iterable[Application]) -> list[tuple[str, str]]:
    """Key and label of every party of `applications`, each once, in the order of the Polish alphabet."""
    found: dict[str, str] = {}
    for application in applications:
        for key, label in parties_of(application).items():
            found.setdefault(key, label)
    return sorted(found.items(), key=lambda pair: (sort_key(pair[1]), pair[0]))
