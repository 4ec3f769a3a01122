"""A call as a file (docs/call-file.md): written, read, compared with what is here, applied whole or not at all."""

from .running import Result, apply_text, compare_text, may_import
from .writing import write_call

__all__ = ["Result", "apply_text", "compare_text", "may_import", "write_call"]
