"""What a scene is: people by their part, and words that stand in one confidential field each."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from people.models import User


@dataclass(frozen=True)
class Secret:
    """A word, who may read it anywhere, and at which addresses others may read it as well."""

    word: str
    readers: frozenset[str]
    elsewhere: frozenset[str] = frozenset()


class Scenery:
    """The people by the name of their part, and the secrets."""

    def __init__(self) -> None:
        self.people: dict[str, User] = {}
        self.secrets: list[Secret] = []
        self.play()

    def play(self) -> None:
        """Bring everything to where the secrets are."""
        raise NotImplementedError

    def keeps(self, *words: str, readers: set[str], elsewhere: str = "") -> None:
        """Remember that `words` are for `readers` alone."""
        at = frozenset([elsewhere] if elsewhere else [])
        self.secrets += [Secret(word, frozenset(readers), at) for word in words]


def browsers(scene: Scenery) -> dict[str, Client]:
    """A browser for each part, and one of a visitor."""
    found = {"visitor": Client()}
    for part, user in scene.people.items():
        found[part] = Client()
        found[part].force_login(user)
    return found
