"""The accounts that the log-in page offers as buttons, in demo mode and never elsewhere."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOMAIN = "demo.tandem.example"
PASSWORD = "tandem-demo"  # noqa: S105 - printed by `make run`; the accounts exist in demo mode only


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demo: who it is and what one can do with it, in a line."""

    name: str
    role: str | Promise
    does: str | Promise

    @property
    def email(self) -> str:
        """Return the address to log in with."""
        return f"{self.name}@{DOMAIN}"


ACCOUNTS = (
    DemoAccount("staff", _("Programme staff"), _("runs a call, an event and the funder's report")),
    DemoAccount(
        "coordinator",
        _("Coordinator"),
        _("watches over a whole programme: targets, money, what is late"),
    ),
    DemoAccount(
        "applicant", _("Applicant"), _("writes an application and later reports on the grant")
    ),
    DemoAccount(
        "assessor", _("Assessor"), _("scores applications without seeing the others' scores")
    ),
    DemoAccount(
        "chair", _("Chair of the committee"), _("sees the ranking against the pool and decides")
    ),
    DemoAccount("mentor", _("Mentor"), _("accompanies a pair and approves milestones")),
    DemoAccount("mentee", _("Mentee"), _("logs meetings and submits milestones")),
    DemoAccount("funder", _("Funder"), _("reads the reports submitted to them")),
    DemoAccount("editor", _("Editor"), _("writes news and programme pages")),
    DemoAccount("admin", _("Administrator"), _("sees everything and gives roles")),
)


def offered() -> list[DemoAccount]:
    """Return the accounts to offer: all in demo mode, none otherwise."""
    return list(ACCOUNTS) if settings.TANDEM_DEMO else []
