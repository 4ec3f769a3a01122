"""Who with whom: exact plans for a whole edition at once. Pure: knows no database, no request, no clock."""

from .answers import WhyNot, recruits, rematch, why_not
from .fit import PARTS, Profile, Weights, parts_of
from .plans import KINDS, Plan, compute, solve
from .problem import Impossible, Problem

__all__ = [
    "KINDS",
    "PARTS",
    "Impossible",
    "Plan",
    "Problem",
    "Profile",
    "Weights",
    "WhyNot",
    "compute",
    "parts_of",
    "recruits",
    "rematch",
    "solve",
    "why_not",
]
