"""The committee puts points, a place or an amount in place of the arithmetic: with a reason and a vote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from finance.money import format_money
from grants.models import Application, Call, CommitteeChange
from grants.rules import decision as rules
from grants.rules.conflicts import conflicts, conflicts_of
from grants.rules.scoring import HALF, points_shown
from workflows.errors import GuardsFailed, NotFromHere, NotYours

from .ranking import Standing, refuse_if_reranked, standing_of
from .sitting import Sitting, open_sitting

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True)
class Votes:
    """How the committee voted."""

    carried: int
    against: int
    abstained: int

    @property
    def present(self) -> int:
        """How many took part."""
        return self.carried + self.against + self.abstained


@transaction.atomic
def change_ranking(
    *,
    application: Application,
    kind: str,
    value: Decimal | None,
    reason: str,
    votes: Votes,
    ranking: str,
    by: User,
    at: datetime,
) -> CommitteeChange:
    """Set `kind` (points, place, amount) of `application` to `value`, or take the change back (None).

    `ranking` is the digest of what the chair saw. Raises NotYours for anyone who may not decide here, NotFromHere
    once the call is decided, SomeoneWasFaster for a ranking that has changed, GuardsFailed with every sentence.
    """
    call = _changing_call(application, by)
    standing = standing_of(call)
    refuse_if_reranked(standing, ranking)
    sitting = open_sitting(call, standing)
    against = [
        *_against_vote(call, reason, votes),
        *_against_meeting(call, sitting, application, votes),
        *_against_value(standing, application, kind, value),
        *_against_chair(by, application),
    ]
    if against:
        raise GuardsFailed(against)
    return CommitteeChange.objects.create(
        application=application,
        kind=kind,
        value=value,
        reason=reason.strip(),
        votes_for=votes.carried,
        votes_against=votes.against,
        votes_abstained=votes.abstained,
        meeting=sitting.meeting if sitting else None,
        made_by=by,
        made_at=at,
    )


def _changing_call(application: Application, by: User) -> Call:
    """The call under its lock, while `by` may change its ranking."""
    call = Call.objects.select_for_update().get(pk=application.call_id)
    if not rules.may_decide(by, call):
        raise NotYours(rules.may_decide.why_not(by, call))
    if call.state != Call.States.ASSESSMENT:
        raise NotFromHere([_("This call is not in assessment.")])
    return call


def _against_chair(by: User, application: Application) -> list[str]:
    tied = bool(conflicts_of(by, application))
    return [_("You are tied to the applicant: somebody else chairs this item.")] if tied else []


def _against_vote(call: Call, reason: str, votes: Votes) -> list[str]:
    sentences = []
    if not reason.strip():
        sentences.append(_("Write why: the reason stands in the minutes."))
    if votes.carried <= votes.against:
        sentences.append(
            _("The committee did not carry it: more votes for than against are needed.")
        )
    if votes.present < call.quorum:
        sentences.append(
            _("Too few voted: the rules ask for at least %(quorum)d.") % {"quorum": call.quorum}
        )
    return sentences


def _against_meeting(
    call: Call, sitting: Sitting | None, application: Application, votes: Votes
) -> list[str]:
    """A change made in a meeting counts the votes of those who can vote on that application there."""
    if sitting is None:
        closed = _("This call is decided at a meeting of the committee: open one first.")
        return [closed] if call.needs_meeting else []
    people = [one.person for one in sitting.voters]
    tied = {judge for judge, _key in conflicts(people, [application])}
    able = sum(one.pk not in tied for one in people)
    if votes.present <= able:
        return []
    return [
        _("%(able)d can vote on this item, but %(votes)d votes are written down.")
        % {"able": able, "votes": votes.present}
    ]


def _against_value(
    standing: Standing, application: Application, kind: str, value: Decimal | None
) -> list[str]:
    ranked = next(
        (one for one in standing.lists if any(r.candidate.key == application.pk for r in one.rows)),
        None,
    )
    if ranked is None:
        return [_("This application is not ranked yet: a sheet is still missing.")]
    if value is None:
        held = {change.kind for change in standing.changes.get(application.pk, [])}
        return [] if kind in held else [_("There is no such change to take back.")]
    check: Any = {"points": _against_points, "place": _against_place, "amount": _against_amount}
    return [sentence for sentence in check[kind](ranked, application, value) if sentence]


def _against_points(ranked: Any, application: Application, value: Decimal) -> list[str]:
    most = ranked.terms.card.maximum
    if 0 <= value <= most and not value % HALF:
        return []
    shown = points_shown(Decimal(most.numerator) / most.denominator)
    return [_("Points go by halves from 0 to %(most)s.") % {"most": shown}]


def _against_place(ranked: Any, application: Application, value: Decimal) -> list[str]:
    passed = [row for row in ranked.rows if not row.failed]
    mine = any(row.candidate.key == application.pk for row in passed)
    if not mine:
        return [_("It is below a threshold: only points can lift it.")]
    if value % 1 or not 1 <= value <= len(passed):
        return [_("A place is a whole number from 1 to %(last)d.") % {"last": len(passed)}]
    return []


def _against_amount(ranked: Any, application: Application, value: Decimal) -> list[str]:
    requested, least = application.requested_amount or Decimal(0), ranked.terms.least_grant
    if min(least, requested) <= value <= requested:
        return []
    currency = application.call.currency
    return [
        _("Propose between %(least)s and %(most)s.")
        % {"least": format_money(least, currency), "most": format_money(requested, currency)}
    ]
