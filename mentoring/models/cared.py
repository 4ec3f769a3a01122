"""What coordinators look at in a pair, and which of them may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from mentoring.signals import Kind, Signal
from workflows import clock
from workflows.roles import holders

if TYPE_CHECKING:
    from datetime import date

    from programmes.models import Programme

    from .enrolment import Enrolment

#: After so many days without a meeting staff look after a pair.
SILENCE = 30


class Cared:
    """The part of a pair that its coordinators read."""

    if TYPE_CHECKING:
        mentor: Enrolment
        mentee: Enrolment
        started_on: date | None
        resumed_on: date | None
        milestones: Any
        session_logs: Any

        @property
        def programme(self) -> Programme: ...

        @property
        def works(self) -> bool: ...

        def last_session_on(self) -> date | None: ...

    def coordinators(self) -> list[Any]:
        """Accounts that run the programme and are not in this pair."""
        inside = {self.mentor.person.user_id, self.mentee.person.user_id}
        found = {
            user.pk: user
            for each in self.programme.run_by()
            for user in holders(each.role, each.scope)
            if user.pk not in inside
        }
        return list(found.values())

    def signals(self) -> list[Signal]:
        """Why staff should look after this pair, as sentences; reads prefetched milestones and meetings."""
        if not self.works:
            return []
        found: list[Signal] = []
        known = (self.last_session_on(), self.started_on, self.resumed_on)
        since = max((each for each in known if each is not None), default=None)
        if since and (clock.today() - since).days > SILENCE:
            found.append(
                Signal(
                    Kind.SILENCE,
                    gettext("No meeting for %(days)d days.")
                    % {"days": (clock.today() - since).days},
                )
            )
        for milestone in self.milestones.all():
            found.extend(milestone.signals())
        return found

    def has_signal(self, kind: str) -> bool:
        """Whether one of these sentences is of `kind`; what one of them said in confidence never is."""
        return any(each.kind == kind for each in self.signals())

    def pulses(self) -> list[Any]:
        """What both sides said about their meetings, the latest meeting first; reads prefetched meetings."""
        return [pulse for log in self.session_logs.all() for pulse in log.pulses.all()]

    def low_pulses(self) -> list[Signal]:
        """A sentence for each side whose latest pulse says that the meeting was hard; for coordinators alone."""
        latest: dict[int, Any] = {}
        for pulse in self.pulses() if self.works else []:
            latest.setdefault(pulse.author_id, pulse)
        return [sentence for pulse in latest.values() if (sentence := pulse.signal()) is not None]
