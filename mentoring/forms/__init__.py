from .care import CloseForm, FollowupForm, RematchForm, RequestForm
from .copying import copied
from .deputy import DeputyForm
from .edition import EditionForm
from .hours import AttendanceForm, ContractForm, OutsideHoursForm, SupervisionForm
from .matching import AskForm, ProposalForm, PublishForm, WishesForm
from .meeting import MeetingForm
from .places import LeaveForm, PlacesForm
from .plan_template import TemplateFormSet, rows_typed, template_rows
from .terms import PARTS, SIDES, TermsForm
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
    "SIDES",
    "AskForm",
    "AttendanceForm",
    "CloseForm",
    "ContractForm",
    "DeputyForm",
    "EditionForm",
    "EvidenceForm",
    "FollowupForm",
    "GoalForm",
    "LeaveForm",
    "MeetingForm",
    "MilestoneForm",
    "OutsideHoursForm",
    "PairMessageForm",
    "PlacesForm",
    "PrivateNoteForm",
    "ProposalForm",
    "PublishForm",
    "PulseForm",
    "RematchForm",
    "RequestForm",
    "SessionForm",
    "SupervisionForm",
    "TemplateFormSet",
    "TermsForm",
    "VisitsForm",
    "WishesForm",
    "copied",
    "rows_typed",
    "template_rows",
]
