"""Papers of study visits and events: letters, lists, sheets."""

from .joining import joining_letters
from .lists import PAPERS, Paper

__all__ = ["PAPERS", "Paper", "joining_letters"]
