from .care import CloseForm, FollowupForm, RematchForm, RequestForm
from .copying import copied
from .edition import EditionForm
from .hours import AttendanceForm, ContractForm, SupervisionForm
from .matching import PARTS, AskForm, ProposalForm, PublishForm, WeightsForm, WishesForm
from .meeting import MeetingForm
from .visits import VisitsForm
from .work import (
    EvidenceForm,
    GoalForm,
    MilestoneForm,
    PairMessageForm,
    PrivateNoteForm,
    PulseForm,
    SessionForm,
)

__all__ = [
    "PARTS",
    "AskForm",
    "AttendanceForm",
    "CloseForm",
    "ContractForm",
    "EditionForm",
    "EvidenceForm",
    "FollowupForm",
    "GoalForm",
    "MeetingForm",
    "MilestoneForm",
    "PairMessageForm",
    "PrivateNoteForm",
    "ProposalForm",
    "PublishForm",
    "PulseForm",
    "RematchForm",
    "RequestForm",
    "SessionForm",
    "SupervisionForm",
    "VisitsForm",
    "WeightsForm",
    "WishesForm",
    "copied",
]
