"""Naming somebody who stands in for a mentor, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentoring import rules
from mentoring.models import Deputy, Pairing
from people.models import User
from programmes import roles
from workflows import clock
from workflows.consequences import follows, timed
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM
from workflows.roles import holders_of_any
from workflows.turns import refresh_turns


def candidates(pairing: Pairing) -> Any:
    """The accounts that may stand in: the edition's other mentors and whoever runs the programme, never the mentee."""
    mentors = pairing.edition.enrolments.accepted_as("mentor").exclude(person__user=None)
    team = [user.pk for user in holders_of_any(roles.RUNNERS, pairing.programme)]
    keys = {*mentors.values_list("person__user", flat=True), *team}
    keys -= {pairing.mentor.person.user_id, pairing.mentee.person.user_id}
    return User.objects.filter(pk__in=keys, is_active=True).order_by("person__sort_key", "pk")


@transaction.atomic
def name_deputy(*, pairing: Pairing, user: User, until: date, reason: str, by: Any) -> Deputy:
    """Let `user` approve milestones and confirm meetings of a pair until the end of the day `until`.

    Mentor, mentee and deputy get a letter. Raises NotYours, and GuardsFailed when the pair is over, somebody stands in
    already, the day does not lie ahead within the edition, or `user` is not one of those who may.
    """
    fresh = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    if sentences := rules.names_deputy.why_not(by, fresh):
        raise NotYours(sentences)
    if sentences := _against(fresh, user, until):
        raise GuardsFailed(sentences)
    deputy: Deputy = Deputy.objects.begin(
        by=by,
        pairing=fresh,
        user=user,
        until=until,
        reason=reason,
        named_by=by,
        named_at=clock.now(),
    )
    _pass_turns(fresh)
    return deputy


def _against(pairing: Pairing, user: User, until: date) -> list[str]:
    found = []
    if not pairing.goes_on:
        found.append(_("The pair is over already, or has not begun."))
    if pairing.deputies.in_state("acting").exists():
        found.append(_("Somebody stands in already: end that first."))
    if not clock.today() <= until <= pairing.edition.ends_on:
        last = date_format(pairing.edition.ends_on)
        found.append(
            _("Choose a day from today until the end of the edition (%(day)s).") % {"day": last}
        )
    if not candidates(pairing).filter(pk=user.pk).exists():
        found.append(_("Choose another mentor of the edition or somebody of the team."))
    return found


def _pass_turns(pairing: Pairing) -> None:
    """What waits for the mentor waits for the deputy as well, or no longer does."""
    fresh = Pairing.objects.with_people().get(pk=pairing.pk)
    waiting = chain(
        fresh.milestones.in_state("submitted").with_pair(),
        fresh.session_logs.in_state("submitted").with_pair(),
    )
    refresh_turns(waiting)


@follows(Deputy.end, Deputy.end_by_itself)
def take_the_turns_back(deputy: Deputy, entry: Any) -> None:
    """Nothing waits any longer for whoever stood in."""
    _pass_turns(deputy.pairing)


@timed(Deputy.end_by_itself)
def deputies_whose_time_is_over(now: datetime) -> Iterable[Deputy]:
    """Those whose last day is behind."""
    return Deputy.objects.over(now).with_pair()


@follows(Pairing.complete, Pairing.terminate, Pairing.rematch)
def release_deputy(pairing: Pairing, entry: Any) -> None:
    """A pair that is over needs nobody in the mentor's place."""
    for deputy in pairing.deputies.in_state("acting").with_pair():
        deputy.end_by_itself(by=SYSTEM)
