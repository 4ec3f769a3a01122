"""A virus found in a file that is already here: who put it there and the administrators get a letter, each file once.

Whoever may not open the file is told that there is one, not its name: that alone may say what its page hides.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from . import policies
from .models import History, Message, StoredFile
from .notices import Notice
from .outbox import addressee, compose, new_message, put_in_outbox
from .topics import Topic

_NAMED = ("file", "found", "day", "title")
YOURS = Notice("workflows/virus_in_yours", to=lambda obj: [], placeholders=_NAMED, topic=Topic.MUST)
FOUND = Notice("workflows/virus_found", to=lambda obj: [], placeholders=_NAMED, topic=Topic.MUST)


def tell(file: StoredFile) -> None:
    """Write the letters about `file`, in which something was found."""
    giver: Any = file.uploaded_by
    letters = [_letter(FOUND, file, who) for who in _administrators() if who != giver]
    if giver is not None and giver.is_active:
        letters.append(_letter(YOURS, file, giver))
    put_in_outbox(letters)


def _administrators() -> list[Any]:
    accounts: Any = get_user_model()._default_manager
    return list(accounts.filter(is_superuser=True, is_active=True).order_by("pk"))


def _letter(notice: Notice, file: StoredFile, who: Any) -> Message:
    mail = addressee(who)
    with translation.override(mail.language):
        values = {
            "name": mail.name,
            "site": settings.TANDEM_URL,
            "found": file.found,
            "day": date_format(localtime(file.uploaded_at), "DATETIME_FORMAT"),
            **_named(file, who),
        }
        letter = compose(notice.template, mail.language, values)
    return new_message(who, notice.template, letter, occasion=f"virus {file.key}")


def _named(file: StoredFile, who: Any) -> dict[str, str]:
    """The file and the thing it belongs to, for whoever may open them."""
    thing: Any = file.about.about if isinstance(file.about, History) else file.about
    seen = policies.may_read_file(who, file)
    mine = seen or file.uploaded_by_id == who.pk
    page = getattr(thing, "get_absolute_url", None) if seen else None
    return {
        "file": file.name if mine else _("a file that you may not open"),
        "title": str(getattr(thing, "title_line", thing)) if seen else _("not named here"),
        "link": settings.TANDEM_URL + (page() if page else "/panel/"),
    }
