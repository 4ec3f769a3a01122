"""The letters about the result of a call: drafted for every applicant, read by staff, sent in one act."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from grants.guards.decision import minutes_are_signed
from grants.models import Application, Call, Criterion, DecisionRow
from grants.models.judged import Decline
from grants.notices.decision import values_of, words_for
from grants.notices.sharing import everyone_in
from grants.rules import call as rules
from grants.rules.letters import LetterKind, kind_of
from grants.rules.named import names_in
from grants.rules.ranking import Outcome
from grants.rules.unnamed import people_behind
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotFromHere, NotYours
from workflows.models import Message
from workflows.models.link import type_of
from workflows.moves import SYSTEM
from workflows.outbox import letter_about, staggered
from workflows.turns import refresh_turns

from .justifying import (
    Passage,
    details_of,
    passages_decided,
    passages_of,
    refuse_if_reworded,
    texts_of,
)
from .ranking import Standing, standing_of

if TYPE_CHECKING:
    from people.models import User

WHY_DECLINED = {
    Outcome.BELOW_THRESHOLD: Decline.BELOW_THRESHOLD,
    Outcome.NO_FUNDS: Decline.NO_FUNDS,
}


@dataclass(frozen=True)
class Draft:
    """The letter to one applicant. `line` is saved once the call is decided; `names` must not stand in it."""

    application: Application
    line: DecisionRow
    passages: list[Passage]
    names: list[str]

    @property
    def kind(self) -> LetterKind:
        """Which letter it is."""
        line = self.line
        return kind_of(line.outcome, granted=line.granted, requested=line.requested)

    @property
    def is_edited(self) -> bool:
        """Whether staff put some of it in other words than the assessors."""
        return any(one.text for one in self.passages)

    @property
    def is_wordless(self) -> bool:
        """Whether it gives points and no reason at all."""
        return not any("".join(one.lines).strip() for one in self.passages)

    @property
    def has_gone(self) -> bool:
        """Whether the applicant has been told: the letter is what takes an application out of assessment."""
        return bool(self.application.state != Application.States.ADMITTED)

    def messages(self) -> list[Message]:
        """The letter as its addressees will read it, unsaved, one in each of their languages."""
        written: dict[str, Message] = {}
        for who in everyone_in(self.application):
            if who.language not in written:
                written[who.language] = self._message_to(who)
        return list(written.values())

    def values(self) -> dict[str, str]:
        """What stands in its places, in the language that is active."""
        declined = WHY_DECLINED.get(Outcome(self.line.outcome))
        reason = str(declined.label) if declined else ""
        return values_of(self.application, self.line, amount=self.line.granted, reason=reason)

    def _message_to(self, who: User) -> Message:
        kind = self.kind
        return letter_about(
            self.application, kind.template, who, gives=self.values, words=words_for(kind)
        )


def drafts_of(
    call: Call, only: Collection[int] | None = None, *, standing: Standing | None = None
) -> list[Draft]:
    """The letters of `call`: of its ranking as it stands, once decided of the decision; in the order of the ranking.

    `only` those about some applications (keys), so that a page of letters costs a page; `standing` is the ranking
    where it is known already. The number of queries does not grow with them.
    """
    # The card, the ranking and each letter read the criteria: fetched once, they stay with the call.
    prefetch_related_objects([call], "criteria")
    if call.state == Call.States.ASSESSMENT:
        return _drafts_before(standing or standing_of(call), only)
    if call.state not in Call.JUDGED:
        return []
    criteria, texts, people = list(call.criteria.all()), texts_of(call, only), people_behind(call)
    lines = lines_decided(call)
    lines = lines if only is None else lines.filter(application__in=only)
    drafts = []
    for line in lines.select_related("application__author__person", "track"):
        line.application.call = call
        drafts.append(_draft(line, passages_decided(line, criteria, texts), people))
    return drafts


def lines_decided(call: Call) -> QuerySet[DecisionRow]:
    """The lines of the decision that letters tell of, in the order of the ranking."""
    return DecisionRow.objects.filter(decision__in=call.decisions.first_ones())


def _drafts_before(standing: Standing, only: Collection[int] | None) -> list[Draft]:
    call = standing.call
    rows = [row for row in standing.rows if only is None or row.candidate.key in only]
    applications = standing.applications if only is None else standing.applications_of(rows)
    sheets, people, texts = standing.sheets_of(rows), people_behind(call), texts_of(call, only)
    criteria: Iterable[Criterion] = list(call.criteria.all())
    drafts = []
    for row in rows:
        key = row.candidate.key
        passages = passages_of(sheets[key], criteria, texts.get(key, {}))
        line = DecisionRow(
            application=applications[key],
            place=row.place,
            points=row.points,
            requested=row.candidate.requested,
            granted=row.granted or Decimal(0),
            outcome=row.outcome.value,
            details=details_of(row, passages),
        )
        drafts.append(_draft(line, passages, people))
    return drafts


def _draft(line: DecisionRow, passages: list[Passage], people: Iterable[str]) -> Draft:
    words = "\n".join(text for passage in passages for text in passage.lines)
    return Draft(line.application, line, passages, names_in(words, people))


def sentences_naming_people(drafts: Iterable[Draft]) -> list[str]:
    """A sentence for each letter that names an assessor or a member of the committee."""
    return [
        _("The letter about %(number)s names: %(names)s. Staff put it in other words first.")
        % {"number": one.application.number, "names": ", ".join(one.names)}
        for one in drafts
        if one.names
    ]


@transaction.atomic
def send_letters(*, call: Call, by: User, seen: int, at: datetime, wordless: bool = False) -> int:
    """Send every letter of `call` that has not gone, in portions; return how many.

    `seen` is the version of the call that staff had before them, `wordless` that they want those sent too that give
    no reasons. Raises what `Call.send_letters` raises; GuardsFailed, and then nothing goes, for a letter that names
    an assessor or gives no reasons: all applicants of a call hear at the same time.
    """
    left = call.letters_left().count()
    locked = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    bare = [one for one in drafts_of(locked) if not one.has_gone and one.is_wordless]
    call.send_letters(by=by, seen=seen, at=at)
    if bare and not wordless:
        raise GuardsFailed(
            [
                _("Without a justification: %(numbers)s. Write it, or tick that they go like this.")
                % {"numbers": ", ".join(one.application.number for one in bare)}
            ]
        )
    return left


@follows(Call.send_letters)
def tell_everyone(call: Call, entry: Any) -> None:
    """Every application moves to its outcome, and that move writes the letter.

    Raises GuardsFailed, and so sends nothing, where a letter names an assessor.
    """
    drafts = [one for one in drafts_of(call) if not one.has_gone]
    if against := sentences_naming_people(drafts):
        raise GuardsFailed(against)
    with staggered(settings.TANDEM_LETTERS_A_MINUTE):
        for one in drafts:
            _tell(one)
    refresh_turns([call])


@transaction.atomic
def send_letter(*, application: Application, by: User, seen: int) -> None:
    """Send one letter ahead of the others; `seen` is `newest_of` its words when they were read.

    Raises NotYours for anybody but staff, NotFromHere before the decision or once it has gone, SomeoneWasFaster
    when its words changed, GuardsFailed when it names an assessor, or before the minutes it rests on are signed.
    """
    call = Call.objects.select_for_update(of=("self",)).get(pk=application.call_id)
    if not rules.is_staff(by, call):
        raise NotYours(rules.is_staff.why_not(by, call))
    mine = drafts_of(call, [application.pk])
    if call.state != Call.States.DECIDED or not mine or mine[0].has_gone:
        raise NotFromHere([_("A letter is sent once, after the decision.")])
    refuse_if_reworded(application, seen)
    if against := [*minutes_are_signed.sentences(call, {}), *sentences_naming_people(mine)]:
        raise GuardsFailed(against)
    _tell(mine[0], note=_("Letter sent by %(person)s.") % {"person": by})
    refresh_turns([call])


def _tell(draft: Draft, *, note: str = "") -> None:
    application, outcome = draft.application, Outcome(draft.line.outcome)
    if outcome is Outcome.FUNDED:
        application.fund(by=SYSTEM, amount=draft.line.granted, note=note)
    elif outcome is Outcome.RESERVE:
        application.put_on_reserve(by=SYSTEM, note=note)
    else:
        application.decline(by=SYSTEM, reason=WHY_DECLINED[outcome], note=note)


def letters_about(call: Call, only: Collection[int]) -> dict[int, list[Message]]:
    """The copies of the letters about the result of some applications (keys) of `call`, by the application's key."""
    found: dict[int, list[Message]] = {}
    rows = _copies(call.applications.filter(pk__in=only))
    for one in rows.select_related("entry").order_by("pk"):
        if one.entry is not None:
            found.setdefault(one.entry.about_id, []).append(one)
    return found


def fares_of(call: Call) -> dict[str, int]:
    """How many copies of the letters about the result wait, went, failed, or are never to be sent; by status."""
    rows = _copies(call.applications.all()).order_by().values_list("status")
    return dict(rows.annotate(number=Count("pk")).order_by("status"))


def _copies(applications: Any) -> QuerySet[Message]:
    return Message.objects.filter(
        template__startswith="grants/decision_",
        entry__about_type=type_of(Application),
        entry__about_id__in=applications.order_by().values("pk"),
    )
