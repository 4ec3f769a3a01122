"""Three questions this room asks of the rooms above: who is tied to whom, who sees whom, what is held about whom.

The registries stand here, below the models, so that querysets and actions may ask them. Rooms fill
them at start-up from modules of their own: `ties.py`, `reach.py`, `traces.py`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from workflows.registry import Registry

Text = str | Promise


# --- withdrawals: what goes with a consent ---------------------------------------------------------


@dataclass(frozen=True)
class Withdrawal:
    """What taking a consent back does: sentences read before it, and what the room `removes` (GDPR, art. 17(1)(b)).

    `removes` gets the person, in the transaction of the withdrawal.
    """

    does: Sequence[Text]
    removes: Callable[[Any], None] | None = None


#: By the key of the clause.
withdrawals: Registry[Withdrawal] = Registry("withdrawals")


# --- ties: who is tied to whom -------------------------------------------------------------------


@dataclass(frozen=True)
class Parties:
    """The two sides between which ties are looked for, as keys."""

    persons: frozenset[int]
    other_persons: frozenset[int]
    organisations: frozenset[int]


@dataclass(frozen=True)
class Tie:
    """One tie of a person to a party, which is a person or an organisation.

    `says` is a sentence fragment for a page ("member of Fundacja Most"); `since` and `until` are None when unknown.
    Of a `discreet` tie it must not be told which of the two is which: `says` is a sentence about both.
    """

    kind: str
    person_id: int
    says: Text
    to_person_id: int | None = None
    to_organisation_id: int | None = None
    since: date | None = None
    until: date | None = None
    discreet: bool = False

    def lasts_on(self, day: date) -> bool:
        """Tell whether the tie holds on `day`; an unknown end counts as lasting."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True)
class TieSource:
    """A way people are tied; `find` answers for any number of parties in a fixed number of queries."""

    says: Text
    find: Callable[[Parties], Iterable[Tie]]


ties: Registry[TieSource] = Registry("people.ties")


def ties_among(
    persons: Iterable[Any],
    parties: Iterable[Any],
    *,
    on: date | None = None,
    leaving_out: Collection[str] = (),
) -> list[Tie]:
    """Return every registered tie between `persons` and `parties` (persons and organisations).

    `on` leaves out ties that do not hold on that day, `leaving_out` sources by the name they are registered under,
    which are not even asked. The number of queries depends only on how many
    sources are registered, never on how many persons and parties are given.
    """
    wanted = list(parties)
    sides = Parties(
        persons=frozenset(person.pk for person in persons),
        other_persons=frozenset(party.pk for party in wanted if party._meta.model_name == "person"),
        organisations=frozenset(
            party.pk for party in wanted if party._meta.model_name == "organisation"
        ),
    )
    found = ties_between(sides, leaving_out=leaving_out)
    return [tie for tie in found if on is None or tie.lasts_on(on)]


def ties_between(sides: Parties, *, leaving_out: Collection[str] = ()) -> list[Tie]:
    """Return every registered tie between two sides known by their keys, of all sources but those `leaving_out`."""
    asked = [name for name in ties.names() if name not in leaving_out]
    return [tie for name in asked for tie in ties[name].find(sides)]


# --- reach: who sees whom ------------------------------------------------------------------------


@dataclass(frozen=True)
class Reach:
    """A reason why an account sees persons; `persons` returns a queryset of their keys, not yet run."""

    says: Text
    persons: Callable[[Any], models.QuerySet[Any]]


reach: Registry[Reach] = Registry("people.reach")


# --- traces: what is held about a person ---------------------------------------------------------


class OnMerge(StrEnum):
    MOVES = "moves"
    STAYS = "stays"


class OnErase(StrEnum):
    STAYS = "stays"
    DELETED = "deleted"
    CLEARED = "cleared"


@dataclass(frozen=True)
class Trace:
    """A foreign key to a person or an account, and what becomes of its rows.

    `field` is "app.Model.field". On merge the rows move to the kept record or stay as history; on
    erasure they stay (the person behind them is nameless then), are deleted, or lose the key.
    `shows` names the columns that an export to the person prints; `erases`
    is run over the rows on erasure, where they hold more than the key; `tells` gives what hangs on the rows and is
    printed beside them, by a heading.
    """

    field: str
    says: Text
    on_merge: OnMerge = OnMerge.MOVES
    on_erase: OnErase = OnErase.STAYS
    shows: Sequence[str] = ()
    erases: Callable[[models.QuerySet[Any]], object] | None = None
    tells: Callable[[models.QuerySet[Any]], Mapping[str, list[dict[str, str]]]] | None = None

    @property
    def model(self) -> type[models.Model]:
        """Return the model that holds the key."""
        app, model, _field = self.field.split(".")
        return apps.get_model(app, model)

    @property
    def column(self) -> models.ForeignKey[Any, Any]:
        """Return the foreign key itself."""
        name = self.field.split(".")[2]
        return self.model._meta.get_field(name)  # type: ignore[return-value]

    @property
    def is_about_account(self) -> bool:
        """Tell whether the key leads to an account rather than to a person."""
        return self.column.related_model._meta.model_name == "user"

    def rows(self, key: int) -> models.QuerySet[Any]:
        """Return the rows held about the person or account `key`."""
        return self.model._base_manager.filter(**{self.column.name: key})


traces: Registry[Trace] = Registry("people.traces")
traces_kept_whole: Registry[str] = Registry("people.traces of libraries")


def trace(field_name: str, says: Text, **fates: Any) -> Trace:
    """Declare what becomes of the rows of `field_name` ("app.Model.field"); return the declaration."""
    return traces.add(field_name, Trace(field_name, says, **fates))


def library_keeps(app_label: str, why: str) -> None:
    """Declare that a library's rows keep pointing at the account they name, and why that is right."""
    traces_kept_whole.add(app_label, why)
