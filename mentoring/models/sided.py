"""Who acts on each side of a pair: the person, a deputy of the mentor, or staff for somebody without an account."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext

from .enrolment import Enrolment

if TYPE_CHECKING:
    from mentoring.querysets import DeputyQuerySet

    from .deputy import Deputy


class Sided(models.Model):
    """Abstract. What a pair knows of who acts for its mentor and its mentee."""

    #: Whose answer a move is. Pausing or completing is nobody's answer.
    SIDES: ClassVar[dict[str, str]] = {
        "accept_as_mentor": "mentor",
        "accept_as_mentee": "mentee",
        "approve": "mentor",
        "approve_plan": "mentor",
        "send_back": "mentor",
        "drop": "mentor",
        "start": "mentee",
        "submit": "mentee",
    }

    if TYPE_CHECKING:
        mentor: models.ForeignKey[Enrolment]
        mentee: models.ForeignKey[Enrolment]
        deputies: DeputyQuerySet

    class Meta:
        abstract = True

    @cached_property
    def deputy(self) -> Deputy | None:
        """Who stands in for the mentor today, if anybody (one query, kept with this object)."""
        if getattr(self, "has_deputy", None) is False:  # the pair's page has asked with its row
            return None
        found: Deputy | None = self.deputies.in_office().select_related("user").first()
        return found

    def whoever_answers_as_mentor(self) -> list[Any]:
        """The mentor, else staff for them, and their deputy."""
        return [*self.mentor.answering(), *([self.deputy.user] if self.deputy else [])]

    def without_account(self) -> list[Enrolment]:
        """The sides for whom staff answer."""
        return [each for each in (self.mentor, self.mentee) if each.person.user_id is None]

    def for_whom(self, move: str, user_id: int, at: datetime, side: str = "") -> str:
        """In whose place an account made a move at an instant, in words; empty when it was their own."""
        side = side or self.SIDES.get(move, "")
        if not side or getattr(self, side).person.user_id == user_id:
            return ""
        person = getattr(self, side).person
        if side == "mentor":
            for deputy in self.deputies.all():
                if deputy.user_id == user_id and deputy.named_at <= at <= deputy.last_instant:
                    return gettext("deputy for %(person)s") % {"person": person}
        return gettext("for %(person)s") % {"person": person}

    def acted_for(self, entry: Any) -> str:
        """The same for an entry of the pair's own history."""
        side = ""
        if entry.move == "decline":
            side = "mentor" if entry.source == "proposed" else "mentee"
        return self.for_whom(entry.move, entry.by_id, entry.at, side)
