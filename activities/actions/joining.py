"""Before the journey: what those who go need, and the letters with which they set out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities import guards, notices, rules
from activities.models import JoiningLetter, Registration, StudyVisit
from people.models import Person
from people.registries import Withdrawal, withdrawals
from workflows import clock
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.notices import Attachment
from workflows.outbox import letter_about, put_in_outbox

from .places import locked_subject


@dataclass(frozen=True)
class ReadyLetter:
    """A joining letter as it would go out: to whom, its words as a fingerprint, and the paper."""

    registration: Registration
    fingerprint: str
    file: Attachment

    def is_due_after(self, latest: JoiningLetter | None) -> bool:
        """Whether it says something else than the last one that went, if any did."""
        return latest is None or latest.fingerprint != self.fingerprint


@transaction.atomic
def send_joining_letters(*, visit: StudyVisit, letters: Sequence[ReadyLetter], by: Any) -> int:
    """Send each of `letters` that has not gone in these words; return how many went.

    Sending twice sends nothing twice; a letter whose words changed since goes again. Raises NotYours, GuardsFailed.
    """
    fresh = locked_subject(visit)
    if sentences := rules.is_staff.why_not(by, fresh):
        raise NotYours(sentences)
    if sentences := guards.can_send_joining_letters.sentences(fresh, {}):
        raise GuardsFailed(sentences)
    latest = {each.registration_id: each for each in JoiningLetter.objects.of_visit(fresh)}
    due = [one for one in letters if one.is_due_after(latest.get(one.registration.pk))]
    numbers = {
        one.registration.pk: earlier.number + 1
        if (earlier := latest.get(one.registration.pk))
        else 1
        for one in due
    }
    JoiningLetter.objects.bulk_create(
        JoiningLetter(
            registration=one.registration,
            number=numbers[one.registration.pk],
            fingerprint=one.fingerprint,
            sent_at=clock.now(),
            sent_by=by,
        )
        for one in due
    )
    put_in_outbox(_message(one, numbers[one.registration.pk]) for one in due)
    return len(due)


def _message(letter: ReadyLetter, number: int) -> Any:
    registration = letter.registration
    (who,) = notices.person_of(registration)
    return letter_about(
        registration,
        notices.joining_letter.template,
        who,
        gives=partial(notices.joining_facts, registration),
        attaches=lambda _about: letter.file,
        occasion=f"joining:{registration.pk}:{number}",
    )


@transaction.atomic
def note_needs(
    *, registration: Registration, seen: int, by: Any, **needs: str | date | None
) -> None:
    """Write what somebody needs to take part: any of diet, access_needs, room, birth_date.

    Raises NotYours, GuardsFailed once it has begun, SomeoneWasFaster when it changed since version `seen`.
    """
    if sentences := rules.may_write_needs.why_not(by, registration):
        raise NotYours(sentences)
    if registration.state not in rules.STANDS:
        raise GuardsFailed([_("What you need can be changed until the journey begins.")])
    for name, value in needs.items():
        setattr(registration, name, value)
    registration.save_draft(seen=seen, fields=list(needs))


def forget_needs(person: Person) -> None:
    """What somebody told of diet and access needs, at whatever event or visit, is gone."""
    Registration.objects.filter(person=person).update(diet="", access_needs="")


withdrawals.add(
    "needs",
    Withdrawal(
        [
            gettext_lazy(
                "What you wrote about your diet and about what you need is deleted at once, at every event and visit."
            ),
            gettext_lazy(
                "The organisers then can't prepare for it. You may agree and write it again."
            ),
        ],
        removes=forget_needs,
    ),
)


@follows(StudyVisit.settle, StudyVisit.cancel)
def forget_birth_dates(visit: StudyVisit, entry: Any) -> None:
    """They were asked for the insurer alone (GDPR, art. 5(1)(e)): with the visit done nobody needs them."""
    visit.registrations.exclude(birth_date=None).update(birth_date=None)
