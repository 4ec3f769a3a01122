"""What a programme is made of."""

from .activity import Activity
from .indicator import Indicator
from .participation import Participation
from .partner import Partner
from .programme import Funder, Programme
from .texts import Point, SiteFeature, SourceNote

__all__ = [
    "Activity",
    "Funder",
    "Indicator",
    "Participation",
    "Partner",
    "Point",
    "Programme",
    "SiteFeature",
    "SourceNote",
]
