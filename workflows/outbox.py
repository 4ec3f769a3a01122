"""Writes letters into the outbox, in the transaction of the move, in each recipient's language."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import signature
from django.conf import settings
from django.db import models, transaction
from django.utils import translation

from . import clock
from .choosing import heed
from .letters import Letter, text_on_file
from .models import History, MailText, Message
from .models.link import type_of
from .notices import Attachment, Mail, Notice, notices
from .topics import Topic

_silent: ContextVar[str] = ContextVar("silent", default="")


class Pace:
    """How fast many letters leave together: the first `a_minute` at once, as many again with every minute after."""

    def __init__(self, a_minute: int) -> None:
        """Start counting now."""
        self.a_minute, self.written, self.begun_at = max(1, a_minute), 0, clock.now()

    def next_try(self) -> datetime | None:
        """When the next letter may leave; None for at once."""
        minutes, self.written = self.written // self.a_minute, self.written + 1
        return self.begun_at + timedelta(minutes=minutes) if minutes else None


_pace: ContextVar[Pace | None] = ContextVar("pace", default=None)


@contextmanager
def staggered(a_minute: int) -> Iterator[None]:
    """Within the block letters are due in portions of `a_minute`, so that no mail server takes them for spam."""
    token = _pace.set(Pace(a_minute))
    try:
        yield
    finally:
        _pace.reset(token)


@contextmanager
def silence(reason: str) -> Iterator[None]:
    """Within the block letters are written but marked as never to be sent, with `reason`."""
    token = _silent.set(reason)
    try:
        yield
    finally:
        _silent.reset(token)


def write_messages(obj: Any, tells: Iterable[Notice], entry: History) -> None:
    """Write the letters of a move; each addressee gets each notice once."""
    put_in_outbox(
        letter_about(
            obj,
            notice.template,
            who,
            gives=partial(notice.gives, obj, entry),
            attaches=notice.attaches,
            leads_to=notice.leads_to,
            words=notice.words,
            entry=entry,
        )
        for notice in tells
        for who in notice.to(obj)
        if who is not None and not (notice.to_others and who in (entry.by, entry.acting_for))
    )


def put_in_outbox(letters: Iterable[Message]) -> None:
    """Save each of the `letters` that has an address, once, and wake the worker after the commit.

    One that its reader wants once a day or not at all is kept, and does not leave by itself.
    """
    messages = {letter.message_id: letter for letter in letters if letter.address}
    if not messages:
        return
    heed(messages.values())
    if (pace := _pace.get()) is not None:
        for message in messages.values():
            if message.status == Message.Status.WAITING:
                message.next_try_at = pace.next_try()
    Message.objects.bulk_create(messages.values())
    if not _silent.get():
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Ask a worker to deliver now; when nobody listens, the sweep will."""
    # No retry: a broker that is down must not hold up the person; the sweep finds the letter.
    signature("workflows.deliver").apply_async(ignore_result=True, retry=False)


def compose(
    template: str, language: str, values: dict[str, Any], *, nearer: Letter | None = None
) -> Letter:
    """The letter `template` in `language`, its places filled with `values`.

    In the `nearer` words where there are some, else in the installation's own. Words that name a place the letter
    no longer has give way to the next, at last to the text on file, since a letter must not stop a move.
    """
    for letter in (nearer, own_words(template, language)):
        if letter is not None and letter.places() <= values.keys():
            return letter.filled(values)
    return text_on_file(template, language).filled(values)


def own_words(template: str, language: str) -> Letter | None:
    """What the staff of this installation wrote in place of the text on file; None where they wrote nothing."""
    own = MailText.objects.filter(template=template, language=language).first()
    return Letter(own.subject, own.body) if own else None


def addressee(who: Any) -> Mail:
    """Address, language and name of an account or a `Mail`."""
    if isinstance(who, Mail):
        return who
    return Mail(who.email, who.language, getattr(who, "display_name", ""))


def new_message(
    who: Any,
    template: str,
    letter: Letter,
    *,
    entry: History | None = None,
    occasion: str = "",
    scope: models.Model | None = None,
    about: models.Model | None = None,
    topic: Topic | None = None,
) -> Message:
    """An unsaved message; its Message-ID depends only on what it is about, so a retry is the same letter.

    `about` is the thing its reader is led to, `topic` that of the notice where none is given. `scope` is what the letter belongs to (a programme): whoever runs it sees how the letter fares.
    """
    mail = addressee(who)
    seed = f"{entry.digest if entry else occasion}|{mail.address}|{template}"
    host = settings.TANDEM_URL.split("//")[-1].split(":")[0].split("/")[0]
    return Message(
        entry=entry,
        scope_type=type_of(scope) if scope is not None else None,
        scope_id=scope.pk if scope is not None else None,
        about_type=type_of(about) if about is not None else None,
        about_id=about.pk if about is not None else None,
        topic=topic or notices[template].topic,
        recipient=None if isinstance(who, Mail) else who,
        address=mail.address,
        template=template,
        occasion=occasion,
        language=mail.language,
        subject=letter.subject,
        body=letter.body,
        message_id=f"<{hashlib.sha256(seed.encode()).hexdigest()[:40]}@{host}>",
        created_at=clock.now(),
        status=Message.Status.NEVER if _silent.get() else Message.Status.WAITING,
        reason=_silent.get(),
    )


def letter_about(
    obj: Any,
    template: str,
    who: Any,
    *,
    gives: Callable[[], Mapping[str, Any]],
    attaches: Callable[[Any], Attachment] | None = None,
    leads_to: Callable[[Any], str] | None = None,
    words: Callable[[Any, str], Letter | None] | None = None,
    entry: History | None = None,
    occasion: str = "",
) -> Message:
    """An unsaved letter about `obj`, in the language of `who`; `gives` is asked for its values in that language.

    `attaches` and `leads_to` as in `Notice`.
    """
    mail = addressee(who)
    with translation.override(mail.language):
        values = {
            **gives(),
            "name": mail.name,
            "site": settings.TANDEM_URL,
            "link": settings.TANDEM_URL + (leads_to(obj) if leads_to else obj.get_absolute_url()),
        }
        nearer = words(obj, mail.language) if words else None
        letter = compose(template, mail.language, values, nearer=nearer)
        file = attaches(obj) if attaches else None
    scope = obj.role_scopes()[-1]
    message = new_message(
        who, template, letter, entry=entry, occasion=occasion, scope=scope, about=obj
    )
    if file is not None:
        message.attachment_name, message.attachment_kind = file.name, file.kind
        if isinstance(file.content, bytes):
            message.attachment_bytes = file.content
        else:
            message.attachment = file.content
    return message
