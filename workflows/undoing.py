"""A wrong click is taken back by a logged counter-move, as long as nothing was built on it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import JSONField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import door, policies
from .consequences import consequences
from .errors import NotFromHere
from .guards import guard
from .models import History, Message
from .moves import UNDO, Move, move_named, moves_of
from .notices import Mail, Notice
from .outbox import letter_about, put_in_outbox
from .predicates import predicate
from .topics import Topic

_NOT_GONE = (Message.Status.WAITING, Message.Status.DAILY)
TAKEN_BACK = Notice(
    "workflows/taken_back", to=lambda obj: [], placeholders=("title", "does"), topic=Topic.MUST
)


def counter_move(obj: Any) -> Move | None:
    """The move that takes the last step of `obj` back; None where that was none that can be taken back."""
    if not any(move.undo is not None and move.target == obj.state for move in moves_of(type(obj))):
        return None
    entry = History.objects.of(obj).select_related("text").order_by("-seq").first()
    made = move_named(type(obj), entry.move) if entry else None
    return None if entry is None or made is None else _counter(made, entry)


def _counter(made: Move, entry: History) -> Move | None:
    # a list or a table is kept as a text for the eye, from which it can't be made again
    fields = _fields(made.model)
    kept = (fields.get(name) for name in entry.text.changes)
    if made.undo is None or any(field is None or isinstance(field, JSONField) for field in kept):
        return None

    @predicate(gettext_lazy("Whoever made this step takes it back, or a colleague who makes such."))
    def made_it(user: Any, obj: Any) -> bool:
        """Nobody takes back another's judgement: who runs a matter needs the right to the very step.

        What Tandem did by itself, and what they wrote down for somebody, is theirs to take back.
        """
        if made.may(user, obj):
            whose = entry.acting_for_id or entry.by_id
            return whose == user.pk or policies.runs(user, obj)
        wrote_it = entry.by_id is None or entry.by_id == user.pk
        return wrote_it and policies.runs(user, obj) and not made.may.bars(user, obj)

    @guard
    def nothing_was_built_on_it(obj: Any) -> Iterator[str]:
        return _in_the_way(obj, entry)

    return Move(
        name=UNDO,
        label=_("Take back: %(move)s") % {"move": made.label},
        sources=(entry.target,),
        target=entry.source,
        may=made_it,
        guards=(nothing_was_built_on_it, *made.undo),
        tells=(),
        body=partial(_restore, entry=entry),
        takes=frozenset(),
        defaults={},
        note="may",
        instead="none",
        undone=(made, entry),
    )


def _in_the_way(obj: Any, entry: History) -> Iterator[str]:
    """What came after `entry`, in sentences: steps of other things, and changes of this one."""
    for effect in entry.effects.select_related("about_type"):
        yield _("“%(title)s” followed from it.") % {"title": effect.about}
    # compared as values: a sum that was written as “5” is read as “5.00”
    fields = _fields(obj)
    changed_since = any(
        fields[name].value_from_object(obj) != _value(fields[name], after)
        for name, (_before, after) in entry.text.changes.items()
    )
    if obj.version != entry.version or changed_since or entry.text.erased_at is not None:
        yield _("Something was changed here since.")
    elif _is_taken(obj, entry):
        yield _("Something else has taken its place meanwhile.")


def _is_taken(obj: Any, entry: History) -> bool:
    """Whether another row stands where this one would be again: somebody registered anew, say."""
    again = copy(obj)
    _restore(again, entry=entry)
    try:
        again.validate_constraints()
    except ValidationError:
        return True
    return False


def _restore(obj: Any, *, entry: History) -> None:
    """Put back what the step of `entry` changed: its state and its fields."""
    fields = _fields(obj)
    for name, (before, _after) in entry.text.changes.items():
        setattr(obj, name, _value(fields[name], before))
    obj.__dict__["state"] = entry.source


def _fields(model: Any) -> dict[str, Any]:
    """The columns of a model by the names under which the history keeps them."""
    return {field.attname: field for field in model._meta.concrete_fields}


def _value(field: Any, text: str | None) -> Any:
    """What the history keeps as a text, as the field's own kind of value."""
    return None if text is None else field.to_python(text)


@transaction.atomic
def take_back(
    obj: Any, *, by: Any, seen: int | None = None, at: datetime | None = None, note: str = ""
) -> History:
    """Take the last step of `obj` back, on record; return the entry, whose cause is the step taken back.

    Letters that have not left stay; who had one reads that it no longer holds. Raises NotFromHere where nothing can be
    taken back, and what `door.perform` raises.
    """
    counter = counter_move(obj)
    if counter is None or counter.undone is None:
        raise NotFromHere([_("There is no step here that can be taken back.")])
    made, entry = counter.undone
    with door.caused_by(entry):
        done = door.perform(obj, counter, by=by, seen=seen, at=at, note=note, inputs={})
    for consequence in consequences.recounting(made):
        consequence(obj, done)
    _recall_letters(obj, made, entry, done)
    return done


def _recall_letters(obj: Any, made: Move, entry: History, done: History) -> None:
    # locked, so that none is put into a daily letter meanwhile
    letters = list(entry.messages.select_related("recipient").select_for_update(of=("self",)))
    had_it = [letter for letter in letters if _may_have_left(letter)]
    kept = [letter.pk for letter in letters if letter.status in _NOT_GONE]
    Message.objects.filter(pk__in=kept).update(
        status=Message.Status.NEVER, reason=_("The step was taken back.")
    )
    gives = partial(_values, obj, made)
    put_in_outbox(
        letter_about(obj, TAKEN_BACK.template, _addressee(letter), gives=gives, entry=done)
        for letter in had_it
    )


def _may_have_left(letter: Message) -> bool:
    """Also one that a worker has in hand, itself or in a daily letter: it may leave this very moment.

    Better told in vain than left with the old word.
    """
    in_hand = letter.attempts > 0 or letter.gathered_in_id is not None
    return letter.status == Message.Status.SENT or (letter.status in _NOT_GONE and in_hand)


def _addressee(letter: Message) -> Any:
    return letter.recipient or Mail(letter.address, letter.language)


def _values(obj: Any, made: Move) -> dict[str, Any]:
    return {"title": obj.title_line, "does": str(made.label)}
