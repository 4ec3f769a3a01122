"""Who belongs to which organisation, in what role, from when until when."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models.organisation import Organisation
from people.models.person import Person
from people.querysets import MembershipQuerySet


class MembershipRole(models.TextChoices):
    BOARD = "board", pgettext_lazy("role in an organisation", "board or head")
    REPRESENTATIVE = "representative", pgettext_lazy("role in an organisation", "representative")
    EMPLOYEE = "employee", pgettext_lazy("role in an organisation", "employee")
    COUNCILLOR = "councillor", pgettext_lazy("role in an organisation", "councillor")
    MEMBER = "member", pgettext_lazy("role in an organisation", "member")
    VOLUNTEER = "volunteer", pgettext_lazy("role in an organisation", "volunteer")


SPEAKING_ROLES = (MembershipRole.BOARD, MembershipRole.REPRESENTATIVE)


class Membership(models.Model):
    """One stretch of time in one role; leaving writes `until`, the row stays for conflicts of interest."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    role = models.CharField(
        _("role"), max_length=15, choices=MembershipRole, default=MembershipRole.MEMBER
    )
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        related_name="memberships_entered",
        null=True,
        blank=True,
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="people_membership_ends_after_start",
                violation_error_message=_("A membership cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(until__isnull=True),
                name="people_membership_once_at_a_time",
                violation_error_message=_("This person already has this role there."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"

    def lasts_on(self, day: dt.date) -> bool:
        """Tell whether the membership holds on `day`; an unknown start counts as always."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )
