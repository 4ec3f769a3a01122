"""A mentor is offered to somebody whose project the programme funds."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentoring import guards, notices, rules
from mentoring.querysets import MentorOfferQuerySet
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody

from .edition import Edition

if TYPE_CHECKING:
    from programmes.models import Programme


class MentorOffer(Lifecycle):
    """Whoever accepts goes on to an application as a mentee that says already what the project is about."""

    class States(BaseStates):
        OFFERED = (
            "offered",
            Category.IN_HANDS,
            pgettext_lazy("offer of a mentor", "waits for an answer"),
        )
        ACCEPTED = "accepted", Category.DONE, pgettext_lazy("offer of a mentor", "accepted")
        DECLINED = "declined", Category.REFUSED, pgettext_lazy("offer of a mentor", "declined")
        TAKEN_BACK = (
            "taken_back",
            Category.REFUSED,
            pgettext_lazy("offer of a mentor", "taken back"),
        )
        LAPSED = (
            "lapsed",
            Category.REFUSED,
            pgettext_lazy("offer of a mentor", "not answered in time"),
        )

    state = StateField(States, default=States.OFFERED)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="offers", verbose_name=_("edition")
    )
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="mentor_offers",
        verbose_name=_("person"),
    )
    project = models.CharField(max_length=40, editable=False)
    title = models.CharField(_("project"), max_length=200)
    idea = models.TextField(_("what the project is about"), max_length=3000, blank=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    path = [States.OFFERED, States.ACCEPTED]
    owes = {
        States.OFFERED: [
            Owes(
                "accept",
                _("Say whether you want a mentor"),
                who=lambda offer: offer.asked(),
                due=lambda offer: offer.edition.recruits_until,
            )
        ]
    }
    begun_tells = [notices.mentor_offered]
    note_readers = comment_readers = rules.READ_BY_PERSON
    inbox_related = ["person__user", "edition__activity__programme"]

    objects = MentorOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer of a mentor")
        verbose_name_plural = _("offers of mentors")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person"],
                name="one_open_offer_of_a_mentor",
                condition=Q(state="offered"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.edition}"

    @property
    def title_line(self) -> str:
        return str(self.edition)

    @property
    def programme(self) -> Programme:
        return self.edition.programme

    def role_scopes(self) -> list[models.Model]:
        return self.edition.role_scopes()

    def get_absolute_url(self) -> str:
        return reverse("mentoring:mentor-offer", args=[self.pk])

    def asked(self) -> list[Any]:
        """The person; nobody once their account is gone, since the application that follows is written by themselves."""
        return [self.person.user] if self.person.user else []

    @property
    def is_own_wish(self) -> bool:
        """Whether the person asked for it themselves: no letter goes out then."""
        return self.offered_by_id == self.person.user_id

    @transition(
        source=States.OFFERED,
        target=States.ACCEPTED,
        label=_("I want a mentor"),
        primary=True,
        may=rules.is_own,
        guards=[guards.offer_can_be_taken],
    )
    def accept(self, *, by: object, at: datetime) -> None:
        """Their application begins, with what the project says already filled in."""

    @transition(
        source=States.OFFERED,
        target=States.DECLINED,
        label=_("No, thank you"),
        note="may",
        may=rules.is_own,
        tells=[notices.mentor_offer_declined],
    )
    def decline(self, *, by: object) -> None:
        """They go on without; nothing else changes."""

    @transition(
        source=States.OFFERED,
        target=States.TAKEN_BACK,
        label=_("Take the offer back"),
        note="must",
        may=rules.is_staff,
        tells=[notices.mentor_offer_taken_back],
    )
    def take_back(self, *, by: object) -> None:
        """Staff thought better of it."""

    @transition(
        source=States.OFFERED,
        target=States.LAPSED,
        label=_("Not answered in time"),
        may=nobody,
    )
    def lapse(self, *, by: object) -> None:
        """The edition takes no applications any more."""
