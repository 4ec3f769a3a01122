"""What events, visits and travel costs do to several objects at once."""

from .afterwards import evaluate, write_takeaway
from .joining import ReadyLetter, note_needs, send_joining_letters
from .places import (
    apply_for_place,
    begin_gathering,
    change_gathering,
    enter_participant,
    take_attendance,
)
from .travel import CostLine, keep_travel_rate, write_claim

__all__ = [
    "CostLine",
    "ReadyLetter",
    "apply_for_place",
    "begin_gathering",
    "change_gathering",
    "enter_participant",
    "evaluate",
    "keep_travel_rate",
    "note_needs",
    "send_joining_letters",
    "take_attendance",
    "write_claim",
    "write_takeaway",
]
