"""An entry of the public directory, read from what a person did in mentoring.

Nothing of it is kept twice: whoever withdraws the consent is gone at once, as the clause promises.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.models import Person

    from .enrolment import Enrolment


@dataclass(frozen=True)
class Practitioner:
    """A person, with their applications to editions in which they completed a pair, the latest first."""

    person: Person
    enrolments: tuple[Enrolment, ...]

    @property
    def topics(self) -> list[str]:
        """What they know or learnt, each once."""
        found = (str(topic) for each in self.enrolments for topic in each.topics.all())
        return list(dict.fromkeys(found))

    @property
    def experience(self) -> str:
        """What they wrote of it last; empty where they wrote nothing."""
        return next((each.experience for each in self.enrolments if each.experience), "")

    @property
    def region(self) -> str:
        return str(self.enrolments[0].get_region_display())


def practitioners(enrolments: Iterable[Enrolment]) -> list[Practitioner]:
    """The entries of the people behind `enrolments`, by name; as many queries as `enrolments` takes."""
    by_person: dict[int, list[Enrolment]] = {}
    for each in enrolments:
        by_person.setdefault(each.person_id, []).append(each)
    found = [Practitioner(rows[0].person, tuple(rows)) for rows in by_person.values()]
    return sorted(found, key=lambda each: (each.person.sort_key, each.person.pk))
