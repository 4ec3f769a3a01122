"""Importing a programme file, section by section."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from programmes import rules
from programmes.models import Programme

from .format import read_programme
from .importer import Importer
from .sections import Run, sections
from .tree import Unreadable


def _write(content: str, by: Any) -> Run:
    run = Run(read_programme(content), by)
    for name, section in zip(sections.names(), sections, strict=True):
        run.section = name
        section.apply(run)
    return run


def _may_import(user: Any, content: str) -> bool:
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


programme_files = Importer(
    write=_write,
    moved_on=_("the programme has changed since you saw the difference; look again"),
    may_import=_may_import,
)
