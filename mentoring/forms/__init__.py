from .edition import EditionForm
from .enrolment import EnrolmentForm
from .matching import PARTS, AskForm, ProposalForm, PublishForm, WeightsForm, WishesForm
from .work import EvidenceForm, GoalForm, MilestoneForm, PrivateNoteForm, SessionForm

__all__ = [
    "PARTS",
    "AskForm",
    "EditionForm",
    "EnrolmentForm",
    "EvidenceForm",
    "GoalForm",
    "MilestoneForm",
    "PrivateNoteForm",
    "ProposalForm",
    "PublishForm",
    "SessionForm",
    "WeightsForm",
    "WishesForm",
]
