"""A supervision: the mentors of an edition talk over their work together, led by somebody outside the pairs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring import guards, notices, rules
from mentoring.querysets import SupervisionQuerySet
from workflows import clock
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.notices import Attachment
from workflows.workdays import end_of_window

from .edition import Edition
from .enrolment import Enrolment, Way
from .invitation import calendar_file

TICK_WITHIN = 7  # days


class Supervision(Lifecycle):
    """Staff plan it and say afterwards who came; its minutes count as hours of those mentors."""

    class States(BaseStates):
        PLANNED = "planned", Category.IN_HANDS, pgettext_lazy("supervision", "planned")
        HELD = "held", Category.DONE, pgettext_lazy("supervision", "held")
        CALLED_OFF = "called_off", Category.REFUSED, pgettext_lazy("supervision", "called off")

    state = StateField(States, default=States.PLANNED)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="supervisions", verbose_name=_("edition")
    )
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=90, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    form = models.CharField(
        _("how you meet"), max_length=12, choices=Way.choices, default=Way.ONLINE
    )
    place = models.CharField(_("where"), max_length=200)
    led_by = models.CharField(_("who leads it"), max_length=160)
    about = models.TextField(_("what you want to talk about"), max_length=1000, blank=True)
    came = models.ManyToManyField(
        Enrolment, blank=True, related_name="supervisions", verbose_name=_("who came")
    )

    path = [States.PLANNED, States.HELD]
    owes = {
        States.PLANNED: [
            Owes(
                "hold",
                _("Say who came to the supervision"),
                who=lambda s: s.edition.programme.run_by(),
                due=lambda s: end_of_window(s.ends_at, days=TICK_WITHIN),
            )
        ],
    }
    begun_tells = [notices.supervision_planned]
    inbox_related = ["edition__activity__programme"]

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision of mentors")
        verbose_name_plural = _("supervisions of mentors")
        ordering = ("-starts_at", "-pk")

    def __str__(self) -> str:
        moment = date_format(localtime(self.starts_at), "j E Y, H:i")
        return gettext("Supervision on %(moment)s") % {"moment": moment}

    def role_scopes(self) -> list[models.Model]:
        return [self, *self.edition.role_scopes()]

    def get_absolute_url(self) -> str:
        return reverse("mentoring:supervision", args=[self.pk])

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def has_begun(self) -> bool:
        return clock.now() >= self.starts_at

    def invitation(self) -> Attachment:
        """The supervision as a file that a calendar opens."""
        title = gettext("Supervision of mentors: %(edition)s") % {"edition": self.edition}
        return calendar_file(self, title=title)

    @transition(
        source=States.PLANNED,
        target=States.HELD,
        label=_("Say who came"),
        primary=True,
        may=rules.is_staff,
        guards=[guards.meeting_has_begun],
    )
    def hold(self, *, by: object) -> None:
        """The hours of those who came count."""

    @transition(
        source=States.PLANNED,
        target=States.CALLED_OFF,
        label=_("Call off"),
        note="must",
        may=rules.is_staff,
        tells=[notices.supervision_called_off],
    )
    def call_off(self, *, by: object) -> None:
        """The mentors' calendars hear of it."""
