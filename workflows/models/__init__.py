from .history import History, HistoryText
from .message import Message
from .role import RoleGrant
from .turn import Turn

__all__ = ["History", "HistoryText", "Message", "RoleGrant", "Turn"]
