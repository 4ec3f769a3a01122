"""What both sides of a completed pair are given: a paper with a number that anybody can check.

Nothing of it is kept twice: a completed pair does not change any more, so its certificate is read from the pair. The
name is the person's name today; whoever is erased is erased here as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from mentoring import guards
from workflows.tokens import token_of

from .enrolment import Enrolment

if TYPE_CHECKING:
    from .pairing import Pairing

#: The last part of a number.
PLACES = {Enrolment.Role.MENTOR: 1, Enrolment.Role.MENTEE: 2}


@dataclass(frozen=True)
class Certificate:
    """The certificate of one side, by its role; reads the prefetched milestones and meetings of `pairing`."""

    pairing: Pairing
    role: str

    @property
    def holder(self) -> Enrolment:
        sides = {"mentor": self.pairing.mentor, "mentee": self.pairing.mentee}
        return sides[self.role]

    @property
    def number(self) -> str:
        """Edition, pair and side, such as mentoring-2026/12/1."""
        role = Enrolment.Role(self.role)
        return f"{self.pairing.edition.code}/{self.pairing.pk}/{PLACES[role]}"

    @property
    def issued_on(self) -> date | None:
        """The day on which the pair was completed."""
        return self.pairing.ended_on

    @property
    def meetings(self) -> int:
        return sum(log.state == "confirmed" for log in self.pairing.session_logs.all())

    @property
    def hours(self) -> str:
        """Hours of the confirmed meetings, in the language in use."""
        return guards.in_hours(self.pairing.confirmed_minutes())

    @property
    def milestones(self) -> int:
        return sum(each.state == "approved" for each in self.pairing.milestones.all())

    @property
    def token(self) -> str:
        """What the public link bears; it no longer fits once anything of the pair was changed behind its back."""
        days = (self.pairing.started_on, self.pairing.ended_on)
        return token_of(
            self.pairing.pk,
            self.number,
            *(day.isoformat() if day else "" for day in days),
            str(self.meetings),
            str(self.pairing.confirmed_minutes()),
            str(self.milestones),
            kind=f"mentoring.certificate.{self.role}",
        )

    def get_absolute_url(self) -> str:
        """The PDF, for its holder and the programme's staff."""
        return reverse("mentoring:certificate", args=[self.pairing.pk, self.role])

    def get_public_url(self) -> str:
        """Where anybody who has the link sees that the certificate is genuine."""
        return reverse("mentoring_public:certificate", args=[self.token])
