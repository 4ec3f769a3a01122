"""Letters and being forgotten: the last one, to whoever asked for it; and what goes from all that came before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from people import notices
from people.actions.fates import Fate, what_forgetting_does
from people.models import DataRequest, Person
from workflows import clock
from workflows.models import Message
from workflows.notices import Mail
from workflows.outbox import compose, new_message

KEPT_FOR = 5  # years after the one in which a matter was settled (Accounting Act, art. 74(2))


def addresses_of(person: Person) -> list[str]:
    """Every address under which letters to `person` lie in the outbox."""
    known = {person.email, person.user.email if person.user else ""} - {""}
    return sorted(known)


def forget_letters(rows: Any) -> None:
    """Take address, words and what went with them from letters; that they were sent stays, and what waits does not go.

    Each keeps an address of its own: two of a group may be forgotten who had the same letter.
    """
    nothing = {"subject": "", "body": "", "attachment": "", "attachment_bytes": b"", "reason": ""}
    key = Cast("pk", CharField())
    rows.update(address=Concat(Value("erased-"), key, Value("@erased.invalid")), **nothing)
    with translation.override(settings.LANGUAGE_CODE):
        why = _("The name of its reader was forgotten before it went.")
    waiting = rows.filter(status__in=[Message.Status.WAITING, Message.Status.DAILY])
    waiting.update(status=Message.Status.NEVER, reason=why)


def last_letter(person: Person) -> Message | None:
    """The letter to write before `person` is forgotten; None where they did not ask for it or left no address."""
    asked = DataRequest.objects.open().filter(person=person, kind=DataRequest.Kind.ERASURE).first()
    address = (person.user.email if person.user else "") or person.email
    if asked is None or not address:
        return None
    language = person.user.language if person.user else settings.LANGUAGE_CODE
    with translation.override(language):
        values = _values(person, asked)
        letter = compose(notices.forgotten.template, language, values)
    mail = Mail(address, language, person.full_name)
    return new_message(mail, notices.forgotten.template, letter, occasion=f"forgotten {asked.pk}")


def _values(person: Person, asked: DataRequest) -> dict[str, str]:
    found = what_forgetting_does(person)
    first = _("name, e-mail, telephone, year of birth, town and log-in")
    return {
        "name": person.full_name,
        "site": settings.TANDEM_URL,
        "link": settings.TANDEM_URL,
        "received": date_format(localtime(asked.received_at)),
        "gone": _listed([first, *_kinds(found.deleted), *_kinds(found.emptied)]),
        "stays": _listed(_kinds(found.kept)) or _("nothing"),
        "until": date_format(date(clock.today().year + KEPT_FOR, 12, 31)),
    }


def _kinds(fates: Iterable[Fate]) -> list[str]:
    return [fate.says for fate in fates]


def _listed(kinds: Iterable[str]) -> str:
    return "\n".join(f"* {kind}" for kind in dict.fromkeys(kinds))
