"""The one kind of registry: a lower room keeps it, the rooms above fill it at start-up.

So two rooms meet without importing one another: the lower one asks, the upper ones answer.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured

Entry = TypeVar("Entry")


class Registry(Generic[Entry]):
    """Entries by name, in the order they came. A name is given once."""

    def __init__(self, of: str) -> None:
        self.of = of
        self._entries: dict[str, Entry] = {}

    def add(self, name: str, entry: Entry) -> Entry:
        """Keep `entry` under `name`; ImproperlyConfigured when another entry holds the name."""
        if self._entries.get(name, entry) != entry:
            raise ImproperlyConfigured(f"{self.of}: “{name}” is registered twice.")
        self._entries[name] = entry
        return entry

    def get(self, name: str) -> Entry | None:
        return self._entries.get(name)

    def __getitem__(self, name: str) -> Entry:
        return self._entries[name]

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def names(self) -> list[str]:
        return list(self._entries)
