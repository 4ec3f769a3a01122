"""The accounts that the log-in page offers as buttons, in demo mode and never elsewhere."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    DemoAccount(
        "staff",
        pgettext_lazy("demo account", "Programme staff"),
        _("runs a call, an event and the funder's report"),
    ),
    DemoAccount(
        "coordinator",
        pgettext_lazy("demo account", "Coordinator"),
        _("watches over a whole programme: targets, money, what is late"),
    ),
    DemoAccount(
        "applicant",
        pgettext_lazy("demo account", "Applicant"),
        _("writes an application and later reports on the grant"),
    ),
    DemoAccount(
        "assessor",
        pgettext_lazy("demo account", "Assessor"),
        _("scores applications without seeing the others' scores"),
    ),
    DemoAccount(
        "chair",
        pgettext_lazy("demo account", "Chair of the committee"),
        _("sees the ranking against the pool and decides"),
    ),
    DemoAccount(
        "mentor",
        pgettext_lazy("demo account", "Mentor"),
        _("accompanies a pair and approves milestones"),
    ),
    DemoAccount(
        "mentee", pgettext_lazy("demo account", "Mentee"), _("logs meetings and submits milestones")
    ),
    DemoAccount(
        "finance",
        pgettext_lazy("demo account", "Finance officer"),
        _("keeps the budget, the expenses and the payments"),
    ),
    DemoAccount(
        "funder", pgettext_lazy("demo account", "Funder"), _("reads the reports submitted to them")
    ),
    DemoAccount(
        "editor", pgettext_lazy("demo account", "Editor"), _("writes news and programme pages")
    ),
    DemoAccount(
        "admin",
        pgettext_lazy("demo account", "Administrator"),
        _("sees everything and gives roles"),
    ),
)


def offered() -> list[DemoAccount]:
    """Return the accounts to offer: all in demo mode, none otherwise."""
    return list(ACCOUNTS) if settings.TANDEM_DEMO else []
