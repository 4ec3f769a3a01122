"""A programme as a file: read, checked, compared with what is here, applied whole or not at all."""

from . import own  # registers this room's sections
from .format import read_programme
from .running import NotImported, Result, apply_text, compare_text
from .sections import Change, FieldChange, Run, Section, sections
from .tree import Problem

__all__ = [
    "Change",
    "FieldChange",
    "NotImported",
    "Problem",
    "Result",
    "Run",
    "Section",
    "apply_text",
    "compare_text",
    "own",
    "read_programme",
    "sections",
]
