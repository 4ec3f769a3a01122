"""Calls, what they ask, and the applications that answer."""

from .application import Application, Submission
from .call import Call
from .criterion import Criterion
from .formal import ChecklistItem, FormalMark

__all__ = ["Application", "Call", "ChecklistItem", "Criterion", "FormalMark", "Submission"]
