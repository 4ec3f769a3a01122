from .consent import ClauseInUse, Consent, ConsentClause, ConsentWay
from .data_request import WAYS, DataRequest
from .handover import HandOver
from .invitation import Invitation
from .membership import SPEAKING_ROLES, Membership, MembershipRole
from .merge import MergeRecord, ToldApart
from .organisation import LocalGovernmentType, Organisation, OrganisationKind
from .person import Person
from .user import Language, User

__all__ = [
    "SPEAKING_ROLES",
    "WAYS",
    "ClauseInUse",
    "Consent",
    "ConsentClause",
    "ConsentWay",
    "DataRequest",
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
    "ToldApart",
    "User",
]
