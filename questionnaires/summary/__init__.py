"""Answers as they are read: by a person on a page, and by a machine in a frozen copy or a table."""

from questionnaires.blocks.estimate import own_total, total

from .frozen import canonical, digest, in_one_writing
from .machine import columns_of, row_of
from .reading import Line, Part, Table, line_of, summarise
from .unread import typed_text

__all__ = [
    "Line",
    "Part",
    "Table",
    "canonical",
    "columns_of",
    "digest",
    "in_one_writing",
    "line_of",
    "own_total",
    "row_of",
    "summarise",
    "total",
    "typed_text",
]
