"""An invitation to log in: one link, once, for a limited time."""

import secrets
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from people.querysets import INVITATION_SALT, InvitationQuerySet


def fresh_nonce() -> str:
    """Return a secret that ties a link to one invitation."""
    return secrets.token_urlsafe(16)


class Invitation(models.Model):
    """A link sent to a person's address; `accepted_at` uses it up, a newer invitation replaces it."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField(_("e-mail"))
    nonce = models.CharField(max_length=32, default=fresh_nonce, editable=False)
    sent_at = models.DateTimeField(_("sent on"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent by"),
        on_delete=models.PROTECT,
        related_name="invitations_sent",
    )
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)
    replaced = models.BooleanField(_("replaced by a newer one"), default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(accepted_at__isnull=True, replaced=False),
                name="people_invitation_one_open",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def token(self) -> str:
        """Return the signed text of the link."""
        return signing.Signer(salt=INVITATION_SALT).sign_object([self.pk, self.nonce])

    def get_absolute_url(self) -> str:
        """Return the address that the letter carries."""
        return reverse("people:invitation", args=[self.token])

    def role_scopes(self) -> list[models.Model]:
        """Name nothing on which roles are held: the letter carries a log-in link, and no staff read it."""
        return [self]

    def is_open(self, at: datetime) -> bool:
        """Tell whether the link can still be used at the instant `at`."""
        return self.accepted_at is None and not self.replaced and at < self.expires_at
