"""Who may apply in a call. Rules and typical numbers: domain.md §2."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.money import AmountField
from grants.rules.parties import GROUPS, SMALLEST_GROUP, ApplicantKind

TERYT_LENGTHS = frozenset({2, 4, 6, 7})  # voivodeship, powiat, gmina without and with its kind


def everyone() -> list[str]:
    """The applicants of a call that has not chosen: whoever may apply at all."""
    return [str(kind) for kind in ApplicantKind]


def validate_territory(codes: object) -> None:
    """Refuse what is no list of TERYT beginnings: two digits (voivodeship), four (powiat), six or seven (gmina)."""
    for code in codes if isinstance(codes, list) else [codes]:
        if not (isinstance(code, str) and code.isdecimal() and len(code) in TERYT_LENGTHS):
            raise ValidationError(
                _(
                    "“%(code)s” is no TERYT code: write 2 digits for a voivodeship, 4 for a powiat, 6 or 7 for a gmina."
                ),
                params={"code": code},
            )


class RepeatRule(models.TextChoices):
    """How often the same applicant may apply."""

    FREELY = "freely", pgettext_lazy("applies", "as often as they like")
    CALL = "call", pgettext_lazy("applies", "once in this call")
    YEAR = (
        "year",
        pgettext_lazy("applies", "once in a calendar year, over all calls of the programme"),
    )


class LineUpMatch(models.TextChoices):
    """What makes two groups the same one, where the same line-up applies once.

    Calls of domain.md §2 mean the whole line-up; the stricter reading is the one of calls and files that do not say.
    """

    WHOLE = "whole", pgettext_lazy("same group", "where all its people are the same")
    PERSON = "person", pgettext_lazy("same group", "where even one person is the same")


class Eligibility(models.Model):
    """Abstract. Conditions on the applicant; a track of the call may narrow `who_may_apply` further.

    Ages of organisations are reckoned on the day of the application, in whole months since registration.
    A patron is compulsory where groups may apply with a patron only.
    """

    who_may_apply = models.JSONField(_("who may apply"), default=everyone)
    ngo_max_months = models.PositiveSmallIntegerField(
        _("organisations registered at most so many months ago"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1200)],
    )
    ngo_max_revenue = AmountField(
        _("organisations with last year's revenue up to"), null=True, blank=True
    )
    group_min_adults = models.PositiveSmallIntegerField(
        _("adults in an informal group, at least"),
        default=SMALLEST_GROUP,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    territory = models.JSONField(
        _("where applicants live or have their seat"),
        default=list,
        blank=True,
        validators=[validate_territory],
    )
    organisation_applies = models.CharField(
        _("an organisation applies"),
        max_length=10,
        choices=RepeatRule,
        default=RepeatRule.FREELY,
    )
    line_up_applies = models.CharField(
        _("the same line-up of a group applies"),
        max_length=10,
        choices=RepeatRule,
        default=RepeatRule.FREELY,
    )
    line_up_match = models.CharField(
        _("a group counts as the same"),
        max_length=10,
        choices=LineUpMatch,
        default=LineUpMatch.PERSON,
    )

    class Meta:
        abstract = True

    @property
    def takes_groups(self) -> bool:
        """Whether informal groups may apply, with a patron or without."""
        return bool(GROUPS & set(self.who_may_apply))

    @property
    def patron_is_compulsory(self) -> bool:
        """Whether a group needs a patron: the call takes groups, but none on their own."""
        return self.takes_groups and not self.patronless_groups

    @property
    def patronless_groups(self) -> bool:
        """Whether a group may apply without a patron."""
        return ApplicantKind.INFORMAL_GROUP in self.who_may_apply

    def covers(self, teryt: str) -> bool:
        """Whether a place with the TERYT code `teryt` lies in the call's territory; no territory means everywhere."""
        return not self.territory or any(teryt.startswith(code) for code in self.territory)
