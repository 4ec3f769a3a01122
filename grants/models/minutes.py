"""The minutes of a meeting: drawn up from its records, confirmed by everybody who was there, kept as they were signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.guards import minutes as guards
from grants.notices import minutes as notices
from grants.querysets.minutes import MinutesQuerySet
from grants.rules import minutes as rules
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.models import StoredFile
from workflows.models.history import canonical
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.roles import RoleOn

from .decision import Frozen
from .meeting import Meeting, Role

if TYPE_CHECKING:
    from grants.models import Call
    from people.models import User


def _keepers(minutes: Minutes) -> list[RoleOn]:
    call = minutes.meeting.call
    return [RoleOn("chair", call), RoleOn("secretary", call)]


class Minutes(Lifecycle):
    """The minutes of one meeting. What everybody signs is a `MinutesText`; a corrected one is a new text."""

    class States(BaseStates):
        DRAFTED = "drafted", Category.DRAFT, pgettext_lazy("minutes", "drafted")
        TO_SIGN = "to_sign", Category.IN_HANDS, pgettext_lazy("minutes", "to be signed")
        RETURNED = "returned", Category.RETURNED, pgettext_lazy("minutes", "returned")
        SIGNED = "signed", Category.DONE, pgettext_lazy("minutes", "signed")

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    course = models.TextField(_("course of the meeting"), max_length=20_000, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent to be signed"), null=True, editable=False)
    signed_at = models.DateTimeField(_("signed"), null=True, editable=False)
    scan = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("scan with the signatures"),
    )

    state = StateField(States, default=States.DRAFTED)
    path = [States.DRAFTED, States.TO_SIGN, States.SIGNED]
    owes = {
        States.DRAFTED: [
            Owes("send", _("Read the minutes and send them to be signed"), who=_keepers)
        ],
        States.TO_SIGN: [
            Owes("confirm", _("Read the minutes and confirm them"), who=rules.yet_to_sign)
        ],
        States.RETURNED: [Owes("correct", _("Correct the minutes"), who=_keepers)],
    }
    locks_first = ("meeting",)
    inbox_related = ("meeting__call__activity__programme",)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes of a meeting")
        verbose_name_plural = _("minutes of meetings")
        ordering = ["-meeting__starts_at", "-pk"]

    def __str__(self) -> str:
        return self.title_line

    @property
    def title_line(self) -> str:
        """The minutes by the day of the meeting."""
        return str(_("Minutes: %(meeting)s") % {"meeting": self.meeting.title_line})

    @property
    def call(self) -> Call:
        """The call whose committee met."""
        return self.meeting.call

    @property
    def text(self) -> MinutesText | None:
        """The text that was sent to be signed last."""
        return self.texts.order_by("-pk").first()

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach these minutes are looked up."""
        return [self, *self.meeting.role_scopes()]

    def may_add_file(self, user: Any) -> bool:
        """The one file of the minutes, the scan, comes with the move that signs them."""
        return False

    def get_absolute_url(self) -> str:
        return reverse("grants:minutes", args=[self.pk])

    @transition(
        source=[States.DRAFTED, States.RETURNED],
        target=States.TO_SIGN,
        label=_("Send it to be signed"),
        primary=True,
        may=rules.keeps,
        guards=[guards.decision_is_taken, guards.somebody_signs],
        tells=[notices.members_to_sign],
    )
    def send_to_sign(self, *, by: User, at: datetime, digest: str) -> None:
        """Everybody who was there gets the text with this `digest`; `actions.minutes.send_minutes` keeps it."""
        self.digest, self.sent_at = digest, at

    @transition(
        source=States.TO_SIGN,
        target=States.TO_SIGN,
        label=_("Confirm the minutes"),
        primary=True,
        may=rules.is_yet_to_sign,
        guards=[guards.text_is_the_one_read],
        instead="none",
    )
    def confirm(self, *, by: User, at: datetime, digest: str) -> None:
        """One of those who were there signs the text with this `digest`."""

    @transition(
        source=States.TO_SIGN,
        target=States.SIGNED,
        label=_("Signed by everybody"),
        may=nobody,
        tells=[notices.everybody_signed],
    )
    def complete(self, *, by: User, at: datetime) -> None:
        """Follows the last confirmation."""
        self.signed_at = at

    @transition(
        source=States.TO_SIGN,
        target=States.SIGNED,
        label=_("Record the scan with the signatures"),
        may=rules.is_staff,
        tells=[notices.everybody_signed],
    )
    def sign_on_paper(self, *, by: User, at: datetime, scan: StoredFile) -> None:
        """The minutes were signed on paper; `scan` shows the signatures of all."""
        self.scan, self.signed_at = scan, at

    @transition(
        source=States.TO_SIGN,
        target=States.RETURNED,
        label=_("Return it with a remark"),
        may=rules.returns,
        tells=[notices.keepers_returned],
        note="must",
    )
    def send_back(self, *, by: User) -> None:
        """Something in the text is not as it was; a corrected text is signed by everybody anew."""


class MinutesText(Frozen):
    """One text of minutes as it was sent to be signed: the blocks of the document and their SHA-256."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="texts")
    content = models.JSONField(_("text"))
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("text of minutes")
        verbose_name_plural = _("texts of minutes")
        ordering = ["minutes", "pk"]

    def __str__(self) -> str:
        return f"{self.minutes} ({self.digest[:12]})"

    @staticmethod
    def digest_of(content: Iterable[Any]) -> str:
        """The SHA-256, in hex, of the canonical text of `content`."""
        return hashlib.sha256(canonical(list(content)).encode()).hexdigest()

    def is_intact(self) -> bool:
        """Whether the text still is what was sent."""
        return self.digest_of(self.content) == self.digest


class MinutesSignature(models.Model):
    """Somebody who was at the meeting and signs one text of its minutes: in Tandem, or on the paper of the scan."""

    text = models.ForeignKey(MinutesText, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("on the committee as"), max_length=20, choices=Role)
    signed_at = models.DateTimeField(_("confirmed"), null=True)
    on_paper = models.BooleanField(_("on paper"), default=False)

    class Meta:
        verbose_name = _("signature under minutes")
        verbose_name_plural = _("signatures under minutes")
        ordering = ["text", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["text", "person"], name="minutes_signed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"
