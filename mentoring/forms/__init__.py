from .edition import EditionForm
from .enrolment import EnrolmentForm
from .hours import AttendanceForm, ContractForm, SupervisionForm
from .matching import PARTS, AskForm, ProposalForm, PublishForm, WeightsForm, WishesForm
from .meeting import MeetingForm
from .work import EvidenceForm, GoalForm, MilestoneForm, PrivateNoteForm, PulseForm, SessionForm

__all__ = [
    "PARTS",
    "AskForm",
    "AttendanceForm",
    "ContractForm",
    "EditionForm",
    "EnrolmentForm",
    "EvidenceForm",
    "GoalForm",
    "MeetingForm",
    "MilestoneForm",
    "PrivateNoteForm",
    "ProposalForm",
    "PublishForm",
    "PulseForm",
    "SessionForm",
    "SupervisionForm",
    "WeightsForm",
    "WishesForm",
]
