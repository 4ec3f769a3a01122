"""A human being that a programme works with; many of them never log in."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people import names, numbers
from people.models.named import Named
from people.querysets import PersonQuerySet
from workflows import clock

if TYPE_CHECKING:
    from people.models.user import User


class Person(Named):
    """A person, known by name; the account is optional and at most one.

    `merged_into` is set once a duplicate was merged: the row stays, so that history keeps its subject.
    """

    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(
        _("telephone"), max_length=20, blank=True, validators=[numbers.validate_phone]
    )
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    town = models.CharField(_("town"), max_length=80, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        related_name="person",
        null=True,
        blank=True,
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        related_name="persons_entered",
        null=True,
        blank=True,
    )
    entered_at = models.DateTimeField(_("entered on"), default=clock.now, editable=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        related_name="duplicates",
        null=True,
        blank=True,
        editable=False,
    )
    erased_at = models.DateTimeField(_("erased on"), null=True, blank=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")),
                name="people_person_not_merged_into_self",
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Return the given name and the family name, as people introduce themselves."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def title_line(self) -> str:
        """Return the heading of the person's page."""
        return self.full_name

    @property
    def masked(self) -> str:
        """Return what may be shown to somebody who may not see this person: "J… K…, u…@…"."""
        shown = [
            names.masked_name(self.given_name, self.family_name),
            names.masked_email(self.email),
        ]
        return ", ".join(part for part in shown if part)

    def sorted_by(self) -> tuple[str, ...]:
        """Sort by family name, then given name."""
        return self.family_name, self.given_name

    def found_by(self) -> tuple[str, ...]:
        """Find by both names, e-mail, telephone and town."""
        return self.given_name, self.family_name, self.email, self.phone, self.town

    def get_absolute_url(self) -> str:
        """Return the address of the person's page in the workspace."""
        return reverse("people:person", args=[self.pk])

    def clean_fields(self, exclude: Any = None) -> None:
        """Bring e-mail and telephone to the one form in which duplicates are compared, then check each field."""
        self.email = self.email.strip().lower()
        self.phone = numbers.phone_digits(self.phone) if self.phone else ""
        super().clean_fields(exclude=exclude)

    def parties(self) -> list["Person"]:
        """Name the parties of a conflict of interest: the person alone."""
        return [self]

    def has_account(self) -> bool:
        """Tell whether this person can log in."""
        return self.user_id is not None

    def belongs_to(self, user: "User") -> bool:
        """Tell whether `user` is this person's own account."""
        return self.user_id is not None and self.user_id == user.pk
