from .gathering import EventForm, ReportForm, StopFormSet, StudyVisitForm
from .lists import ListFilter
from .registration import ParticipantForm, RegistrationForm, read_attendance, read_seen

__all__ = [
    "EventForm",
    "ListFilter",
    "ParticipantForm",
    "RegistrationForm",
    "ReportForm",
    "StopFormSet",
    "StudyVisitForm",
    "read_attendance",
    "read_seen",
]
