"""Calls, what they ask, the applications that answer, and what follows from them."""

from .agreement import Agreement
from .application import Application
from .assessment import Assessment, Score
from .call import Call
from .contract import Paper, Signatory
from .criterion import Criterion
from .decision import Decision, DecisionRow
from .formal import ChecklistItem, FormalMark
from .settlement import FinalReport, ReportSubmission
from .submission import Submission

__all__ = [
    "Agreement",
    "Application",
    "Assessment",
    "Call",
    "ChecklistItem",
    "Criterion",
    "Decision",
    "DecisionRow",
    "FinalReport",
    "FormalMark",
    "Paper",
    "ReportSubmission",
    "Score",
    "Signatory",
    "Submission",
]
