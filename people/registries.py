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
from workflows.roles import roles_of

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
    """A reason why accounts see persons: whoever holds one of `roles` on what a row ties a person to.

    `rows` gives the rows; `person` leads from a row to the person's key, `scope` to the key of the thing of the model
    `of` ("app.Model") on which roles are held, `since` to the instant or day from when ("": not known). `says` tells
    the person why. One declaration is read both ways, so that what a list shows and what “Who sees my data” says
    cannot part.
    """

    says: Text
    rows: Callable[[], models.QuerySet[Any]]
    person: str
    scope: str
    of: str
    roles: Sequence[str]
    since: str = ""

    @property
    def scope_model(self) -> type[models.Model]:
        """Return the model on which the roles are held."""
        return apps.get_model(self.of)

    def persons(self, user: Any) -> models.QuerySet[Any]:
        """Return the keys of those whom `user` sees for this reason, as a query not yet run."""
        held = roles_of(user)
        keys = {key for role in self.roles for key in held.ids(role, self.scope_model)}
        near = self.rows().filter(**{f"{self.scope}__in": keys, f"{self.person}__isnull": False})
        return near.order_by().values(self.person)

    def scopes(self, person: Any) -> dict[int, Any]:
        """Return on what roles give sight of `person`: key → since when, None where that is not known; one query."""
        tied = self.rows().filter(**{self.person: person.pk}).order_by()
        if not self.since:
            return dict.fromkeys(tied.values_list(self.scope, flat=True))
        first = models.Min(self.since)
        return dict(tied.values(self.scope).annotate(first=first).values_list(self.scope, "first"))


reach: Registry[Reach] = Registry("people.reach")


# --- sights: who sees what somebody does here --------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """One way in which accounts see rows: theirs is where `account` leads, or they hold one of `roles` where `scope` leads.

    `who` names them for a page; `of` is the model that `scope` leads to; `where` says of which rows it holds. Those to
    whom one of `but` leads do not see the row this way. Where the person must not know who it is (`named` is false),
    the page tells only how many.
    """

    who: Text = ""
    account: str = ""
    roles: Sequence[str] = ()
    scope: str = ""
    of: str = ""
    where: Callable[[], models.Q] = models.Q
    named: bool = True
    but: Sequence["Way"] = ()

    def links(self, rows: models.QuerySet[Any]) -> list[tuple[int, int]]:
        """Return for each of `rows` the accounts, or the scopes, that it leads to, as pairs of keys; one query."""
        path = self.account or self.scope
        # in one filter, so that the condition is about the very row that the path passes
        found = rows.filter(self.where(), **{f"{path}__isnull": False}).order_by()
        return list(found.values_list("pk", path).distinct())


@dataclass(frozen=True)
class Sight:
    """What is held about a person beside their record, and who sees it; `rows` have a `visible_to` that agrees.

    `person` leads from a row to the person's key, `names` a row for a page; `outside` says what of it people get who have
    no account here. Of administrators and of the person nothing is said here. A test compares the ways with `visible_to`, for every account of the demo and every row.
    """

    says: Text
    rows: Callable[[], models.QuerySet[Any]]
    person: str
    ways: Sequence[Way]
    names: Callable[[Any], str] = str
    outside: Text = ""

    def about(self, person: Any) -> models.QuerySet[Any]:
        """Return the rows about `person`."""
        return self.rows().filter(**{self.person: person.pk})


sights: Registry[Sight] = Registry("people.sights")


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
