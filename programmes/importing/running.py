"""Importing a programme file: all of it in one transaction, or nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from programmes import rules
from programmes.models import Programme

from .format import read_programme
from .sections import Change, Run, sections
from .tree import Problem, Unreadable


class NotImported(ValueError):
    """The file was refused and nothing has changed; `problems` say where and what was expected."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True)
class Result:
    """What an import changed, or would change."""

    programme: Programme
    changes: tuple[Change, ...]

    @property
    def subject(self) -> Programme:
        """What the file is about."""
        return self.programme

    @property
    def differing(self) -> list[Change]:
        """The changes but for the records that stay the same."""
        return [change for change in self.changes if change.how != "same"]

    @property
    def fingerprint(self) -> str:
        """Equal for equal changes: shows that what is applied is what was seen."""
        return hashlib.sha256(repr(self.changes).encode()).hexdigest()


def _run(content: str, by: Any) -> Result:
    try:
        run = Run(read_programme(content), by)
        for name, section in zip(sections.names(), sections, strict=True):
            run.section = name
            section.apply(run)
    except Unreadable as error:
        raise NotImported(error.problems) from error
    return Result(run.programme, tuple(run.changes))


@transaction.atomic
def apply_text(content: str, *, by: Any, seen: str = "") -> Result:
    """Import the programme file `content`; NotImported when it breaks the format.

    With `seen` (a fingerprint) nothing is applied unless the changes are the ones that were seen.
    """
    result = _run(content, by)
    if seen and result.fingerprint != seen:
        raise NotImported(
            [
                Problem(
                    "", 0, _("the programme has changed since you saw the difference; look again")
                )
            ]
        )
    return result


def compare_text(content: str, *, by: Any) -> Result:
    """What importing `content` would change; nothing is written. NotImported when it breaks the format."""
    with transaction.atomic():
        result = _run(content, by)
        transaction.set_rollback(True)
    return result


def may_import(user: Any, content: str) -> bool:
    """Whether `user` may bring this file in: whoever runs the programme it describes.

    A programme that is not here yet may be brought in by anybody who runs one, and by administrators.
    """
    if user.is_superuser:
        return True
    try:
        code = read_programme(content)["code"]
    except Unreadable:
        return Programme.objects.run_by(user).exists()
    programme = Programme.objects.filter(code=code).first()
    return (
        rules.runs_programme(user, programme)
        if programme
        else Programme.objects.run_by(user).exists()
    )
