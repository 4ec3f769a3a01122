"""Consents: which words a person agreed to, when, how, and when they took it back (GDPR art. 7)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models.person import Person
from people.querysets import ConsentClauseQuerySet, ConsentQuerySet
from workflows import clock


class ClauseInUse(Exception):
    """Somebody agreed to these words, so they can no longer change; publish a new version."""


class ConsentClause(models.Model):
    """The words of one consent in one version; unchangeable from the first person who gave it.

    `text` and `title` have a column per language (people.translation).
    """

    key = models.SlugField(_("key"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))
    published_at = models.DateTimeField(_("published on"), default=clock.now, editable=False)

    objects = ConsentClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent clause")
        verbose_name_plural = _("consent clauses")
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version"], name="people_consentclause_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; raise `ClauseInUse` once anybody gave the consent."""
        if self.pk and self.consents.exists():
            raise ClauseInUse(str(self))
        super().save(*args, **kwargs)


class ConsentWay(models.TextChoices):
    PAGE = "page", pgettext_lazy("how a consent was given", "on this site")
    FORM = "form", pgettext_lazy("how a consent was given", "on this site, without an account")
    PAPER = "paper", pgettext_lazy("how a consent was given", "on paper")
    SPOKEN = "spoken", pgettext_lazy("how a consent was given", "in person or by telephone")


class Consent(models.Model):
    """One person's yes to one version of a clause; withdrawing writes when, and the row stays."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="consents"
    )
    clause = models.ForeignKey(
        ConsentClause, verbose_name=_("clause"), on_delete=models.PROTECT, related_name="consents"
    )
    way = models.CharField(_("how"), max_length=10, choices=ConsentWay, default=ConsentWay.PAGE)
    given_at = models.DateTimeField(_("given on"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="consents_recorded",
        null=True,
        blank=True,
    )
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawal recorded by"),
        on_delete=models.PROTECT,
        related_name="consents_withdrawn",
        null=True,
        blank=True,
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "clause"],
                condition=Q(withdrawn_at__isnull=True),
                name="people_consent_standing_once",
            ),
            models.CheckConstraint(
                condition=Q(given_by__isnull=False) | Q(way=ConsentWay.FORM),
                name="people_consent_recorded_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="people_consent_withdrawal_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.clause}"

    @property
    def stands(self) -> bool:
        """Tell whether the consent has not been withdrawn."""
        return self.withdrawn_at is None
