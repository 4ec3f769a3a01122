"""The agreement of a pair: the edition's words with the names filled in, accepted by both sides in Tandem."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring import guards, notices, rules
from mentoring.querysets import STANDING_AGREEMENT, PairAgreementQuerySet
from workflows.letters import Letter
from workflows.lifecycle import Category, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.workdays import end_of_window

from .enrolment import Enrolment
from .of_a_pair import OfAPair
from .pairing import Pairing

#: Days for both to accept: the field's contracts are closed within a fortnight.
ACCEPT_WITHIN = 14
#: What may be named in an edition's text of the agreement.
PLACES = ("mentor", "mentee", "edition", "programme", "starts", "ends", "meetings")


def words_for(pairing: Pairing) -> str:
    """The edition's text with the places filled in for this pair, in the language in use; empty without a text."""
    edition = pairing.edition
    values = {
        "mentor": pairing.mentor.person.full_name,
        "mentee": pairing.mentee.person.full_name,
        "edition": edition.title,
        "programme": edition.programme.title,
        "starts": date_format(pairing.started_on or edition.starts_on),
        "ends": date_format(edition.ends_on),
        "meetings": edition.sessions_due,
    }
    return Letter("", edition.agreement_text or "").filled(values).body


class PairAgreement(OfAPair):
    """One side accepts, then the other; what they accepted does not change any more."""

    class States(BaseStates):
        OFFERED = "offered", Category.IN_HANDS, pgettext_lazy("pair agreement", "waits for both")
        HALF = "half", Category.IN_HANDS, pgettext_lazy("pair agreement", "one side accepted")
        ACCEPTED = "accepted", Category.DONE, pgettext_lazy("pair agreement", "accepted by both")
        TAKEN_BACK = "taken_back", Category.REFUSED, pgettext_lazy("pair agreement", "taken back")

    state = StateField(States, default=States.OFFERED)
    pairing = models.ForeignKey(
        Pairing, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("pair")
    )
    text = models.TextField(editable=False)
    offered_at = models.DateTimeField(editable=False)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    first_at = models.DateTimeField(null=True, editable=False)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    second_at = models.DateTimeField(null=True, editable=False)

    path = [States.OFFERED, States.HALF, States.ACCEPTED]
    owes = {
        States.OFFERED: [
            Owes(
                "accept_first",
                _("Read the agreement of your pair and accept it"),
                who=lambda a: a.waits_for(),
                due=lambda a: a.accept_by,
            )
        ],
        States.HALF: [
            Owes(
                "accept_second",
                _("Read the agreement of your pair and accept it"),
                who=lambda a: a.waits_for(),
                due=lambda a: a.accept_by,
            )
        ],
    }
    begun_tells = [notices.agreement_offered]

    note_readers = comment_readers = rules.READ_IN_PAIR
    objects = PairAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement of a pair")
        verbose_name_plural = _("agreements of pairs")
        ordering = ("-offered_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["pairing"],
                name="one_standing_agreement_per_pair",
                condition=Q(state__in=STANDING_AGREEMENT),
            )
        ]

    def __str__(self) -> str:
        return gettext("Agreement · %(pair)s") % {"pair": self.pairing}

    def get_absolute_url(self) -> str:
        return reverse("mentoring:agreement", args=[self.pk])

    @property
    def accept_by(self) -> datetime:
        return end_of_window(self.offered_at, days=ACCEPT_WITHIN)

    def waits_for(self) -> list[Any]:
        """Whoever has not accepted yet; nobody once the pair is over."""
        if not self.pairing.goes_on:
            return []
        return [each for side in self.sides_left() for each in side.answering()]

    def sides_left(self) -> list[Enrolment]:
        """The sides that have not accepted yet; staff accept for a side without an account."""
        sides = [self.pairing.mentor, self.pairing.mentee]
        if self.first_by_id is None:
            return sides
        by_account = {side.person.user_id: side for side in sides}
        if self.first_by_id in by_account:
            return [side for side in sides if side != by_account[self.first_by_id]]
        online = [side for side in sides if side.person.user_id is not None]
        return online or sides[1:]

    def acceptances(self) -> list[tuple[str, datetime]]:
        """Who accepted when, in words, in the order in which they did."""
        both = [(self.first_by, self.first_at), (self.second_by, self.second_at)]
        return [(self._signed(user), at) for user, at in both if user is not None and at]

    def _signed(self, user: Any) -> str:
        """The name; of staff also for whom they accepted."""
        sides = [self.pairing.mentor, self.pairing.mentee]
        if user.pk in [side.person.user_id for side in sides]:
            return str(user.display_name)
        absent = [str(side.person) for side in sides if side.person.user_id is None]
        said = {"staff": user.display_name, "person": ", ".join(absent)}
        return gettext("%(person)s, on paper; entered by %(staff)s") % said

    @transition(
        source=States.OFFERED,
        target=States.HALF,
        label=_("I accept the agreement"),
        primary=True,
        may=rules.works_in_pair,
        guards=[guards.pair_still_works],
        instead="paper",
    )
    def accept_first(self, *, by: Any, at: datetime) -> None:
        """The other side is still asked."""
        self.first_by, self.first_at = by, at

    @transition(
        source=States.HALF,
        target=States.ACCEPTED,
        label=_("I accept the agreement"),
        primary=True,
        may=rules.works_in_pair & ~rules.accepted_first & rules.is_of_side_left,
        guards=[guards.pair_still_works],
        tells=[notices.agreement_accepted],
        instead="paper",
    )
    def accept_second(self, *, by: Any, at: datetime) -> None:
        """Both stand by it."""
        self.second_by, self.second_at = by, at

    @transition(
        source=[States.OFFERED, States.HALF],
        target=States.TAKEN_BACK,
        label=_("Take the agreement back"),
        note="must",
        may=rules.is_staff,
        tells=[notices.agreement_taken_back],
    )
    def take_back(self, *, by: object) -> None:
        """Its text was wrong; another one can be offered."""
