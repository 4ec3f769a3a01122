"""A call as a file (docs/call-file.md): written, read, compared with what is here, applied whole or not at all."""

from .example import example_for
from .running import call_files
from .writing import write_call

__all__ = ["call_files", "example_for", "write_call"]
