from .agreement import PairAgreement
from .care import Followup, MentorRequest
from .contract import MentorContract
from .deputy import Deputy
from .draft import EnrolmentDraft
from .edition import Edition, Topic
from .enrolment import Enrolment, Hours, Language, Way, Wish
from .inquiry import Inquiry
from .match_run import MatchRun
from .meeting import PlannedMeeting
from .milestone import Milestone
from .offer import MentorOffer
from .outside import OutsideHours
from .pairing import Pairing
from .plan_template import MilestoneTemplate
from .pulse import Pulse
from .selection import InterviewNote, SelectionCriterion, SelectionSheet
from .session import SessionLog, SessionNote
from .supervision import Supervision
from .timesheet import Line, Timesheet

__all__ = [
    "Deputy",
    "Edition",
    "Enrolment",
    "EnrolmentDraft",
    "Followup",
    "Hours",
    "Inquiry",
    "InterviewNote",
    "Language",
    "Line",
    "MatchRun",
    "MentorContract",
    "MentorOffer",
    "MentorRequest",
    "Milestone",
    "MilestoneTemplate",
    "OutsideHours",
    "PairAgreement",
    "Pairing",
    "PlannedMeeting",
    "Pulse",
    "SelectionCriterion",
    "SelectionSheet",
    "SessionLog",
    "SessionNote",
    "Supervision",
    "Timesheet",
    "Topic",
    "Way",
    "Wish",
]
