from .edition import Edition, Topic
from .enrolment import Enrolment, Region
from .milestone import Milestone
from .pairing import Pairing
from .session import SessionLog, SessionNote

__all__ = [
    "Edition",
    "Enrolment",
    "Milestone",
    "Pairing",
    "Region",
    "SessionLog",
    "SessionNote",
    "Topic",
]
