from .consent import ClauseInUse, Consent, ConsentClause, ConsentWay
from .handover import HandOver
from .invitation import Invitation
from .membership import SPEAKING_ROLES, Membership, MembershipRole
from .merge import MergeRecord
from .organisation import LocalGovernmentType, Organisation, OrganisationKind
from .person import Person
from .user import Language, User

__all__ = [
    "SPEAKING_ROLES",
    "ClauseInUse",
    "Consent",
    "ConsentClause",
    "ConsentWay",
    "HandOver",
    "Invitation",
    "Language",
    "LocalGovernmentType",
    "Membership",
    "MembershipRole",
    "MergeRecord",
    "Organisation",
    "OrganisationKind",
    "Person",
    "User",
]
