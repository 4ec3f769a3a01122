"""What one participant will apply at home: asked for after the visit, due in ten days."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities import guards, notices, rules
from activities.querysets import TakeawayQuerySet
from workflows.lifecycle import Category, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody

from .of_a_place import OfAPlace
from .registration import Registration, person_behind


class Takeaway(OfAPlace):
    """One for each who was there; it stands in the report of the visit under their name."""

    class States(BaseStates):
        ASKED = "asked", Category.YOURS, pgettext_lazy("takeaway", "to be written")
        WRITTEN = "written", Category.DONE, pgettext_lazy("takeaway", "written")
        DROPPED = "dropped", Category.REFUSED, pgettext_lazy("takeaway", "no longer asked for")

    state = StateField(States, default=States.ASKED)
    registration = models.OneToOneField(
        Registration, models.PROTECT, related_name="takeaway", verbose_name=_("registration")
    )
    words = models.TextField(_("What I will apply at home"), max_length=2000, blank=True)
    #: That they answered the evaluation, so that they answer once; neither when nor what.
    has_evaluated = models.BooleanField(default=False, editable=False)

    path = [States.ASKED, States.WRITTEN]
    owes = {
        States.ASKED: [
            Owes(
                "write",
                _("Write what you will apply at home"),
                who=lambda t: person_behind(t.registration),
                due=lambda t: t.due_at,
            )
        ],
    }
    begun_tells = [notices.takeaway_asked]

    comment_readers = _("The person it is about and the organisers read this.")
    objects = TakeawayQuerySet.as_manager()

    class Meta:
        verbose_name = _("what one will apply at home")
        verbose_name_plural = _("what they will apply at home")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(_("What I will apply at home: %(visit)s") % {"visit": self.visit})

    @property
    def title_line(self) -> str:
        return str(self)

    @property
    def due_at(self) -> datetime:
        """The end of the tenth day after the visit; from then on the report goes without it."""
        return self.visit.evaluation_until

    def get_absolute_url(self) -> str:
        return reverse("activities:takeaway", args=[self.pk])

    @transition(
        source=States.ASKED,
        target=States.WRITTEN,
        label=_("Send what I will apply"),
        may=rules.may_write_takeaway,
        guards=[guards.says_what_is_applied],
    )
    def send(self, *, by: object) -> None:
        """The team reads it, and it stands in the report of the visit."""

    @transition(
        source=States.WRITTEN,
        target=States.ASKED,
        label=_("Write it anew"),
        may=rules.may_write_takeaway,
        guards=[guards.report_is_open],
    )
    def write_anew(self, *, by: object) -> None:
        """Until the report of the visit is submitted it may say something else."""

    @transition(
        source=[States.ASKED, States.WRITTEN],
        target=States.DROPPED,
        label=_("No longer asked for"),
        may=nobody,
    )
    def drop(self, *, by: object) -> None:
        """The report went without it, or the person was not there after all."""

    @transition(
        source=States.DROPPED,
        target=States.ASKED,
        label=_("Asked again"),
        may=nobody,
    )
    def ask_again(self, *, by: object) -> None:
        """The person was there after all."""
