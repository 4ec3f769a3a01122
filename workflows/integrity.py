"""Does what the database says fit together? One readable line for each thing that does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any

from . import clock
from .delivery import orphans
from .inbox import lifecycle_models
from .models import DailyRoot, History, Message, StoredFile, Turn
from .models.file import private_storage
from .models.link import type_of
from .registry import Registry
from .turns import place_of, turns_due

PATIENCE = timedelta(days=1)
CHUNK = 500

#: What the rooms above want checked as well: a name, and what yields a line for each thing that does not fit.
checks: Registry[Callable[[], Iterable[str]]] = Registry("integrity check")


def findings() -> Iterator[str]:
    """Everything that does not fit: chains, states, seals, letters, files, turns, and what the rooms check."""
    yield from broken_chains()
    yield from states_without_their_history()
    yield from broken_seals()
    yield from letters_without_a_reason()
    yield from files_and_rows_apart()
    yield from wrong_turns()
    for check in checks:
        yield from check()


def broken_chains() -> Iterator[str]:
    """Entries that were altered, removed or put into another order."""
    entries = History.objects.select_related("text", "about_type").order_by(
        "about_type", "about_id", "seq"
    )
    chains = groupby(entries.iterator(CHUNK), key=lambda each: (each.about_type, each.about_id))
    for (about_type, about_id), chain in chains:
        name = f"{about_type.app_label}.{about_type.model} {about_id}"
        previous, seq, state = "", 0, ""
        for entry in chain:
            seq += 1
            if entry.seq != seq:
                yield f"{name}: entry {seq} is missing from its history"
                seq = entry.seq
            if entry.previous != previous:
                yield f"{name}: entry {entry.seq} does not follow the one before it"
            if entry.source != state:
                yield f"{name}: entry {entry.seq} leaves “{entry.source}”, but it was “{state}”"
            if entry.reckon() != entry.digest:
                yield f"{name}: entry {entry.seq} was altered"
            yield from _wrong_words(name, entry)
            previous, state = entry.digest, entry.target


def _wrong_words(name: str, entry: History) -> Iterator[str]:
    text = getattr(entry, "text", None)
    if text is None:
        yield f"{name}: the words of entry {entry.seq} are gone"
    elif text.erased_at is None and text.commitment() != entry.commitment:
        yield f"{name}: the words of entry {entry.seq} were altered"


def states_without_their_history() -> Iterator[str]:
    """Objects whose state or version is not what their history ends with, and histories of nothing."""
    for model in lifecycle_models():
        last = {
            entry.about_id: entry
            for entry in History.objects.filter(about_type=type_of(model)).order_by("seq")
        }
        rows: Any = model._default_manager
        for pk, state, version in rows.values_list("pk", "state", "version"):
            name, entry = f"{model._meta.label_lower} {pk}", last.pop(pk, None)
            if entry is None:
                yield f"{name}: it has no history"
            elif entry.target != state:
                yield f"{name}: its state is “{state}”, its history ends with “{entry.target}”"
            elif entry.version > version:
                yield f"{name}: its version is {version}, its history knows {entry.version}"
        for pk in last:
            yield f"{model._meta.label_lower} {pk}: it has a history, but is gone"


def broken_seals() -> Iterator[str]:
    """Daily roots that do not hold, and sealed entries that are gone."""
    previous = ""
    for root in DailyRoot.objects.order_by("day"):
        if root.reckon() != root.root or root.previous != previous:
            yield f"seal of {root.day}: it was altered"
        wanted = set(root.heads.values())
        there = set(History.objects.filter(digest__in=wanted).values_list("digest", flat=True))
        if wanted - there:
            yield f"seal of {root.day}: {len(wanted - there)} sealed entries are gone"
        previous = root.root


def letters_without_a_reason() -> Iterator[str]:
    """Letters that did not go and do not say why."""
    stuck = Message.objects.filter(
        status=Message.Status.WAITING, reason="", created_at__lt=clock.now() - PATIENCE
    )
    failed = Message.objects.filter(status=Message.Status.FAILED, reason="")
    for message in [*stuck, *failed]:
        yield f"letter {message.pk} to {message.template}: not delivered, and no reason is noted"


def files_and_rows_apart() -> Iterator[str]:
    """Rows whose bytes are gone, and bytes that no row owns."""
    storage = private_storage()
    for pk, place in StoredFile.objects.values_list("pk", "place"):
        if not storage.exists(place):
            yield f"file {pk}: its bytes are gone ({place})"
    for place in orphans():
        yield f"file without a row: {place}"


def wrong_turns() -> Iterator[str]:
    """Objects whose open moves are not those that their state demands."""
    for model in lifecycle_models():
        standing: dict[int, set[Any]] = {}
        for turn in Turn.objects.filter(about_type=type_of(model)):
            standing.setdefault(turn.about_id, set()).add((place_of(turn), turn.due_at))
        rows = model._default_manager.select_related(*model.inbox_related)
        for obj in rows.iterator(CHUNK):
            wanted = {(place_of(turn), turn.due_at) for turn in turns_due(obj)}
            if wanted != standing.pop(obj.pk, set()):
                yield f"{model._meta.label_lower} {obj.pk}: whose move it is does not fit its state"
        for pk in standing:
            yield f"{model._meta.label_lower} {pk}: somebody has the move, but it is gone"
