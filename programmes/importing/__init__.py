"""A programme as a file: read, checked, compared with what is here, applied whole or not at all."""

from . import own  # registers this room's sections
from .format import read_programme
from .importer import Importer, NotImported, Result
from .running import programme_files
from .sections import Change, FieldChange, Run, Section, sections
from .tree import Problem

__all__ = [
    "Change",
    "FieldChange",
    "Importer",
    "NotImported",
    "Problem",
    "Result",
    "Run",
    "Section",
    "own",
    "programme_files",
    "read_programme",
    "sections",
]
