"""Writing to a group: who gets the letter, how it reads for each, and the sending."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from programmes import rules
from programmes.models import GroupLetter
from workflows import clock
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.letters import Letter
from workflows.models import Message
from workflows.notices import Mail
from workflows.outbox import addressee, new_message, put_in_outbox, staggered
from workflows.policies import may_see
from workflows.topics import Topic

TEMPLATE = "programmes/group_letter"
MOST = 1000
"""People in one group at most: what goes to more of them is an announcement and belongs on the site."""


@dataclass(frozen=True)
class Copy:
    """One of the people (an account, or `Mail`), the row for which they get the letter, and what that row is called."""

    row: Any
    who: Any
    title: str

    @property
    def mail(self) -> Mail:
        """The address, language and name."""
        return addressee(self.who)


def copies_of(letter: GroupLetter) -> list[Copy]:
    """Everybody the letter goes to, each once, for the first of their rows."""
    known: dict[str, Copy] = {}
    for row in letter.rows:
        for who in letter.group.who(row):
            copy = Copy(row, who, letter.group.title(row))
            known.setdefault(copy.mail.address.lower(), copy)
    known.pop("", None)
    return list(known.values())


def as_read(letter: GroupLetter, copy: Copy, *, sender: Any) -> Letter:
    """The letter as the one of `copy` reads it, in their language; without words in it, in the other one."""
    mail, site = copy.mail, settings.TANDEM_URL
    with translation.override(mail.language):
        values = {
            "name": mail.name,
            "title": copy.title,
            "programme": letter.programme.title,
            "sender": getattr(sender, "display_name", ""),
            "link": site + (copy.row.get_absolute_url() if not isinstance(copy.who, Mail) else "/"),
            "site": site,
        }
        return Letter(letter.subject, letter.body).filled(values)


@transaction.atomic
def begin_letter(*, letter: GroupLetter, by: Any) -> GroupLetter:
    """Keep a letter that was not saved yet; NotYours for whoever does not run the programme.

    GuardsFailed for a group of nobody, or of more than MOST.
    """
    if not rules.runs_programme(by, letter.programme):
        raise NotYours(rules.runs_programme.why_not(by, letter.programme))
    if not letter.keys:
        raise GuardsFailed([_("Nobody is in this group. Choose anew in the list.")])
    if len(letter.keys) > MOST:
        raise GuardsFailed(
            [_("A letter goes to %(most)d at most. Choose fewer in the list.") % {"most": MOST}]
        )
    names = ("programme", "audience", "keys", "subject_pl", "subject_en", "body_pl", "body_en")
    return GroupLetter.objects.begin(by=by, **{name: getattr(letter, name) for name in names})


@transaction.atomic
def change_letter(*, letter: GroupLetter, seen: int, by: Any) -> None:
    """Keep the new words of a letter that is still written; raises NotYours, NotFromHere and SomeoneWasFaster."""
    if not rules.runs_programme(by, letter):
        raise NotYours(rules.runs_programme.why_not(by, letter))
    if letter.state != letter.States.DRAFT:
        raise GuardsFailed([_("The letter is sent or dropped; its words stay.")])
    letter.save_draft(seen=seen, fields=["subject_pl", "subject_en", "body_pl", "body_en"])


def send_test(*, letter: GroupLetter, by: Any) -> None:
    """Write the letter to `by` alone, as the first of the group would read it; NotYours, and GuardsFailed for nobody."""
    if not rules.runs_programme(by, letter):
        raise NotYours(rules.runs_programme.why_not(by, letter))
    copies = copies_of(letter)
    if not copies:
        raise GuardsFailed([_("Nobody is in this group. Choose anew in the list.")])
    read = as_read(letter, copies[0], sender=by)
    tried = Letter(_("Test: %(subject)s") % {"subject": read.subject}, read.body)
    occasion = f"test of group letter {letter.pk} {clock.now().isoformat()}"
    # a try is no letter to many: it comes at once, whatever its writer chose for those
    test = new_message(
        by, TEMPLATE, tried, occasion=occasion, scope=letter.programme, topic=Topic.MUST
    )
    put_in_outbox([test])


@follows(GroupLetter.send)
def write_to_everybody(letter: GroupLetter, entry: Any) -> None:
    """A letter to each, in portions; whoever may no longer open what it is about gets none, and the letter says so."""
    left_out: list[int] = []
    with staggered(settings.TANDEM_LETTERS_A_MINUTE):
        put_in_outbox(list(_messages(letter, entry, left_out)))
    if left_out:
        letter.left_out = left_out
        letter.save(update_fields=["left_out"])


def _messages(letter: GroupLetter, entry: Any, left_out: list[int]) -> Iterator[Message]:
    for copy in copies_of(letter):
        if not isinstance(copy.who, Mail) and not may_see(copy.who, copy.row):
            left_out.append(copy.who.pk)
            continue
        read = as_read(letter, copy, sender=entry.by)
        yield new_message(
            copy.who,
            TEMPLATE,
            read,
            entry=entry,
            scope=letter.programme,
            about=copy.row,
            topic=Topic.GROUP,
        )
