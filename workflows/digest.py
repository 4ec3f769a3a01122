"""The daily letter: what people chose to hear of once a day, in one letter in the morning.

Each thing is asked again whether its reader may see it now; what they may no longer see drops out, and staff read why.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import clock
from .choosing import page_of_choices
from .inbox import Waiting, fetch_objects, rows, things_waiting
from .models import Message
from .notices import Notice
from .outbox import compose, new_message, put_in_outbox, staggered
from .policies import seen_among
from .topics import Topic

logger = logging.getLogger(__name__)

DIGEST = Notice(
    "workflows/digest",
    to=lambda obj: [],
    placeholders=("day", "waiting", "news"),
    topic=Topic.MUST,
)
PORTION = 500  # people a run: so many are done well within the time that a task may take
SHOWN = 10  # of what waits; the page shows it all
Key = tuple[Any, Any]


def send_digests() -> int:
    """Write today's daily letters once their hour has come; return how many.

    Nobody gets two a day, however often this runs. What a worker that was down left goes with the next.
    """
    if localtime(clock.now()).hour < settings.TANDEM_DAILY_LETTER_HOUR:
        return 0
    written = 0
    with staggered(settings.TANDEM_LETTERS_A_MINUTE):
        for pk in _readers(clock.today())[:PORTION]:
            try:
                written += gather(pk, clock.today())
            except (
                Exception
            ):  # one letter that cannot be put together must not keep everybody's back
                logger.exception("the daily letter of account %s was not put together", pk)
    return written


def _readers(day: date) -> Any:
    """The accounts for which something is to be gathered, and which had no daily letter on `day`."""
    accounts: Any = get_user_model()._default_manager
    mine = Message.objects.filter(recipient=OuterRef("pk"))
    had = mine.filter(template=DIGEST.template, occasion=_occasion(day))
    waits = mine.to_gather().order_by()
    return accounts.filter(Exists(waits), ~Exists(had)).order_by("pk").values_list("pk", flat=True)


def _occasion(day: date) -> str:
    return f"daily letter of {day.isoformat()}"


@transaction.atomic
def gather(pk: int, day: date) -> bool:
    """Write the daily letter of the account `pk`; False where nothing is left to tell, or it was written already."""
    accounts: Any = get_user_model()._default_manager
    # whoever comes second waits here, and finds that it is done
    user = accounts.select_for_update().get(pk=pk)
    mine = Message.objects.filter(recipient=user)
    if mine.filter(template=DIGEST.template, occasion=_occasion(day)).exists():
        return False
    letters = list(mine.to_gather().select_for_update().defer("attachment", "attachment_bytes"))
    fetch_objects(letters)
    seen = seen_among(user, [each.about for each in letters if each.about is not None])
    told = [each for each in letters if _key(each.about) in seen]
    _drop([each for each in letters if _key(each.about) not in seen], user)
    if not told:
        return False
    digest = _letter(user, day, told)
    put_in_outbox([digest])
    Message.objects.filter(pk__in=[each.pk for each in told]).update(gathered_in=digest)
    return True


def _key(obj: Any) -> Key:
    return type(obj), getattr(obj, "pk", None)


def _drop(letters: Iterable[Message], user: Any) -> None:
    """Note on `letters` why they do not go; staff read it in the language of the installation."""
    with translation.override(settings.LANGUAGE_CODE):
        if user.is_active:
            why = _(
                "Before the daily letter went, its reader could no longer see what this is about."
            )
        else:
            why = _("The account was closed before the daily letter went.")
    pks = [each.pk for each in letters]
    Message.objects.filter(pk__in=pks).update(status=Message.Status.NEVER, reason=why)


def _letter(user: Any, day: date, told: list[Message]) -> Message:
    with translation.override(user.language):
        values = {
            "name": getattr(user, "display_name", ""),
            "site": settings.TANDEM_URL,
            "link": page_of_choices(),
            "day": date_format(day),
            "waiting": _what_waits(user),
            "news": "\n\n".join(_news(told)),
        }
        letter = compose(DIGEST.template, user.language, values)
    # of no one programme: it tells of several, and whoever runs one of them may not know the others
    return new_message(user, DIGEST.template, letter, occasion=_occasion(day))


def _what_waits(user: Any) -> str:
    """What waits for `user`, the soonest first, of what they may see."""
    waiting = things_waiting(user).select_related("holder", "stand_in")
    turns = list(waiting[: SHOWN + 1])
    fetch_objects(turns)
    seen = seen_among(user, [turn.about for turn in turns if turn.about is not None])
    listed = rows(turn for turn in turns if _key(turn.about) in seen)
    lines = [_line(row) for row in listed[:SHOWN]]
    if len(turns) > SHOWN:
        more = waiting.count() - SHOWN
        says = ngettext("and %(number)d more", "and %(number)d more", more) % {"number": more}
        lines.append(f"* {says}\n  {settings.TANDEM_URL}/panel/")
    return "\n".join(lines) or _("Nothing waits for you.")


def _line(row: Waiting) -> str:
    until = _(" (until %(day)s)") % {"day": date_format(localtime(row.due))} if row.due else ""
    return f"* {row.does}{until}\n  {row.title}\n  {settings.TANDEM_URL}{row.url}"


def _news(told: list[Message]) -> Iterator[str]:
    """What is told of each thing under its title and link."""
    things: dict[Key, list[Message]] = {}
    for letter in told:
        things.setdefault(_key(letter.about), []).append(letter)
    for letters in things.values():
        about: Any = letters[0].about
        head = f"{getattr(about, 'title_line', about)}\n{settings.TANDEM_URL}{about.get_absolute_url()}"
        yield "\n".join([head, *(_told(letter) for letter in letters)])


def _told(letter: Message) -> str:
    """A line on one letter; what staff wrote to many stands nowhere else, and so is told whole."""
    at = date_format(localtime(letter.created_at), "j E, H:i")
    if letter.topic != Topic.GROUP:
        return f"* {at}: {letter.subject}"
    words = "\n".join(f"  {line}".rstrip() for line in letter.body.strip().splitlines())
    return f"* {at}: {letter.subject}\n\n{words}\n"
