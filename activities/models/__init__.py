from .advance import Advance
from .attendance import Attendance
from .evaluation import Evaluation
from .event import Event
from .gathering import Gathering
from .joining import JoiningLetter
from .registration import Registration
from .selection import ApplicantScore, ChoosingCriterion, VisitCriterion
from .stop import SessionChoice, Stop
from .takeaway import Takeaway
from .ticket import BoughtTicket, Leg, TravelLimit
from .travel import TravelClaim, TravelCost, TravelRate
from .visit import StudyVisit

__all__ = [
    "Advance",
    "ApplicantScore",
    "Attendance",
    "BoughtTicket",
    "ChoosingCriterion",
    "Evaluation",
    "Event",
    "Gathering",
    "JoiningLetter",
    "Leg",
    "Registration",
    "SessionChoice",
    "Stop",
    "StudyVisit",
    "Takeaway",
    "TravelClaim",
    "TravelCost",
    "TravelLimit",
    "TravelRate",
    "VisitCriterion",
]
