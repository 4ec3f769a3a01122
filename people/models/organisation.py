"""An organisation, formal or not: local governments, NGOs, federations, informal groups."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people import numbers
from people.models.named import Named
from people.querysets import OrganisationQuerySet
from workflows import clock


class OrganisationKind(models.TextChoices):
    LOCAL_GOVERNMENT = "local_government", _("local government")
    NGO = "ngo", _("non-governmental organisation")
    FEDERATION = "federation", _("federation of organisations")
    INFORMAL_GROUP = "informal_group", _("informal group")
    PUBLIC_BODY = "public_body", _("public institution")
    OTHER = "other", pgettext_lazy("kind of organisation", "other")


class LocalGovernmentType(models.TextChoices):
    URBAN = "urban", pgettext_lazy("local government", "urban municipality")
    RURAL = "rural", pgettext_lazy("local government", "rural municipality")
    URBAN_RURAL = "urban_rural", pgettext_lazy("local government", "urban-rural municipality")
    DISTRICT = "district", pgettext_lazy("local government", "district of a city")
    COUNTY = "county", pgettext_lazy("local government", "county")


class Organisation(Named):
    """An organisation with the numbers of public registers, each checked; an informal group has none."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    name = models.CharField(_("name"), max_length=200)
    local_government_type = models.CharField(
        _("type of local government"), max_length=12, choices=LocalGovernmentType, blank=True
    )
    teryt = models.CharField(
        _("TERYT code"), max_length=7, blank=True, validators=[numbers.validate_teryt]
    )
    nip = models.CharField("NIP", max_length=10, blank=True, validators=[numbers.validate_nip])
    regon = models.CharField(
        "REGON", max_length=14, blank=True, validators=[numbers.validate_regon]
    )
    krs = models.CharField("KRS", max_length=10, blank=True, validators=[numbers.validate_krs])
    address = models.CharField(_("street and number, postcode"), max_length=200, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, default="PL")
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(
        _("telephone"), max_length=20, blank=True, validators=[numbers.validate_phone]
    )
    website = models.CharField(_("website"), max_length=200, blank=True)
    superior = models.ForeignKey(
        "self",
        verbose_name=_("body it answers to"),
        on_delete=models.PROTECT,
        related_name="subordinates",
        null=True,
        blank=True,
        help_text=_(
            "The municipality of a library, the county of a school. People of the two do not judge one another and are no pair in mentoring."
        ),
    )
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        related_name="organisations_entered",
        null=True,
        blank=True,
    )
    entered_at = models.DateTimeField(_("entered on"), default=clock.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "pk"]
        constraints = [
            # A district shares the NIP of its city, so the rule leaves local governments out.
            models.UniqueConstraint(
                fields=["nip"],
                condition=~Q(nip="") & ~Q(kind=OrganisationKind.LOCAL_GOVERNMENT),
                name="people_organisation_nip_once",
                violation_error_message=_("An organisation with this NIP is already here."),
            ),
            models.UniqueConstraint(
                fields=["krs"],
                condition=~Q(krs=""),
                name="people_organisation_krs_once",
                violation_error_message=_("An organisation with this KRS number is already here."),
            ),
            models.UniqueConstraint(
                fields=["teryt"],
                condition=~Q(teryt=""),
                name="people_organisation_teryt_once",
                violation_error_message=_(
                    "A local government with this TERYT code is already here."
                ),
            ),
            models.CheckConstraint(
                condition=Q(superior__isnull=True) | ~Q(superior=F("pk")),
                name="people_organisation_answers_to_another",
                violation_error_message=_("An organisation does not answer to itself."),
            ),
            models.CheckConstraint(
                condition=Q(kind=OrganisationKind.LOCAL_GOVERNMENT)
                | Q(local_government_type="", teryt=""),
                name="people_organisation_teryt_of_local_government",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title_line(self) -> str:
        """Return the heading of the organisation's page."""
        return self.name

    @property
    def is_local_government(self) -> bool:
        """Tell whether the organisation is a municipality, a district or a county."""
        return self.kind == OrganisationKind.LOCAL_GOVERNMENT

    def sorted_by(self) -> tuple[str, ...]:
        """Sort by name."""
        return (self.name,)

    def found_by(self) -> tuple[str, ...]:
        """Find by name, town and every number."""
        return self.name, self.town, self.nip, self.regon, self.krs, self.teryt

    def get_absolute_url(self) -> str:
        """Return the address of the organisation's page in the workspace."""
        return reverse("people:organisation", args=[self.pk])

    def parties(self) -> list["Organisation"]:
        """Name the parties of a conflict of interest: the organisation."""
        return [self]

    def clean_fields(self, exclude: Any = None) -> None:
        """Strip "PL", spaces and dashes from the numbers, then check each."""
        for field in ("nip", "regon", "krs", "teryt"):
            setattr(self, field, numbers.digits(getattr(self, field) or ""))
        self.phone = numbers.phone_digits(self.phone) if self.phone else ""
        self.email = self.email.strip().lower()
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        """Hold numbers and kind together: only local governments have a TERYT code, and it tells their type."""
        if not self.is_local_government:
            self.local_government_type = self.teryt = ""
            return
        problems: dict[str, Any] = {}
        if not self.local_government_type:
            problems["local_government_type"] = _("Choose the type of local government.")
        elif self.teryt:
            try:
                numbers.validate_teryt_type(self.teryt, self.local_government_type)
            except ValidationError as problem:
                problems["teryt"] = problem
        if problems:
            raise ValidationError(problems)
