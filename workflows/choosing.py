"""What people choose to hear of at once, once a day or not at all, and what becomes of their letters.

The choice is heeded where letters are written, so that the outbox stays the one way out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from . import clock
from .models import LetterChoice, Message, Turn
from .topics import CHOOSABLE, How, Topic

PRESSING = timedelta(days=2)
"""What is due so soon does not wait for the morning."""
_HURRY = {Topic.MOVE, Topic.REMINDER}


def choices_of(user: Any) -> dict[Topic, How]:
    """How `user` gets the letters of each topic that leaves it to them."""
    chosen = dict(LetterChoice.objects.filter(user=user).values_list("topic", "how"))
    return {topic: How(chosen.get(topic, How.AT_ONCE)) for topic in CHOOSABLE}


@transaction.atomic
def keep_choices(*, user: Any, chosen: Mapping[Topic, How]) -> None:
    """Keep how `user` wants the letters of the topics in `chosen`; each way is one that its topic has."""
    for topic, how in chosen.items():
        LetterChoice.objects.update_or_create(user=user, topic=topic, defaults={"how": how})


def heed(letters: Iterable[Message]) -> None:
    """Set aside those of the unsaved `letters` that their readers want once a day or not at all.

    What hands somebody a move, or reminds them of one, goes at once where its day is near.
    """
    asked = [each for each in letters if _may_be_chosen(each)]
    chosen = _chosen({each.recipient_id for each in asked if each.recipient_id is not None})
    later = [(each, how) for each in asked if (how := chosen.get((each.recipient_id, each.topic)))]
    presses = _pressing(each for each, _how in later)
    for letter, how in later:
        if how == How.NEVER:
            letter.status = Message.Status.UNWANTED
        elif letter.topic not in _HURRY or (letter.about_type_id, letter.about_id) not in presses:
            letter.status = Message.Status.DAILY


def _may_be_chosen(letter: Message) -> bool:
    waits = letter.status == Message.Status.WAITING and letter.recipient_id is not None
    return waits and letter.topic in CHOOSABLE


def _chosen(readers: Collection[int]) -> dict[tuple[int | None, str], str]:
    """What these accounts want otherwise than at once, by account and topic."""
    if not readers:
        return {}
    rows = LetterChoice.objects.filter(user__in=readers).exclude(how=How.AT_ONCE)
    return {(row.user_id, row.topic): row.how for row in rows}


def _pressing(letters: Iterable[Message]) -> set[tuple[int | None, int | None]]:
    """What some of the `letters` hand over or remind of, where its day is near."""
    about = {
        each.about_id for each in letters if each.topic in _HURRY and each.about_id is not None
    }
    if not about:
        return set()
    soon = (clock.now(), clock.now() + PRESSING)
    near = Turn.objects.filter(about_id__in=about, due_at__range=soon)
    return set(near.values_list("about_type", "about_id"))


def page_of_choices() -> str:
    """The whole address of the page on which people choose."""
    return f"{settings.TANDEM_URL}{reverse('workflows:my-letters')}"


def foot_of(letter: Message) -> str:
    """What stands below a letter that its reader may choose not to get, in its language; else nothing."""
    if letter.recipient_id is None or letter.topic not in CHOOSABLE:
        return ""
    with translation.override(letter.language):
        if How.NEVER in Topic(letter.topic).ways:
            says = _(
                "You may get letters like this at once, once a day in one letter, or not at all:"
            )
        else:
            says = _("You may get letters like this at once, or once a day in one letter:")
    return f"\n--\n{says}\n{page_of_choices()}\n"
