"""What every import of a file is: all of it in one transaction or nothing, its difference shown first."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise

from .sections import Change, Run
from .tree import Problem, Unreadable


class NotImported(ValueError):
    """The file was refused and nothing has changed; `problems` say where and what was expected."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True)
class Result:
    """What an import changed, or would change, about `subject`."""

    subject: Any
    changes: tuple[Change, ...]

    @property
    def differing(self) -> list[Change]:
        """The changes but for the records that stay the same."""
        return [change for change in self.changes if change.how != "same"]

    @property
    def unchanged(self) -> int:
        """How many records stand here already as the file says."""
        return len(self.changes) - len(self.differing)

    @property
    def fingerprint(self) -> str:
        """Equal for equal changes: shows that what is applied is what was seen."""
        return hashlib.sha256(repr(self.changes).encode()).hexdigest()


@dataclass(frozen=True)
class Importer:
    """Files of one format.

    `write` reads a file's text, writes what it says for the account, and returns the run; Unreadable
    when the text breaks the format. `moved_on` is the sentence for a difference that is another by now.
    `may_import` says whether an account may bring a file's text in.
    """

    write: Callable[[str, Any], Run]
    moved_on: str | Promise
    may_import: Callable[[Any, str], bool]

    def apply_text(self, content: str, *, by: Any, seen: str = "") -> Result:
        """Import the file `content`; NotImported when it breaks the format, and then nothing has changed.

        With `seen` (a fingerprint) nothing is applied unless the changes are the ones that were seen.
        """
        with transaction.atomic():
            result = self._result(content, by)
            if seen and result.fingerprint != seen:
                raise NotImported([Problem("", 0, str(self.moved_on))])
            return result

    def compare_text(self, content: str, *, by: Any) -> Result:
        """What importing `content` would change; nothing is written. NotImported as above."""
        with transaction.atomic():
            result = self._result(content, by)
            transaction.set_rollback(True)
        return result

    def _result(self, content: str, by: Any) -> Result:
        try:
            run = self.write(content, by)
        except Unreadable as error:
            raise NotImported(error.problems) from error
        return Result(run.subject, tuple(run.changes))
