from .attendance import Attendance
from .event import Event
from .gathering import Gathering
from .joining import JoiningLetter
from .registration import Registration
from .selection import ApplicantScore, VisitCriterion
from .travel import TravelClaim, TravelCost, TravelRate
from .visit import Stop, StudyVisit

__all__ = [
    "ApplicantScore",
    "Attendance",
    "Event",
    "Gathering",
    "JoiningLetter",
    "Registration",
    "Stop",
    "StudyVisit",
    "TravelClaim",
    "TravelCost",
    "TravelRate",
    "VisitCriterion",
]
