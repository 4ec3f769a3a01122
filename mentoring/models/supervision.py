"""A supervision: the mentors of an edition talk over their work together, led by somebody outside the pairs."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring import guards, notices, rules
from mentoring.querysets import SupervisionQuerySet
from workflows.lifecycle import Category, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.workdays import end_of_window

from .edition import Edition
from .enrolment import Enrolment
from .scheduled import Scheduled

TICK_WITHIN = 7  # days


class Supervision(Scheduled):
    """Staff plan it and say afterwards who came; its minutes count as hours of those mentors."""

    class States(BaseStates):
        PLANNED = "planned", Category.IN_HANDS, pgettext_lazy("supervision", "planned")
        HELD = "held", Category.DONE, pgettext_lazy("supervision", "held")
        CALLED_OFF = "called_off", Category.REFUSED, pgettext_lazy("supervision", "called off")

    state = StateField(States, default=States.PLANNED)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="supervisions", verbose_name=_("edition")
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=90, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    place = models.CharField(_("where"), max_length=200)
    led_by = models.CharField(_("who leads it"), max_length=160)
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
    note_readers = comment_readers = _(
        "The mentors of the edition and the programme's coordinators read this."
    )
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
    def calendar_title(self) -> str:
        return gettext("Supervision of mentors: %(edition)s") % {"edition": self.edition}

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
