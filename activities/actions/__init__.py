"""What events, visits and travel costs do to several objects at once."""

from .advances import buy_ticket, give_ticket_back, limit_travel, propose_advance
from .afterwards import evaluate, write_takeaway
from .joining import ReadyLetter, note_needs, send_joining_letters
from .places import (
    apply_for_place,
    begin_gathering,
    change_gathering,
    choose_sessions,
    enter_participant,
    take_attendance,
)
from .travel import CostLine, keep_travel_rate, write_claim
from .visitors import give_up_by_link, sign_up_visitor

__all__ = [
    "CostLine",
    "ReadyLetter",
    "apply_for_place",
    "begin_gathering",
    "buy_ticket",
    "change_gathering",
    "choose_sessions",
    "enter_participant",
    "evaluate",
    "give_ticket_back",
    "give_up_by_link",
    "keep_travel_rate",
    "limit_travel",
    "note_needs",
    "propose_advance",
    "send_joining_letters",
    "sign_up_visitor",
    "take_attendance",
    "write_claim",
    "write_takeaway",
]
