"""An edition of mentoring: its time, its people, and when a pair has done what it set out to do."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.rules import WAS_THERE
from finance.money import AmountField
from mentoring import guards, rules
from mentoring.querysets import EditionQuerySet
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.workdays import end_of_day, end_of_window

if TYPE_CHECKING:
    from mentoring.querysets import EnrolmentQuerySet, PairingQuerySet
    from programmes.models import Programme

#: Hours a month over all projects: the guidelines on eligible expenditure of EU funds set them.
MOST_IN_ESF = 276
MOST_A_MONTH = 744  # hours that a month of 31 days has
DECIDES_WITHIN = 14  # days after the last application


def _form(label: Any) -> Any:
    """A form of the edition, in the version chosen for it. Pairs are asked nothing when it is empty, candidates the usual one."""
    return models.ForeignKey(
        "questionnaires.Version",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
    )


class Edition(Lifecycle):
    """Mentors and mentees apply, staff pair them, the pairs work, the edition ends when no pair is open."""

    class States(BaseStates):
        DRAFT = "draft", Category.DRAFT, pgettext_lazy("edition", "draft")
        RECRUITING = "recruiting", Category.IN_HANDS, pgettext_lazy("edition", "recruiting")
        RUNNING = "running", Category.IN_HANDS, pgettext_lazy("edition", "running")
        FINISHED = "finished", Category.DONE, pgettext_lazy("edition", "finished")

    state = StateField(States, default=States.DRAFT)
    activity = models.ForeignKey(
        "programmes.Activity",
        on_delete=models.PROTECT,
        related_name="editions",
        verbose_name=_("activity"),
    )
    code = models.SlugField(_("address on the site"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    recruits_until = models.DateTimeField(_("applications until"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    mentor_capacity = models.PositiveSmallIntegerField(
        _("mentees per mentor"), default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    sessions_due = models.PositiveSmallIntegerField(
        _("meetings planned per pair"), default=8, validators=[MaxValueValidator(100)]
    )
    hours_due = models.PositiveSmallIntegerField(
        _("hours together planned per pair"),
        default=0,
        validators=[MaxValueValidator(500)],
        help_text=_("With 0 hours are not asked about, only meetings."),
    )
    sessions_share = models.PositiveSmallIntegerField(
        _("share of meetings and hours that completes"),
        default=80,
        validators=[MaxValueValidator(100)],
        help_text=_("In percent: with 80 a pair that planned 10 meetings completes with 8."),
    )
    milestones_due = models.PositiveSmallIntegerField(
        _("milestones at least"), default=3, validators=[MaxValueValidator(30)]
    )
    contract_hours = models.PositiveSmallIntegerField(
        _("hours per mentor's contract"),
        default=0,
        validators=[MaxValueValidator(2000)],
        help_text=_("For mentors without a contract of their own. With 0 there is no limit."),
    )
    month_hours = models.PositiveSmallIntegerField(
        _("hours of a mentor in a month at most"),
        default=MOST_IN_ESF,
        validators=[MaxValueValidator(MOST_A_MONTH)],
        help_text=_(
            "Over all projects that Tandem knows of. Projects of the ESF allow 276. With 0 there is no limit."
        ),
    )
    mentee_call = models.TextField(_("whom we look for as mentees"), max_length=2000, blank=True)
    mentor_call = models.TextField(_("whom we look for as mentors"), max_length=2000, blank=True)
    mentee_places = models.PositiveSmallIntegerField(
        _("places for mentees"),
        default=0,
        validators=[MaxValueValidator(2000)],
        help_text=_("With 0 there is no limit."),
    )
    mentor_places = models.PositiveSmallIntegerField(
        _("places for mentors"),
        default=0,
        validators=[MaxValueValidator(2000)],
        help_text=_("With 0 there is no limit."),
    )
    mentee_form = _form(_("form for mentees"))
    mentor_form = _form(_("form for mentors"))
    visits = models.ManyToManyField(
        "activities.StudyVisit",
        blank=True,
        related_name="+",
        verbose_name=_("study visits of the edition"),
    )
    visits_due = models.PositiveSmallIntegerField(
        _("study visits a mentee attends to complete"),
        default=0,
        validators=[MaxValueValidator(20)],
        help_text=_("With 0 visits are offered and not asked for."),
    )
    hour_rate = AmountField(
        _("rate for a mentor's hour"),
        null=True,
        blank=True,
        help_text=_(
            "For mentors without a contract of their own, and offered in new contracts. Empty: they work as volunteers."
        ),
    )
    self_assessment = _form(_("self-assessment at the beginning and at the end"))
    midterm_survey = _form(_("survey half-way"))
    closing_survey = _form(_("survey at the end"))
    agreement_text = models.TextField(_("agreement of a pair"), max_length=8000, blank=True)
    confirm_after_days = models.PositiveSmallIntegerField(
        _("days after which a written meeting counts as confirmed"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )

    path = [States.DRAFT, States.RECRUITING, States.RUNNING, States.FINISHED]
    owes = {
        States.DRAFT: [
            Owes("open_recruitment", _("Open the recruitment"), who=lambda e: e.programme.run_by())
        ],
        States.RECRUITING: [
            Owes(
                "start",
                _("Choose the people and start the edition"),
                who=lambda e: e.programme.run_by(),
                due=lambda e: e.eve,
            )
        ],
        States.RUNNING: [
            Owes(
                "finish",
                _("Lead the edition to its end"),
                who=lambda e: e.programme.run_by(),
                due=lambda e: e.last_instant,
            )
        ],
    }
    inbox_related = ["activity__programme"]

    objects = EditionQuerySet.as_manager()
    enrolments: EnrolmentQuerySet
    pairings: PairingQuerySet

    class Meta:
        verbose_name = _("mentoring edition")
        verbose_name_plural = _("mentoring editions")
        ordering = ("-starts_on", "pk")
        constraints = [
            models.CheckConstraint(
                name="edition_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title_line(self) -> str:
        return self.title

    @property
    def programme(self) -> Programme:
        return self.activity.programme

    def role_scopes(self) -> list[models.Model]:
        return [self, self.programme]

    def get_absolute_url(self) -> str:
        return reverse("mentoring:edition", args=[self.code])

    def get_public_url(self) -> str:
        return reverse("mentoring_public:edition", args=[self.code])

    @property
    def sessions_needed(self) -> int:
        """Confirmed meetings that complete a pair: the share of those planned, rounded up."""
        return math.ceil(self.sessions_due * self.sessions_share / 100)

    @property
    def minutes_needed(self) -> int:
        """Confirmed minutes that complete a pair: the share of the hours planned, rounded up; 0 asks for none."""
        return math.ceil(self.hours_due * 60 * self.sessions_share / 100)

    @property
    def hours_needed(self) -> str:
        """`minutes_needed` as hours, in the language in use."""
        return guards.in_hours(self.minutes_needed)

    def has_free_place(self, role: str) -> bool:
        """Whether one more of this side fits; an edition that names no number takes everybody."""
        places: int = getattr(self, f"{role}_places")
        return not places or self.enrolments.holding_places(role).count() < places

    @cached_property
    def accounts_inside(self) -> frozenset[int]:
        """Keys of the accounts of those who applied or take part; asked once for a page of candidates."""
        keys = self.enrolments.standing().values_list("person__user", flat=True)
        return frozenset(key for key in keys if key)

    @property
    def answers_by(self) -> datetime:
        """By when whoever applied is told how it went: before the work begins, unless people may still apply then."""
        decided = end_of_window(self.recruits_until, days=DECIDES_WITHIN)
        return max(self.recruits_until, min(decided, self.eve))

    def visits_attended_by(self, person_id: int) -> int:
        """How many of its study visits a person attended; one query."""
        attended = Q(registrations__person=person_id, registrations__state__in=WAS_THERE)
        return self.visits.filter(attended).distinct().count()

    @property
    def eve(self) -> datetime:
        """The last minute before its first day: until then everything stands ready."""
        day = self.starts_on - timedelta(days=1)
        return end_of_day(day)

    @property
    def last_instant(self) -> datetime:
        return end_of_day(self.ends_on)

    @transition(
        source=States.DRAFT,
        target=States.RECRUITING,
        label=_("Open the recruitment"),
        primary=True,
        may=rules.is_staff,
        guards=[guards.has_deadline_ahead],
    )
    def open_recruitment(self, *, by: object) -> None:
        """From now on the edition has its public page and takes applications."""

    @transition(
        source=States.RECRUITING,
        target=States.RUNNING,
        label=_("Start the edition"),
        primary=True,
        may=rules.is_staff,
        guards=[guards.all_enrolments_decided],
    )
    def start(self, *, by: object) -> None:
        """The recruitment is over; pairs can still be made among those accepted."""

    @transition(
        source=States.RUNNING,
        target=States.FINISHED,
        label=_("Finish the edition"),
        primary=True,
        may=rules.is_staff,
        guards=[guards.has_no_open_pairing],
    )
    def finish(self, *, by: object) -> None:
        """No pair is on its way any more."""


class Topic(models.Model):
    """What mentors know and mentees ask about; the fit of a pair is read from it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="topics")
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["edition", "name"], name="a_topic_once_in_an_edition")
        ]

    def __str__(self) -> str:
        return self.name
