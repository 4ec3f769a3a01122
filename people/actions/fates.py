"""What becomes of everything held about a person when their name is forgotten."""

from dataclasses import dataclass
from typing import Any

from people.models import Person
from people.registries import OnErase, Trace, traces


@dataclass(frozen=True)
class Fate:
    """What becomes of one kind of rows when a person is forgotten: how many there are, and what they are called."""

    says: str
    number: int


@dataclass(frozen=True)
class Forgetting:
    """What is held about a person, by what forgetting does to it."""

    deleted: list[Fate]
    emptied: list[Fate]
    kept: list[Fate]


def what_forgetting_does(person: Person) -> Forgetting:
    """Say of everything held about `person` what `erase_person` would do to it; one query for each kind of rows."""
    found = Forgetting([], [], [])
    for trace in traces:
        rows = rows_about(trace, person) if trace.shows else None
        if rows is None or not (number := rows.count()):
            continue
        if trace.erases is not None:
            place = found.emptied
        elif trace.on_erase is OnErase.DELETED:
            place = found.deleted
        else:
            place = found.kept
        place.append(Fate(str(trace.says), number))
    return found


def rows_about(trace: Trace, person: Person) -> Any:
    """The rows of one kind that are about `person`; None for what only accounts have, where they have none."""
    key = person.user_id if trace.is_about_account else person.pk
    return trace.rows(key) if key else None
