from .edition import Edition, Topic
from .enrolment import Enrolment
from .milestone import Milestone
from .pairing import Pairing
from .session import SessionLog, SessionNote

__all__ = [
    "Edition",
    "Enrolment",
    "Milestone",
    "Pairing",
    "SessionLog",
    "SessionNote",
    "Topic",
]
