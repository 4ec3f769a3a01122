"""A programme and who pays for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from programmes import guards, roles, rules
from programmes.periods import PartialDate, validate_partial_date
from programmes.querysets import ProgrammeQuerySet
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.roles import RoleOn
from workflows.workdays import end_of_day

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

validate_code = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    _("Use small letters, digits and single hyphens, for example “my-programme”."),
)


class Funder(models.Model):
    """Who pays for one programme, on which terms; the same institution may set other terms elsewhere."""

    name = models.CharField(_("name"), max_length=300)
    currency = models.CharField(_("currency of the grant"), max_length=3)
    local_currency = models.CharField(_("currency of the spending"), max_length=3, blank=True)
    credit_line = models.TextField(_("credit line"), blank=True)
    slogan = models.CharField(_("slogan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("funder")
        verbose_name_plural = _("funders")

    def __str__(self) -> str:
        return self.name


class Programme(Lifecycle):
    """A civic programme from its plan to its last report; everything else belongs to one."""

    class States(BaseStates):
        DRAFT = "draft", Category.DRAFT, pgettext_lazy("programme", "being set up")
        RUNNING = "running", Category.IN_HANDS, pgettext_lazy("programme", "running")
        COMPLETED = "completed", Category.DONE, pgettext_lazy("programme", "completed")
        CLOSED = "closed", Category.DONE, pgettext_lazy("programme", "closed")

    code = models.SlugField(_("code"), max_length=80, unique=True, validators=[validate_code])
    title = models.CharField(_("title"), max_length=300)
    subtitle = models.CharField(_("subtitle"), max_length=500, blank=True)
    kind = models.CharField(_("kind of programme"), max_length=120, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    funder = models.OneToOneField(
        Funder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programme",
        verbose_name=_("funder"),
    )
    start = models.CharField(
        _("start"), max_length=10, blank=True, validators=[validate_partial_date]
    )
    end = models.CharField(_("end"), max_length=10, blank=True, validators=[validate_partial_date])
    local_governments = models.ManyToManyField(
        "people.Organisation",
        blank=True,
        related_name="programmes",
        verbose_name=_("local governments"),
    )
    started_at = models.DateTimeField(_("started at"), null=True, editable=False)
    completed_at = models.DateTimeField(_("completed at"), null=True, editable=False)
    state = StateField(States, default=States.DRAFT)

    objects = ProgrammeQuerySet.as_manager()

    by_roles_alone = True
    path = [States.DRAFT, States.RUNNING, States.COMPLETED, States.CLOSED]
    owes = {
        States.DRAFT: [
            Owes("start", _("Set the programme up and start it"), who=lambda p: p.run_by())
        ],
        States.RUNNING: [
            Owes(
                "complete",
                _("Carry the programme out"),
                who=lambda p: p.run_by(),
                due=lambda p: p.ends_at,
            )
        ],
        States.COMPLETED: [
            Owes("close", _("Close the programme after its last report"), who=lambda p: p.run_by())
        ],
    }

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    @property
    def title_line(self) -> str:
        """How the programme is called on pages and in mails."""
        return self.title

    def get_absolute_url(self) -> str:
        """The programme's overview for those who run it."""
        return reverse("reporting:programme", args=[self.code])

    def role_scopes(self) -> list[models.Model]:
        """Roles on a programme are looked up on the programme alone."""
        return [self]

    def run_by(self) -> list[RoleOn]:
        """Who has the next move when it is the programme team's."""
        return [RoleOn(role, self) for role in roles.RUNNERS]

    @property
    def currency(self) -> str:
        """ISO code of the currency its budget is kept in; złoty where no funder says otherwise."""
        return self.funder.currency if self.funder else "PLN"

    @property
    def website_url(self) -> str:
        """The address of the website as a link; people write it with or without https://."""
        written = self.website
        known = written.startswith(("https://", "http://"))
        return written if known or not written else f"https://{written}"

    @property
    def starts(self) -> PartialDate | None:
        """The start as far as it is known."""
        return PartialDate.parse(self.start) if self.start else None

    @property
    def ends(self) -> PartialDate | None:
        """The end as far as it is known."""
        return PartialDate.parse(self.end) if self.end else None

    @property
    def first_day(self) -> date | None:
        """The first day of the period, or None when it is not known."""
        return self.starts.first_day if self.starts else None

    @property
    def last_day(self) -> date | None:
        """The last day of the period, or None when it is not known."""
        return self.ends.last_day if self.ends else None

    @property
    def ends_at(self) -> datetime | None:
        """The last minute of the last day, in the installation's time zone."""
        last = self.last_day
        return end_of_day(last) if last else None

    def period_shown(self) -> str:
        """The period in the reader's language; „nie podano” where nothing is known."""
        if not self.start and not self.end:
            return pgettext("figure", "not given")
        first = self.starts.shown() if self.starts else "…"
        return f"{first} – {self.ends.shown() if self.ends else '…'}"

    def texts(self, section: str) -> list[str]:
        """The programme's goals, policy areas, topics or audiences, in their order."""
        return [point.text for point in self.points.all() if point.section == section]

    @transition(
        source=States.DRAFT,
        target=States.RUNNING,
        label=_("Start the programme"),
        primary=True,
        may=rules.runs_programme,
        guards=[guards.has_activities],
    )
    def start_running(self, *, by: AbstractBaseUser, at: datetime, note: str = "") -> None:
        """From now on people may apply and take part."""
        self.started_at = at

    @transition(
        source=States.RUNNING,
        target=States.COMPLETED,
        label=_("Mark the work as completed"),
        may=rules.runs_programme,
    )
    def complete(self, *, by: AbstractBaseUser, at: datetime, note: str = "") -> None:
        """The work with people is over; reports and settlements remain."""
        self.completed_at = at

    @transition(
        source=States.COMPLETED,
        target=States.RUNNING,
        label=_("Run it again"),
        may=rules.coordinates_programme,
    )
    def resume(self, *, by: AbstractBaseUser, at: datetime, note: str = "") -> None:
        """It was marked as completed too early."""
        self.completed_at = None

    @transition(
        source=States.COMPLETED,
        target=States.CLOSED,
        label=_("Close the programme"),
        may=rules.coordinates_programme,
    )
    def close(self, *, by: AbstractBaseUser, at: datetime, note: str = "") -> None:
        """Nothing changes any more; the pages stay readable."""

    def clean(self) -> None:
        """A period does not end before it starts."""
        super().clean()
        guards.check_period(self)


def programme_of(obj: Any) -> Programme:
    """The programme an object belongs to; a programme is its own."""
    return obj if isinstance(obj, Programme) else obj.programme
