"""A meeting of the committee is called and kept: who is there, what is taken up, who leaves, how it votes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.models import Application, Call, Meeting, MeetingItem, Presence, Recusal
from grants.rules import call as call_rules
from grants.rules import meeting as rules
from grants.rules.conflicts import conflicts
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotFromHere, NotYours
from workflows.roles import holders

from .committee import Votes
from .ranking import standing_of
from .sitting import Sitting, results_of, sitting_of

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def call_meeting(*, call: Call, starts_at: datetime, place: str, by: User) -> Meeting:
    """Call the committee of `call` together; everybody on it gets a letter.

    Raises NotYours, NotFromHere outside the assessment, GuardsFailed while another meeting waits or is open.
    """
    meeting = Meeting(call=call)
    if not rules.keeps(by, meeting):
        raise NotYours(rules.keeps.why_not(by, meeting))
    locked = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if locked.state != Call.States.ASSESSMENT:
        raise NotFromHere([_("The committee meets while its call is in assessment.")])
    if locked.meetings.in_state("called", "open").exists():
        raise GuardsFailed([_("A meeting of this committee is called already.")])
    return Meeting.objects.begin(by=by, call=locked, starts_at=starts_at, place=place.strip())


def _kept(meeting: Meeting, by: User) -> Meeting:
    """The meeting under its lock, for those who keep it, while it is open."""
    fresh = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not rules.keeps(by, fresh):
        raise NotYours(rules.keeps.why_not(by, fresh))
    if fresh.state != Meeting.States.OPEN:
        raise NotFromHere([_("The meeting is not open; its record does not change.")])
    return fresh


@transaction.atomic
def note_coming(*, meeting: Meeting, person: User, by: User, at: datetime) -> Presence:
    """`person` is there from `at` on; whoever is tied to the item that is open leaves for it at once.

    Raises NotYours, NotFromHere, and GuardsFailed for somebody not on the committee or there already.
    """
    fresh = _kept(meeting, by)
    role = next((one for one in call_rules.PANEL if person in holders(one, fresh.call)), "")
    if not role:
        raise GuardsFailed([_("Only the committee of this call takes part in its meeting.")])
    if fresh.presences.filter(person=person, left_at=None).exists():
        raise GuardsFailed([_("%(person)s is there already.") % {"person": person}])
    presence = Presence.objects.create(meeting=fresh, person=person, role=role, joined_at=at)
    item = fresh.items.filter(ended_at=None).first()
    if item is not None:
        _recuse_tied(item, [person], at)
    return presence


@transaction.atomic
def note_going(*, meeting: Meeting, person: User, by: User, at: datetime) -> None:
    """`person` left at `at`. Raises NotYours, NotFromHere, and GuardsFailed for somebody who is not there."""
    fresh = _kept(meeting, by)
    if not fresh.presences.filter(person=person, left_at=None).update(left_at=at):
        raise GuardsFailed([_("%(person)s is not there.") % {"person": person}])


@transaction.atomic
def take_up(
    *, meeting: Meeting, application: Application | None, by: User, at: datetime
) -> MeetingItem:
    """Take up one application, or (None) what is left of the list; whoever is tied to it leaves.

    Raises NotYours, NotFromHere, and GuardsFailed while another item is open, for an application that is not
    ranked, or without a quorum.
    """
    fresh = _kept(meeting, by)
    standing = standing_of(fresh.call)
    sitting = sitting_of(fresh, standing)
    keys = sitting.keys_left() if application is None else [application.pk]
    if against := _against_item(sitting, keys):
        raise GuardsFailed(against)
    item = MeetingItem.objects.create(
        meeting=fresh,
        application=application,
        results=results_of(standing, keys),
        begun_at=at,
    )
    _recuse_tied(item, [one.person for one in sitting.present], at)
    return item


def _against_item(sitting: Sitting, keys: Iterable[int]) -> list[str]:
    keys = list(keys)
    if sitting.item is not None:
        return [
            _("Vote on the item that is open, or put it aside, before you take up another one.")
        ]
    if not keys:
        return [_("Nothing is left to vote on.")]
    if any(key not in sitting.rows for key in keys):
        return [_("This application is not ranked yet: a sheet is still missing.")]
    return [] if sitting.has_quorum else [sitting.without_quorum()]


def _recuse_tied(item: MeetingItem, people: list[User], at: datetime) -> None:
    applications = (
        Application.objects.filter(pk__in=[int(key) for key in item.results])
        .select_related("author__person", "organisation", "patron")
        .order_by("ordinal")
    )
    reasons: dict[int, list[str]] = {}
    for (tied, _application), ties in conflicts(people, applications).items():
        reasons.setdefault(tied, []).extend(ties)
    for person in people:
        if person.pk in reasons and not item.recusals.filter(person=person).exists():
            reason = "; ".join(dict.fromkeys(reasons[person.pk]))[:500]
            Recusal.objects.create(item=item, person=person, reason=reason, left_at=at)


@transaction.atomic
def recuse_from_item(
    *, meeting: Meeting, person: User, reason: str, by: User, at: datetime
) -> Recusal:
    """`person`, who is there, leaves for the item that is open, for a `reason` that Tandem does not know.

    Raises NotYours, NotFromHere, and GuardsFailed.
    """
    fresh = _kept(meeting, by)
    item = fresh.items.filter(ended_at=None).first()
    if item is None:
        raise GuardsFailed([_("Take up an item first.")])
    if not reason.strip():
        raise GuardsFailed([_("Write what ties the person to the applicant.")])
    if not fresh.presences.filter(person=person, left_at=None).exists():
        raise GuardsFailed([_("%(person)s is not there.") % {"person": person}])
    if item.recusals.filter(person=person).exists():
        raise GuardsFailed([_("%(person)s has left for this item already.") % {"person": person}])
    return Recusal.objects.create(item=item, person=person, reason=reason.strip()[:500], left_at=at)


@transaction.atomic
def vote_on_item(*, meeting: Meeting, votes: Votes, by: User, at: datetime) -> MeetingItem:
    """Record how those present voted on the open item; those who had left for it come back.

    Raises NotYours, NotFromHere, and GuardsFailed when votes and voters do not agree, the quorum is lost, nobody
    can preside, or the result that was taken up has changed.
    """
    fresh = _kept(meeting, by)
    standing = standing_of(fresh.call)
    sitting = sitting_of(fresh, standing)
    item = sitting.item
    if item is None:
        raise GuardsFailed([_("Take up an item first.")])
    if against := _against_votes(sitting, votes):
        raise GuardsFailed(against)
    item.results = results_of(standing, [int(key) for key in item.results])
    item.presided_by = sitting.presides
    item.votes_for, item.votes_against = votes.carried, votes.against
    item.votes_abstained = votes.abstained
    _end(item, at)
    return item


def _against_votes(sitting: Sitting, votes: Votes) -> list[str]:
    sentences = []
    if not sitting.has_quorum:
        sentences.append(sitting.without_quorum())
    if sitting.presides is None:
        sentences.append(_("Neither the chair nor the deputy can preside over this item."))
    able = len(sitting.voters)
    if votes.present != able:
        sentences.append(
            _("%(able)d can vote on this item, but %(votes)d votes are written down.")
            % {"able": able, "votes": votes.present}
        )
    return sentences


@transaction.atomic
def put_aside(*, meeting: Meeting, by: User, at: datetime) -> None:
    """End the open item without a vote; it may be taken up again. Raises NotYours, NotFromHere, GuardsFailed."""
    fresh = _kept(meeting, by)
    item = fresh.items.filter(ended_at=None).first()
    if item is None:
        raise GuardsFailed([_("Take up an item first.")])
    _end(item, at)


def _end(item: MeetingItem, at: datetime) -> None:
    item.ended_at = at
    item.save()
    item.recusals.filter(back_at=None).update(back_at=at)


@follows(Meeting.close_meeting)
def send_everybody_home(meeting: Meeting, entry: Any) -> None:
    """Whoever is still there goes when the meeting closes."""
    meeting.presences.filter(left_at=None).update(left_at=entry.at)
