"""Mail while developing: one file a message, shown at `/dev/mail/`."""

import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """Write every message into `settings.TANDEM_MAIL_FOLDER` as an .eml file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write `email_messages` and return how many."""
        folder = Path(settings.TANDEM_MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            # Written beside and renamed, so that a reader never meets half a message.
            target = folder / f"{time.time_ns()}.eml"
            half = target.with_suffix(".part")
            half.write_bytes(message.message().as_bytes())
            half.rename(target)
        return len(email_messages)
