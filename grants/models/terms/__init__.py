"""The rules of a call by what they are about; `Call` is the sum of them."""

from .appeals import Appeals
from .award import Award
from .duties import Duties
from .eligibility import Eligibility
from .inspections import Inspections
from .judging import Judging
from .lot import Lot
from .money import Contribution

__all__ = [
    "Appeals",
    "Award",
    "Contribution",
    "Duties",
    "Eligibility",
    "Inspections",
    "Judging",
    "Lot",
]
