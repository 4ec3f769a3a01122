"""What a programme is made of."""

from .activity import Activity
from .group_letter import PLACES, GroupLetter
from .indicator import Indicator
from .participation import Participation
from .partner import Partner
from .programme import Funder, Programme
from .saved_filter import LONGEST_QUERY, SavedFilter, query_of
from .texts import Point, SiteFeature, SourceNote

__all__ = [
    "LONGEST_QUERY",
    "PLACES",
    "Activity",
    "Funder",
    "GroupLetter",
    "Indicator",
    "Participation",
    "Partner",
    "Point",
    "Programme",
    "SavedFilter",
    "SiteFeature",
    "SourceNote",
    "query_of",
]
