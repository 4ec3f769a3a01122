from .gathering import EventForm, ReportForm, StopFormSet, StudyVisitForm
from .lists import ListFilter
from .registration import (
    ParticipantForm,
    RegistrationForm,
    VisitorForm,
    read_attendance,
    read_seen,
)

__all__ = [
    "EventForm",
    "ListFilter",
    "ParticipantForm",
    "RegistrationForm",
    "ReportForm",
    "StopFormSet",
    "StudyVisitForm",
    "VisitorForm",
    "read_attendance",
    "read_seen",
]
