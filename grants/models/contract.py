"""The agreement on paper: who signs it, the document that was sent to them, and their signatures."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.rules.signing import Capacity
from workflows.models import StoredFile

from .agreement import Agreement
from .change import Annex
from .decision import Frozen


class Signature(models.Model):
    """Abstract. When and how one party signed a document, with the scan or the file that holds the signature."""

    class How(models.TextChoices):
        PAPER = "paper", pgettext_lazy("signature", "on paper, scanned")
        QUALIFIED = "qualified", pgettext_lazy("signature", "with a qualified signature")
        TRUSTED = "trusted", pgettext_lazy("signature", "with a trusted profile")

    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    how = models.CharField(_("how"), max_length=20, choices=How, blank=True)
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("file")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        abstract = True


class Signatory(Signature):
    """One side of an agreement: the operator, an organisation, each person of an informal group, a patron."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatories")
    position = models.PositiveSmallIntegerField()
    capacity = models.CharField(_("signs as"), max_length=20, choices=Capacity)
    name = models.CharField(_("name"), max_length=300)
    details = models.CharField(_("address and numbers"), max_length=500, blank=True)
    represented_by = models.CharField(_("represented by"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("party of an agreement")
        verbose_name_plural = _("parties of agreements")
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "position"], name="signatory_position_once"
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | ~Q(how=""), name="signature_says_how"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def needs_representative(self) -> bool:
        """Whether somebody signs in its name; a person signs for themselves."""
        return self.capacity not in {Capacity.MEMBER, Capacity.RESIDENTS}


class AnnexSignature(Signature):
    """The signature of one party of the agreement under one annex."""

    annex = models.ForeignKey(Annex, on_delete=models.CASCADE, related_name="signatories")
    party = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("signature under an annex")
        verbose_name_plural = _("signatures under annexes")
        ordering = ["annex", "party__position"]
        constraints = [
            models.UniqueConstraint(fields=["annex", "party"], name="annex_signed_once_by_party"),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | ~Q(how=""), name="annex_signature_says_how"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Of the party."""
        return self.party.name

    @property
    def details(self) -> str:
        """Address and numbers of the party."""
        return self.party.details

    @property
    def represented_by(self) -> str:
        """Who signs for the party."""
        return self.party.represented_by

    def get_capacity_display(self) -> str:
        """As what the party signs."""
        return self.party.get_capacity_display()


class Paper(Frozen):
    """A document that Tandem made and sent out, kept as it was: the agreement, an annex, a protocol."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", pgettext_lazy("paper", "agreement")
        ANNEX = "annex", pgettext_lazy("paper", "annex")
        HANDOVER = "handover", pgettext_lazy("paper", "handing-over protocol")
        INSPECTION = "inspection", pgettext_lazy("paper", "protocol of a check")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.AGREEMENT)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("paper of an agreement")
        verbose_name_plural = _("papers of agreements")
        ordering = ["agreement", "made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file.name}"
