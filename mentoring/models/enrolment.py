"""Somebody's application to an edition, as a mentor or as a mentee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentoring import guards, notices, rules
from mentoring.querysets import ENDED_PAIR, EnrolmentQuerySet
from people.regions import Region
from questionnaires.forms import AnswersForm
from questionnaires.summary import Part, canonical, summarise
from workflows import clock
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.workdays import end_of_window

from .edition import Edition, Topic

if TYPE_CHECKING:
    from mentoring.querysets import PairingQuerySet

ANSWER_WITHIN = 7  # days


class Language(models.TextChoices):
    """In what a pair can talk."""

    POLISH = "pl", pgettext_lazy("language", "Polish")
    ENGLISH = "en", pgettext_lazy("language", "English")
    UKRAINIAN = "uk", pgettext_lazy("language", "Ukrainian")
    BELARUSIAN = "be", pgettext_lazy("language", "Belarusian")
    SIGN = "pjm", pgettext_lazy("language", "Polish Sign Language")


class Way(models.TextChoices):
    """How a pair can meet."""

    IN_PERSON = "in_person", pgettext_lazy("form of a meeting", "in person")
    ONLINE = "online", pgettext_lazy("form of a meeting", "online")
    PHONE = "phone", pgettext_lazy("form of a meeting", "by phone")


class Hours(models.TextChoices):
    """When somebody has time."""

    MORNING = "morning", _("working days, mornings")
    AFTERNOON = "afternoon", _("working days, afternoons")
    EVENING = "evening", _("working days, evenings")
    WEEKEND = "weekend", _("weekends")


class Enrolment(Lifecycle):
    class Role(models.TextChoices):
        MENTOR = "mentor", pgettext_lazy("role in mentoring", "mentor")
        MENTEE = "mentee", pgettext_lazy("role in mentoring", "mentee")

    class States(BaseStates):
        APPLIED = "applied", Category.IN_HANDS, pgettext_lazy("enrolment", "applied")
        WAITING = "waiting", Category.PAUSED, pgettext_lazy("enrolment", "on the waiting list")
        OFFERED = "offered", Category.IN_HANDS, pgettext_lazy("enrolment", "offered a place")
        ACCEPTED = "accepted", Category.DONE, pgettext_lazy("enrolment", "accepted")
        DECLINED = "declined", Category.REFUSED, pgettext_lazy("enrolment", "declined")
        WITHDRAWN = "withdrawn", Category.REFUSED, pgettext_lazy("enrolment", "withdrawn")

    state = StateField(States, default=States.APPLIED)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("edition")
    )
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("person"),
    )
    role = models.CharField(_("takes part as"), max_length=10, choices=Role.choices)
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="enrolments", verbose_name=_("topics")
    )
    region = models.CharField(_("region"), max_length=2, choices=Region.choices)
    experience = models.TextField(_("your experience"), max_length=3000, blank=True)
    need = models.TextField(
        _("what you want to do, and what help you need"), max_length=3000, blank=True
    )
    languages = models.JSONField(_("languages you can talk in"), default=list, blank=True)
    forms = models.JSONField(_("how you can meet"), default=list, blank=True)
    availability = models.JSONField(_("when you have time"), default=list, blank=True)
    access_needs = models.TextField(_("access needs"), max_length=1000, blank=True)
    keep_apart = models.TextField(
        _("with whom not to pair, in confidence"), max_length=1000, blank=True
    )
    waiting_rank = models.PositiveIntegerField(null=True, blank=True, editable=False)
    answer_until = models.DateTimeField(null=True, blank=True, editable=False)
    answers = models.OneToOneField(
        "questionnaires.AnswerSet",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    capacity = models.PositiveSmallIntegerField(
        _("how many mentees at a time"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(20)],
        help_text=_("Empty: as many as the edition says. With 0 no new mentee is proposed."),
    )
    excludes = models.ManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="excluded_by",
        verbose_name=_("with whom you do not want to work"),
    )

    path = [States.APPLIED, States.ACCEPTED]
    owes = {
        States.APPLIED: [
            Owes(
                "decide",
                _("Decide about the application"),
                who=lambda e: e.edition.programme.run_by(),
                due=lambda e: e.edition.answers_by,
            )
        ],
        States.WAITING: [
            Owes("wait", _("Wait for a place, or give it up"), who=lambda e: e.person_behind())
        ],
        States.OFFERED: [
            Owes(
                "take_place",
                _("Say whether you take the place"),
                who=lambda e: e.answering(),
                due=lambda e: e.answer_until,
            )
        ],
        States.ACCEPTED: [
            Owes(
                "pair",
                _("Find a mentor for this person"),
                who=lambda e: e.pairing_due_from(),
                due=lambda e: e.edition.eve,
            )
        ],
    }
    begun_tells = [notices.enrolment_received]
    note_readers = comment_readers = rules.READ_BY_PERSON
    inbox_related = ["person", "edition__activity__programme"]

    objects = EnrolmentQuerySet.as_manager()
    pairings_as_mentor: PairingQuerySet
    pairings_as_mentee: PairingQuerySet

    class Meta:
        verbose_name = _("application for mentoring")
        verbose_name_plural = _("applications for mentoring")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person"],
                name="one_enrolment_per_person_and_edition",
                condition=~Q(state__in=["declined", "withdrawn"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.edition}"

    @property
    def title_line(self) -> str:
        return str(self.person)

    def role_scopes(self) -> list[models.Model]:
        return self.edition.role_scopes()

    def get_absolute_url(self) -> str:
        return reverse("mentoring:enrolment", args=[self.pk])

    def own_answers(self) -> list[Part]:
        """What the edition's own questions brought, for reading; nothing where somebody applied without a form."""
        if self.answers is None:
            return []
        form = AnswersForm(self.answers.questions.read(), self.answers.values, check=True)
        form.is_valid()
        return summarise(form.blocks, canonical(form.cleaned_data))

    def pairings(self) -> PairingQuerySet:
        """The pairs this person is or was in, in this edition."""
        return self.pairings_as_mentor if self.role == self.Role.MENTOR else self.pairings_as_mentee

    def pairing_due_from(self) -> list[object]:
        """Who has to find a mentor: staff, as long as an accepted mentee of a living edition has no pair."""
        finished = self.edition.state == Edition.States.FINISHED
        if self.role == self.Role.MENTOR or finished:
            return []
        standing = self.pairings_as_mentee.exclude(state__in=("declined", *ENDED_PAIR))
        return [] if standing.exists() else list(self.edition.programme.run_by())

    def other_side(self) -> EnrolmentQuerySet:
        """Those accepted in the other role of the same edition: the people one can wish for."""
        role = self.Role.MENTEE if self.role == self.Role.MENTOR else self.Role.MENTOR
        rows: EnrolmentQuerySet = self.edition.enrolments.accepted_as(role)
        return rows.exclude(person=self.person_id)

    @property
    def takes_wishes(self) -> bool:
        """Whether wishes can still change a plan."""
        living = (Edition.States.RECRUITING, Edition.States.RUNNING)
        return self.state == self.States.ACCEPTED and self.edition.state in living

    @property
    def places(self) -> int:
        """With how many mentees this mentor may work at a time."""
        return self.edition.mentor_capacity if self.capacity is None else self.capacity

    @property
    def free_places(self) -> int:
        """How many more mentees this mentor can take; reads `load` of `with_load`, else counts."""
        load = getattr(self, "load", None)
        return self.places - (self.pairings_as_mentor.open().count() if load is None else load)

    def person_behind(self) -> list[Any]:
        """The account of the person; nobody where staff put them on the list and they have none."""
        return [self.person.user] if self.person.user else []

    def answering(self) -> list[Any]:
        """Who answers for the person: they themselves, or staff for somebody without an account."""
        return self.person_behind() or list(self.edition.programme.run_by())

    def number_waiting(self) -> int | None:
        """The place on the waiting list, 1 for who is next; None for whoever does not wait."""
        if self.state != self.States.WAITING:
            return None
        line = list(self.edition.enrolments.in_line(self.role).values_list("pk", flat=True))
        return line.index(self.pk) + 1

    @transition(
        source=[States.APPLIED, States.WAITING],
        target=States.ACCEPTED,
        label=_("Accept"),
        primary=True,
        may=rules.decides,
        guards=[guards.has_a_place],
        tells=[notices.enrolment_accepted],
    )
    def accept(self, *, by: object) -> None:
        """The person takes part in the edition."""
        self.waiting_rank = None

    @transition(
        source=States.APPLIED,
        target=States.WAITING,
        label=_("Put on the waiting list"),
        may=rules.decides,
        tells=[notices.enrolment_waiting],
    )
    def put_in_line(self, *, by: object) -> None:
        """The person comes last in line; the first is offered a place as soon as one is free."""
        last = self.edition.enrolments.in_line(self.role).last()
        self.waiting_rank = last.waiting_rank + 1 if last else 1

    @transition(
        source=States.WAITING,
        target=States.OFFERED,
        label=_("Offer a place"),
        may=rules.decides,
        guards=[guards.has_a_place],
        tells=[notices.enrolment_offered],
    )
    def offer_place(self, *, by: object) -> None:
        """The person has a week to answer; meanwhile nobody else is offered this place."""
        self.waiting_rank = None
        self.answer_until = end_of_window(clock.now(), days=ANSWER_WITHIN)

    @transition(
        source=States.OFFERED,
        target=States.ACCEPTED,
        label=_("I take the place"),
        primary=True,
        may=rules.answers,
        tells=[notices.enrolment_accepted],
    )
    def take_place(self, *, by: object) -> None:
        """The person takes part in the edition."""
        self.answer_until = None

    @transition(
        source=States.OFFERED,
        target=States.WITHDRAWN,
        label=_("No answer came in time"),
        may=nobody,
        tells=[notices.enrolment_lapsed],
    )
    def lapse(self, *, by: object) -> None:
        """The place goes to the next in line."""

    @transition(
        source=[States.APPLIED, States.WAITING],
        target=States.DECLINED,
        label=_("Decline"),
        note="must",
        may=rules.decides,
        tells=[notices.enrolment_declined],
        undo=[],
    )
    def decline(self, *, by: object) -> None:
        """Not in this edition; the person learns why."""
        self.waiting_rank = None

    @transition(
        source=[States.APPLIED, States.WAITING, States.OFFERED, States.ACCEPTED],
        target=States.WITHDRAWN,
        label=_("Withdraw the application"),
        may=rules.is_own | rules.is_staff,
        guards=[guards.has_no_pair],
        note="may",
        tells=[notices.enrolment_withdrawn],
    )
    def withdraw(self, *, by: object) -> None:
        """The person no longer wants to take part."""
        self.waiting_rank = self.answer_until = None


class Wish(models.Model):
    """Somebody of the other side whom a person would like to work with; 1 is the dearest. Staff and its author see it."""

    MOST = 3

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="wishes")
    about = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="wished_by")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ("rank",)
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "rank"], name="one_wish_of_each_rank"),
            models.UniqueConstraint(fields=["enrolment", "about"], name="nobody_wished_for_twice"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.about.person}"
