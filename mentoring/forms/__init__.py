from .edition import EditionForm
from .enrolment import EnrolmentForm
from .matching import ProposalForm
from .work import EvidenceForm, GoalForm, MilestoneForm, PrivateNoteForm, SessionForm

__all__ = [
    "EditionForm",
    "EnrolmentForm",
    "EvidenceForm",
    "GoalForm",
    "MilestoneForm",
    "PrivateNoteForm",
    "ProposalForm",
    "SessionForm",
]
