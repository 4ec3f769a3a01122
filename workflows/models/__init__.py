from .choice import LetterChoice
from .comment import Comment
from .extension import Extension
from .file import StoredFile
from .history import History, HistoryText
from .message import Message
from .role import RoleGrant
from .root import DailyRoot
from .text import MailText, OwnWords
from .turn import Turn
from .upload import Upload, UploadPiece

__all__ = [
    "Comment",
    "DailyRoot",
    "Extension",
    "History",
    "HistoryText",
    "LetterChoice",
    "MailText",
    "Message",
    "OwnWords",
    "RoleGrant",
    "StoredFile",
    "Turn",
    "Upload",
    "UploadPiece",
]
