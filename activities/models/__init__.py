from .attendance import Attendance
from .evaluation import Evaluation
from .event import Event
from .gathering import Gathering
from .joining import JoiningLetter
from .registration import Registration
from .selection import ApplicantScore, VisitCriterion
from .takeaway import Takeaway
from .travel import TravelClaim, TravelCost, TravelRate
from .visit import Stop, StudyVisit

__all__ = [
    "ApplicantScore",
    "Attendance",
    "Evaluation",
    "Event",
    "Gathering",
    "JoiningLetter",
    "Registration",
    "Stop",
    "StudyVisit",
    "Takeaway",
    "TravelClaim",
    "TravelCost",
    "TravelRate",
    "VisitCriterion",
]
