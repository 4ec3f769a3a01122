"""The mail that a development installation keeps instead of sending it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

SHOWN = 200


@dataclass(frozen=True)
class Kept:
    """One kept message: its number is the name of its file."""

    number: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        """Return the subject."""
        return str(self.message["Subject"])

    @property
    def to(self) -> str:
        """Return the recipients."""
        return str(self.message["To"])

    @property
    def sent_at(self) -> datetime | None:
        """Return when it was sent; mail headers without an offset ("-0000") mean UTC."""
        if not self.message["Date"]:
            return None
        sent = parsedate_to_datetime(self.message["Date"])
        return sent if sent.tzinfo else sent.replace(tzinfo=UTC)

    @property
    def text(self) -> str:
        """Return the plain text."""
        body = self.message.get_body(("plain", "html"))
        return body.get_content() if body else ""


def read(path: Path) -> Kept:
    """Read the message in `path`."""
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)  # noqa: S101 -- what the default policy makes
    return Kept(path.stem, message)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the newest messages, newest first."""
    paths = sorted(Path(settings.TANDEM_MAIL_FOLDER).glob("*.eml"), reverse=True)
    kept = [read(path) for path in paths[:SHOWN]]
    return render(request, "cms/dev_mail.html", {"kept": kept, "total": len(paths)})


@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show one message."""
    path = Path(settings.TANDEM_MAIL_FOLDER) / f"{number}.eml"
    if not path.is_file():
        raise Http404
    return render(request, "cms/dev_mail_message.html", {"mail": read(path)})
