"""Calls, what they ask, the applications that answer, and what follows from them."""

from .account import BankAccount
from .agreement import Agreement
from .aid import DeMinimisAid
from .amendment import CallAmendment
from .appeal import Appeal
from .application import Application
from .assessment import Assessment
from .call import Call
from .change import Annex, BudgetChange
from .columns import ChosenColumns
from .committee import CommitteeChange
from .contract import AnnexSignature, Paper, Signatory
from .costs import CostCategory, PlannedTranche, WorkRate
from .criterion import Criterion, CriterionGroup
from .cut import CostCut
from .decision import Decision, DecisionRow
from .declared import PartyDeclaration, TopicDeclaration
from .formal import ChecklistItem, FormalMark
from .handover import Handover
from .inspection import Inspection, InspectionItem
from .interim import InterimReport, InterimSubmission
from .justification import Justification
from .letter import LetterText
from .meeting import Meeting, MeetingItem, Presence, Recusal
from .minutes import Minutes, MinutesSignature, MinutesText
from .offer import ReserveOffer
from .patron import Patronage
from .question import CallQuestion
from .recommendation import Recommendation
from .register import RegisterEntry
from .score import Score, SetAside
from .settlement import FinalReport, ReportSubmission
from .sharing import CoAuthor
from .submission import Submission
from .track import Track
from .tranche import Tranche
from .volunteering import VolunteerWork

__all__ = [
    "Agreement",
    "Annex",
    "AnnexSignature",
    "Appeal",
    "Application",
    "Assessment",
    "BankAccount",
    "BudgetChange",
    "Call",
    "CallAmendment",
    "CallQuestion",
    "ChecklistItem",
    "ChosenColumns",
    "CoAuthor",
    "CommitteeChange",
    "CostCategory",
    "CostCut",
    "Criterion",
    "CriterionGroup",
    "DeMinimisAid",
    "Decision",
    "DecisionRow",
    "FinalReport",
    "FormalMark",
    "Handover",
    "Inspection",
    "InspectionItem",
    "InterimReport",
    "InterimSubmission",
    "Justification",
    "LetterText",
    "Meeting",
    "MeetingItem",
    "Minutes",
    "MinutesSignature",
    "MinutesText",
    "Paper",
    "PartyDeclaration",
    "Patronage",
    "PlannedTranche",
    "Presence",
    "Recommendation",
    "Recusal",
    "RegisterEntry",
    "ReportSubmission",
    "ReserveOffer",
    "Score",
    "SetAside",
    "Signatory",
    "Submission",
    "TopicDeclaration",
    "Track",
    "Tranche",
    "VolunteerWork",
    "WorkRate",
]
