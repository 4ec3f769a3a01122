"""What banks read and write: transfer files, statements. Plain text in and out, no database."""

from .statements import Row, UnreadableStatement, read_statement
from .transfers import ENCODINGS, Payer, Transfer, as_csv, as_elixir, encoded

__all__ = [
    "ENCODINGS",
    "Payer",
    "Row",
    "Transfer",
    "UnreadableStatement",
    "as_csv",
    "as_elixir",
    "encoded",
    "read_statement",
]
