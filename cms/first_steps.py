"""The first day of an organisation's own installation: the first log-in, then what is left to do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.models import Installation
from people.models import User
from programmes.models import Programme
from workflows import clock
from workflows.models import RoleGrant

SALT = "cms.first-administrator"
LINK_LASTS = timedelta(days=2)
BACKUP_LASTS = timedelta(days=7)


def needs_first_administrator() -> bool:
    """Say whether nobody could administer this installation yet."""
    return not User.objects.filter(is_superuser=True, is_active=True).exists()


def link_for_first_administrator() -> str:
    """Return the address at which the first administrator is made; it works for LINK_LASTS."""
    token = signing.dumps("first", salt=SALT)
    return settings.TANDEM_URL + reverse("cms:first-administrator", args=[token])


def may_make_first_administrator(token: str) -> bool:
    """Say whether `token` is ours and fresh, and nobody has been faster."""
    try:
        signing.loads(token, salt=SALT, max_age=LINK_LASTS)
    except signing.BadSignature:
        return False
    return needs_first_administrator()


def newest_backup() -> datetime | None:
    """Return when the newest backup under `settings.TANDEM_BACKUPS` was made."""
    made = [path.stat().st_mtime for path in Path(settings.TANDEM_BACKUPS).glob("*.tar.gz")]
    return datetime.fromtimestamp(max(made), tz=clock.now().tzinfo) if made else None


def backup_is_fresh() -> bool:
    """Say whether a backup of the last week exists."""
    made = newest_backup()
    return made is not None and clock.now() - made < BACKUP_LASTS


def staff_are_invited() -> bool:
    """Say whether anybody beside the administrators holds a role on a programme."""
    return RoleGrant.objects.filter(user__is_superuser=False).exists()


@dataclass(frozen=True)
class Step:
    """One thing to do on the first day; `is_done` looks at the data, nobody ticks a box."""

    name: str
    label: str | Promise
    why: str | Promise
    does: str | Promise
    url_name: str
    is_done: Callable[[], bool]

    @property
    def done(self) -> bool:
        """Say whether the data show that it is done."""
        return self.is_done()

    @property
    def url(self) -> str:
        """Return where it is done."""
        return reverse(self.url_name)


STEPS = (
    Step(
        "organisation",
        _("Say who you are"),
        _("Your name and an address for questions stand under every page and mail."),
        _("Fill in the details"),
        "cms:organisation",
        lambda: Installation.load().is_introduced,
    ),
    Step(
        "programme",
        _("Bring in the first programme"),
        _("One file describes its partners, activities and indicators; you see everything first."),
        _("Import a programme"),
        "programmes:import",
        Programme.objects.exists,
    ),
    Step(
        "staff",
        _("Invite those who work with you"),
        _("Give each of them a role on the programme; they get a link by mail."),
        _("Go to people"),
        "people:people",
        staff_are_invited,
    ),
    Step(
        "mail",
        _("See whether mail arrives"),
        _("Receipts, reminders and invitations all go by mail."),
        _("Send me a test message"),
        "cms:test-mail",
        lambda: Installation.load().mail_seen_at is not None,
    ),
    Step(
        "backup",
        _("Make the first backup"),
        _("A copy on another machine is what helps when this one fails."),
        _("Read how"),
        "cms:backup",
        backup_is_fresh,
    ),
)


def steps_left() -> list[Step]:
    """Return the steps that the data do not show as done."""
    return [step for step in STEPS if not step.done]
