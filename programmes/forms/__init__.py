"""What staff fill in about a programme."""

from .letter import GroupLetterForm
from .parts import ActivityForm, IndicatorForm, PartnerForm
from .programme import NewProgrammeForm, PointsForm, ProgrammeForm
from .roles import GiveRoleForm
from .saved import SavedFilterForm
from .upload import ApplyForm, UploadForm

__all__ = [
    "ActivityForm",
    "ApplyForm",
    "GiveRoleForm",
    "GroupLetterForm",
    "IndicatorForm",
    "NewProgrammeForm",
    "PartnerForm",
    "PointsForm",
    "ProgrammeForm",
    "SavedFilterForm",
    "UploadForm",
]
