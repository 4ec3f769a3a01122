"""What an agreement and its annexes share: their effect stands on the files that show the signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.rules.signing import SHOW_SIGNATURES

if TYPE_CHECKING:
    from people.models import User
    from workflows.models import StoredFile


class Signed:
    """A document that takes effect by signatures on file."""

    def may_remove_file(self, user: User, file: StoredFile) -> bool | None:
        """Nobody takes away what shows the signatures; None, the usual rule, for every other file."""
        return False if file.purpose in SHOW_SIGNATURES else None
