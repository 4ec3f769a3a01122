"""Somebody's place at an event or on a study visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities import guards, notices, rules
from activities.querysets import RegistrationQuerySet
from activities.rules import COMES, STANDS, WAS_THERE
from people.regions import Region
from workflows import clock
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.tokens import token_of

from .event import Event
from .limits import Limit, limits_for
from .visit import StudyVisit


def person_behind(registration: Registration) -> Sequence[object]:
    """Whoever has no account is asked by staff, who then answer for them."""
    user = registration.person.user
    return [user] if user else registration.subject.programme.run_by()


def whoever_comes(registration: Registration) -> Sequence[object]:
    """At an event nobody is asked for those without an account: the link in their letter says it all."""
    if registration.event is not None and registration.person.user is None:
        return []
    return person_behind(registration)


class Registration(Lifecycle):
    """One table for events and visits: exactly one of the two is named."""

    class States(BaseStates):
        APPLIED = "applied", Category.IN_HANDS, pgettext_lazy("registration", "applied")
        ACCEPTED = "accepted", Category.IN_HANDS, pgettext_lazy("registration", "accepted")
        RESERVE = "reserve", Category.PAUSED, pgettext_lazy("registration", "on the reserve list")
        DECLINED = "declined", Category.REFUSED, pgettext_lazy("registration", "declined")
        CONFIRMED = "confirmed", Category.IN_HANDS, pgettext_lazy("registration", "confirmed")
        ATTENDED = "attended", Category.DONE, pgettext_lazy("registration", "attended")
        REIMBURSED = "reimbursed", Category.DONE, pgettext_lazy("registration", "paid back")
        ABSENT = "absent", Category.REFUSED, pgettext_lazy("registration", "absent")
        CANCELLED = "cancelled", Category.REFUSED, pgettext_lazy("registration", "cancelled")

    class Room(models.TextChoices):
        NONE = "none", _("I need no bed")
        SHARED = "shared", _("a bed in a shared room")
        SINGLE = "single", _("a room of my own")

    state = StateField(States, default=States.APPLIED)
    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("event"),
    )
    visit = models.ForeignKey(
        StudyVisit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("study visit"),
    )
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name=_("person"),
    )
    motivation = models.TextField(_("why you want to come"), max_length=1500, blank=True)
    diet = models.CharField(_("diet"), max_length=200, blank=True)
    access_needs = models.CharField(_("what you need to take part"), max_length=400, blank=True)
    room = models.CharField(_("night"), max_length=10, choices=Room.choices, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    region = models.CharField(_("voivodeship"), max_length=2, choices=Region.choices, blank=True)
    guardian_name = models.CharField(_("parent or guardian"), max_length=160, blank=True)
    guardian_contact = models.CharField(
        _("telephone or e-mail of the parent or guardian"), max_length=160, blank=True
    )
    #: In which language somebody without an account hears of it.
    language = models.CharField(max_length=2, default="pl", editable=False)
    on_reserve_since = models.DateTimeField(null=True, blank=True, editable=False)
    reserve_rank = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    path = [States.APPLIED, States.ACCEPTED, States.CONFIRMED, States.ATTENDED]
    owes = {
        States.APPLIED: [
            Owes(
                "decide",
                _("Decide about the application"),
                who=lambda r: r.subject.programme.run_by(),
                due=lambda r: r.subject.starts_at,
            )
        ],
        States.ACCEPTED: [
            Owes(
                "confirm",
                _("Say whether you are coming"),
                who=whoever_comes,
                due=lambda r: r.subject.starts_at,
            )
        ],
        States.RESERVE: [Owes("wait", _("Wait for a place, or give it up"), who=whoever_comes)],
        States.CONFIRMED: [Owes("come", _("Come, or cancel in time"), who=whoever_comes)],
    }

    begun_tells = [notices.registration_received]
    locks_first = ["subject"]
    note_readers = comment_readers = _("The person it is about and the organisers read this.")
    inbox_related = ["person__user", "event__activity__programme", "visit__activity__programme"]

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="a_registration_is_for_an_event_or_a_visit",
                condition=Q(event__isnull=False, visit__isnull=True)
                | Q(event__isnull=True, visit__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["event", "person"],
                name="one_place_per_person_and_event",
                condition=~Q(state__in=["cancelled", "declined"]) & Q(event__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["visit", "person"],
                name="one_place_per_person_and_visit",
                condition=~Q(state__in=["cancelled", "declined"]) & Q(visit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.subject}"

    @property
    def subject(self) -> Event | StudyVisit:
        """The event or the visit this is a place at."""
        found = self.event or self.visit
        if found is None:
            raise ValueError("A registration names an event or a visit.")
        return found

    @property
    def road(self) -> Sequence[str]:
        """Only a visit that pays travel costs back leads as far as that."""
        pays = self.visit is not None and self.visit.claim_days is not None
        return [*self.path, self.States.REIMBURSED] if pays else self.path

    @property
    def title_line(self) -> str:
        return str(self)

    @property
    def presence_token(self) -> str:
        """What the person's code for the attendance list bears."""
        return token_of(self.pk, self.subject.code, kind="activities.presence")

    def get_presence_url(self) -> str:
        """What the team's phone opens when it reads that code."""
        return reverse("activities:presence", args=[self.presence_token])

    @property
    def place_token(self) -> str:
        """What the link in the letters of this place bears: whoever has it may give the place up."""
        return token_of(self.pk, self.subject.code, kind="activities.place")

    def get_place_url(self) -> str:
        """The page of the place for whoever holds the link; no account is needed."""
        return reverse("activities_public:place", args=[self.place_token])

    @property
    def has_certificate(self) -> bool:
        """Whether the list of an event, which is final by now, says that the person was there."""
        return self.event is not None and self.event.state == "closed" and self.state in WAS_THERE

    def get_own_url(self) -> str:
        """Where its person reads about it: in the workspace if they log in, else by the link."""
        return self.get_absolute_url() if self.person.user_id else self.get_place_url()

    def can_change(self) -> bool:
        """Whether its person may still choose other sessions, or give it up: it stands, and has not begun."""
        return self.state in STANDS and clock.now() < self.subject.starts_at

    @property
    def shows_code(self) -> bool:
        """Whether the code is of use now: a place, and a day still to come or today."""
        expected = self.state in (*COMES, *WAS_THERE)
        ahead = clock.today() <= self.subject.days[-1]
        return expected and ahead and self.subject.takes_attendance

    @property
    def needs_line(self) -> str:
        """Diet, what it takes to take part, and the night, in one line; for those who may see it."""
        night = self.get_room_display() if self.room else ""
        return "; ".join(str(each) for each in (self.diet, self.access_needs, night) if each)

    def number_on_reserve(self) -> int | None:
        """The person's number on the reserve list, from 1; None when they are not on it (one query)."""
        waiting = list(self.subject.registrations.on_reserve().values_list("pk", flat=True))
        return waiting.index(self.pk) + 1 if self.pk in waiting else None

    def role_scopes(self) -> list[models.Model]:
        return self.subject.role_scopes()

    def travel_limits(self) -> list[Limit]:
        """The limits for this person's travel that hold at this visit."""
        return limits_for(self)

    def get_absolute_url(self) -> str:
        return reverse("activities:registration", args=[self.pk])

    @transition(
        source=[States.APPLIED, States.RESERVE],
        target=States.ACCEPTED,
        label=_("Give a place"),
        primary=True,
        may=rules.is_staff & ~rules.is_own,
        guards=[guards.is_before_the_end, guards.has_free_place],
        tells=[notices.registration_accepted],
        undo=[guards.is_before_the_end, guards.has_no_advance],
    )
    def accept(self, *, by: object) -> None:
        """The person has a place and is asked to confirm it."""
        self.on_reserve_since = None
        self.reserve_rank = None

    @transition(
        source=States.APPLIED,
        target=States.RESERVE,
        label=_("Put on the reserve list"),
        may=rules.is_staff & ~rules.is_own,
        tells=[notices.registration_on_reserve],
        undo=[guards.is_before_the_end],
    )
    def put_on_reserve(self, *, by: object, at: datetime, rank: int | None = None) -> None:
        """The person moves up by itself when a place comes free: by `rank` where points gave one, else first come first."""
        self.on_reserve_since = at
        self.reserve_rank = rank

    @transition(
        source=[States.APPLIED, States.RESERVE],
        target=States.DECLINED,
        label=_("Decline"),
        may=rules.is_staff & ~rules.is_own,
        note="must",
        tells=[notices.registration_declined],
        undo=[guards.is_before_the_end],
    )
    def decline(self, *, by: object) -> None:
        """No place; the person learns why."""

    @transition(
        source=[States.APPLIED, States.RESERVE],
        target=States.DECLINED,
        label=_("No place came free"),
        may=nobody,
    )
    def release(self, *, by: object) -> None:
        """The gathering took place and no place had come free."""

    @transition(
        source=States.ACCEPTED,
        target=States.CONFIRMED,
        label=_("I am coming"),
        primary=True,
        may=rules.is_own | rules.answers_for,
        guards=[guards.is_before_the_end],
    )
    def confirm(self, *, by: object) -> None:
        """The person says that they are coming."""

    @transition(
        source=[States.APPLIED, States.RESERVE, States.ACCEPTED, States.CONFIRMED],
        target=States.CANCELLED,
        label=_("Give up the place"),
        may=rules.is_own | rules.is_staff,
        guards=[guards.is_before_the_start],
        note="may",
        tells=[notices.registration_cancelled],
    )
    def cancel(self, *, by: object) -> None:
        """The place goes to the first person of the reserve list."""

    @transition(
        source=[
            States.APPLIED,
            States.RESERVE,
            States.ACCEPTED,
            States.CONFIRMED,
            States.ABSENT,
        ],
        target=States.CANCELLED,
        label=_("Called off"),
        may=nobody,
        tells=[notices.registration_called_off],
    )
    def call_off(self, *, by: object) -> None:
        """The gathering itself was cancelled."""

    @transition(
        source=[States.ACCEPTED, States.CONFIRMED, States.ABSENT],
        target=States.ATTENDED,
        label=_("Was there"),
        may=rules.is_staff,
        guards=[guards.is_on_the_list],
    )
    def attend(self, *, by: object) -> None:
        """Present on one of the days at least."""

    @transition(
        source=States.ATTENDED,
        target=States.REIMBURSED,
        label=_("Costs paid back"),
        may=nobody,
    )
    def note_reimbursed(self, *, by: object) -> None:
        """The person was there and has their travel costs back."""

    @transition(
        source=[States.ACCEPTED, States.CONFIRMED, States.ATTENDED, States.REIMBURSED],
        target=States.ABSENT,
        label=_("Was not there"),
        may=rules.is_staff,
        guards=[guards.could_be_missed, guards.is_not_on_any_list],
        tells=[notices.paid_to_absent],
    )
    def miss(self, *, by: object) -> None:
        """Present on none of the days."""
