from .edition import Edition, Topic
from .enrolment import Enrolment, Hours, Language, Way, Wish
from .match_run import MatchRun
from .meeting import PlannedMeeting
from .milestone import Milestone
from .pairing import Pairing
from .pulse import Pulse
from .session import SessionLog, SessionNote

__all__ = [
    "Edition",
    "Enrolment",
    "Hours",
    "Language",
    "MatchRun",
    "Milestone",
    "Pairing",
    "PlannedMeeting",
    "Pulse",
    "SessionLog",
    "SessionNote",
    "Topic",
    "Way",
    "Wish",
]
