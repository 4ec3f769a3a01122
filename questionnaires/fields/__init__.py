"""The form field of each kind of block, with sentences that say what to do."""

from .building import field_for
from .prose import one_newline

__all__ = ["field_for", "one_newline"]
