"""Papers of this room are typeset as all papers are."""

from workflows.typesetting import typeset

__all__ = ["typeset"]
