from .gathering import EventForm, ReportForm, SessionFormSet, StopFormSet, StudyVisitForm
from .lists import ListFilter
from .registration import (
    ParticipantForm,
    RegistrationForm,
    VisitorForm,
    read_attendance,
    read_seen,
)
from .sessions import SessionsForm

__all__ = [
    "EventForm",
    "ListFilter",
    "ParticipantForm",
    "RegistrationForm",
    "ReportForm",
    "SessionFormSet",
    "SessionsForm",
    "StopFormSet",
    "StudyVisitForm",
    "VisitorForm",
    "read_attendance",
    "read_seen",
]
