"""The base of everything that has states: an application, a pairing, a visit, a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django_fsm import FSMField

from . import door
from .moves import Move, moves_of
from .notices import Notice
from .predicates import Sentence


class Category(StrEnum):
    """What a state means to the eye; each category has one colour, shape and sign everywhere."""

    DRAFT = "draft"
    IN_HANDS = "in_hands"
    YOURS = "yours"
    RETURNED = "returned"
    DONE = "done"
    REFUSED = "refused"
    PAUSED = "paused"


class States(models.TextChoices):
    """The states of a lifecycle: value, category, label."""

    category: Category

    def __new__(cls, value: str, category: Category) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.category = category
        return member


class StateField(FSMField):
    """The state of a lifecycle: protected, out of every form, changed only through the door."""

    def __init__(self, states: type[States] | None = None, **options: Any) -> None:
        if states is not None:
            options["choices"] = states.choices
        options.setdefault("max_length", 40)
        options.setdefault("db_index", True)
        options.setdefault("editable", False)
        options["protected"] = True
        super().__init__(**options)

    def deconstruct(self) -> Any:
        """Be a plain text column in migrations: past models know no moves.

        It also takes a third off the first `migrate`: django-fsm would look for transitions in
        every past model of every room.
        """
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return name, "django.db.models.CharField", args, kwargs


@dataclass(frozen=True)
class Owes:
    """What somebody has to do while an object is in a state.

    `who` gives accounts and `RoleOn`s; `due` the instant until when, if there is one.
    """

    key: str
    label: Sentence
    who: Callable[[Any], Iterable[Any]]
    due: Callable[[Any], datetime | None] | None = None


Row = TypeVar("Row", bound="Lifecycle")


class StateIsProtected(TypeError):
    """Somebody tried to set a state past the door."""


class LifecycleQuerySet(models.QuerySet[Row]):
    """Rows of a lifecycle. Subclasses define `visible_to(user)`, the twin of the predicate that opens the page."""

    def begin(self, *, by: Any, note: str = "", **fields: Any) -> Row:
        """Make a new object in its first state, with its history and turns begun; return it."""
        obj = self.model(**fields)
        obj._beginning = True
        try:
            door.begin(obj, by=by, note=note)
        finally:
            obj._beginning = False
        return obj

    def in_state(self, *states: str) -> Self:
        return self.filter(state__in=[str(state) for state in states])

    def update(self, **fields: Any) -> int:
        if {"state", "version"} & fields.keys():
            raise StateIsProtected("A state changes by a move, never by update().")
        return super().update(**fields)

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> Any:
        raise StateIsProtected("Lifecycle objects are made one by one with begin().")

    def bulk_update(self, objs: Any, fields: Any, *args: Any, **options: Any) -> int:
        if {"state", "version"} & set(fields):
            raise StateIsProtected("A state changes by a move, never by bulk_update().")
        return super().bulk_update(objs, fields, *args, **options)

    def delete(self) -> Any:
        raise StateIsProtected("What has a history is never deleted; give it a state that says so.")


class Lifecycle(models.Model):
    """Abstract. The state field stands on the concrete model: an overridden one loses its moves without a word."""

    version = models.PositiveIntegerField(default=0, editable=False)
    if TYPE_CHECKING:
        state: Any  # stands on the concrete model

    path: ClassVar[Sequence[str]] = ()
    owes: ClassVar[Mapping[str, Sequence[Owes]]] = {}
    begun_tells: ClassVar[Sequence[Notice]] = ()
    locks_first: ClassVar[Sequence[str]] = ()
    inbox_related: ClassVar[Sequence[str]] = ()
    by_roles_alone: ClassVar[bool] = False  # only those who hold a role move it: nobody takes part
    acts: ClassVar[Mapping[str, Sentence]] = {}  # what is on record beside the moves, by name
    comment_readers: ClassVar[Sentence] = ""
    note_readers: ClassVar[Sentence] = gettext_lazy("The people concerned will read this.")

    _beginning = False
    _state_is_loaded = False

    class Meta:
        abstract = True

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for move in moves_of(cls):
            move.model = cls

    @property
    def road(self) -> Sequence[str]:
        """The states of the main road that this very object takes: `path`, unless its kind goes another way."""
        return self.path

    @property
    def title_line(self) -> str:
        """The title a person reads in lists and letters."""
        return str(self)

    @property
    def reference(self) -> str:
        """The number that people quote (an application's, an agreement's); empty where there is none."""
        return ""

    @property
    def belongs_to(self) -> Any:
        """Under what alike moves are gathered in the inbox: the call of an application, the visit of a place.

        The object itself where it belongs to nothing.
        """
        return next((scope for scope in self.role_scopes() if scope != self), self)

    def role_scopes(self) -> list[Any]:
        """On what the roles are looked up that concern this object: itself, then what it belongs to."""
        return [self]

    def who_reads_note(self, move: Move) -> Sentence:
        """The sentence below the words that `move` asks for."""
        return self.note_readers

    def get_absolute_url(self) -> str:
        raise NotImplementedError(f"{type(self).__name__} has no page.")

    def move_url(self, move: Move) -> str:
        """Where the move is made: `<app>:<model>-move`."""
        return reverse(
            f"{self._meta.app_label}:{self._meta.model_name}-move", args=[self.pk, move.name]
        )

    def save_draft(self, *, seen: int, fields: Iterable[str]) -> None:
        """Write `fields` of an object that is being edited, if nobody changed it since version `seen`.

        Raises SomeoneWasFaster otherwise; then nothing is written.
        """
        values = {name: getattr(self, name) for name in fields}
        plain: models.QuerySet[Any] = models.QuerySet(type(self))
        mine = plain.filter(pk=self.pk, state=str(self.state), version=seen)
        if not mine.update(**values, version=seen + 1):
            raise door.faster(type(self)._base_manager.get(pk=self.pk))
        self.version = seen + 1

    def save(self, *args: Any, **options: Any) -> None:
        """Save other fields than the state; a new object comes from `objects.begin()` only."""
        if self._state.adding:
            if not self._beginning:
                raise StateIsProtected("A lifecycle object is made with objects.begin(by=…).")
        elif options.get("update_fields") is None:
            kept = {"state", "version"}
            options["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.name not in kept
            ]
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        """Refused: its history would speak of nothing."""
        raise StateIsProtected("What has a history is never deleted; give it a state that says so.")

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude={*(exclude or ()), "state"})

    def refresh_from_db(
        self, using: Any = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        """Read the row again; the library's way unlocks the field for the whole process, this one does not."""
        state = self.__dict__.pop("state", None)
        self._state_is_loaded = state is not None
        try:
            super().refresh_from_db(using, fields, from_queryset)
        finally:
            self._state_is_loaded = False
            if state is not None:
                self.__dict__.setdefault("state", state)

    def get_deferred_fields(self) -> set[str]:
        """As ever; a state taken out only to be read again does not count as deferred."""
        deferred: set[str] = super().get_deferred_fields()
        return deferred - {"state"} if self._state_is_loaded else deferred
