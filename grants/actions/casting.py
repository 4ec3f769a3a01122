"""Who is missing for a call: assessors, a committee and its chair, and two who keep the money."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants.models import Call
from grants.rules import call as rules
from grants.rules.soundness import Finding
from programmes.roles import KEEPERS_OF_MONEY
from workflows.roles import holders, holders_of_any

from .desk import ASSESSOR

COMMITTEE = "committee"
TEAM = "team"
TWO = 2  # people confirm an account: whoever pays never alone decides to whom


def missing_people(call: Call) -> list[Finding]:
    """A sentence for each part that nobody, or too few, can play in `call`."""
    committee = [*_assessors(call), *_committee(call), *_chair(call)]
    found = [Finding(COMMITTEE, sentence) for sentence in committee]
    return [*found, *(Finding(TEAM, sentence) for sentence in _keepers(call))]


def _assessors(call: Call) -> Iterator[str]:
    people = len(holders(ASSESSOR, call))
    needed = call.assessments_needed + bool(call.opens_third)
    if people < needed:
        sentence = _("%(needed)d assessors are needed, %(people)d are named.")
        yield sentence % {"needed": needed, "people": people}


def _committee(call: Call) -> Iterator[str]:
    """A committee smaller than the call's own rule may not decide at all."""
    voting = len(holders_of_any(rules.VOTING, call))
    if 1 < call.committee_min > voting:
        sentence = _("The committee is to have %(needed)d members, %(people)d are named.")
        yield sentence % {"needed": call.committee_min, "people": voting}


def _chair(call: Call) -> Iterator[str]:
    if not holders("chair", call):
        yield _("Nobody is named to chair the committee, so nobody may decide.")


def _keepers(call: Call) -> Iterator[str]:
    keepers = len(holders_of_any(KEEPERS_OF_MONEY, call.programme))
    if call.gives_money and keepers < TWO:
        sentence = ngettext(
            "Two people confirm the account of a grantee; in the programme's team %(people)d may.",
            "Two people confirm the account of a grantee; in the programme's team %(people)d may.",
            keepers,
        )
        yield sentence % {"people": keepers}
