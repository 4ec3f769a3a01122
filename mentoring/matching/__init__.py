"""Who with whom: exact plans for a whole edition at once. Pure: knows no database, no request, no clock."""

from .answers import WhyNot, recruits, why_not
from .fit import PARTS, Profile, Weights, parts_of, speak_together
from .plans import KINDS, Plan, Report, compute, solve
from .problem import Impossible, Problem

__all__ = [
    "KINDS",
    "PARTS",
    "Impossible",
    "Plan",
    "Problem",
    "Profile",
    "Report",
    "Weights",
    "WhyNot",
    "compute",
    "parts_of",
    "recruits",
    "solve",
    "speak_together",
    "why_not",
]
